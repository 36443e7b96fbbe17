import type { UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { detailOf, problemOf } from './problems.ts'

const WAITS = 'Nothing is lost: uploads to it wait.'

export function wrongPassword(user: string, reply: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'unauthorized',
      code: 'sign-in-needed',
      what: `PicApport refused to sign «${user}» in.`,
      means: 'Sluice does not try again by itself, so that the user is not locked out.',
      remedy: 'Check "user", and store the password again with «sluice secret set NAME».',
    },
    detailOf(reply),
  )
}

export function signedOut(reply?: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'unauthorized',
      code: 'sign-in-needed',
      what: 'PicApport does not accept the session that it has just given to Sluice.',
      means: WAITS,
      remedy:
        'Test the destination again. If it fails at once, a proxy in between may remove what stands after the "?" of addresses.',
    },
    reply === undefined ? undefined : detailOf(reply),
  )
}

export function noDefaultUser(): UploadError {
  return problemOf({
    kind: 'unauthorized',
    code: 'no-default-user',
    what: 'PicApport lets nobody in without a name.',
    means: WAITS,
    remedy:
      'Set "auth" of this destination to a user and a password, or name a user for the Web API on the server (webapi.default.uid, with a password that is the same as the name).',
  })
}

/** `createWebApiSession` answers 403 to a wrong key and to too many sessions alike. */
export function noSession(reply: HttpReply, hasKey: boolean, waitMs: number): UploadError {
  return problemOf(
    {
      kind: 'busy',
      code: 'no-session',
      what: hasKey
        ? 'PicApport opens no session: too many are open from this address, or the API key is wrong.'
        : 'PicApport opens no session: too many are open from this address, or it wants an API key.',
      means: `Sluice asks again in ${String(Math.round(waitMs / 60_000))} min.`,
      remedy:
        'On the server, raise webapi.max.sessions.per.ip, or compare webapi.apikey with "apiKey" of this destination.',
    },
    detailOf(reply),
    waitMs,
  )
}

export function sessionRefused(reply: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'unauthorized',
      code: 'sign-in-needed',
      what: 'PicApport still opens no session for Sluice.',
      means: WAITS,
      remedy:
        'Compare webapi.apikey of the server with "apiKey" of this destination, and look whether webapi.max.sessions.per.ip is large enough. Then test the destination.',
    },
    detailOf(reply),
  )
}

/** A sign-in that fails for now: neither file nor password is to blame. */
export function signInLater(reply: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'busy',
      code: 'sign-in-later',
      what: `PicApport cannot sign anybody in just now (${String(reply.status)}).`,
      remedy: 'Sluice tries again by itself.',
    },
    detailOf(reply),
  )
}

export function unknownEncryption(algorithm: string): UploadError {
  return problemOf({
    kind: 'destination',
    code: 'unknown-encryption',
    what: `PicApport wants passwords encrypted in a way that Sluice does not know («${algorithm.slice(0, 40)}»).`,
    remedy: 'Look for a newer version of Sluice.',
  })
}

export function clearPasswordRefused(): UploadError {
  return problemOf({
    kind: 'destination',
    code: 'clear-password',
    what: 'PicApport wants the password without encryption, and the connection is not encrypted either.',
    means: 'The password was not sent.',
    remedy:
      'Use https:// for this destination, or remove webapi.DISABLE.PASSWORD.ENCRYPTION on the server. If nobody else can listen in, "allowClearPassword": true allows it.',
  })
}

export function passwordTooLong(): UploadError {
  return problemOf({
    kind: 'destination',
    code: 'password-too-long',
    what: 'The password is too long for the encryption of PicApport (117 bytes).',
    remedy: 'Use a shorter password for this user.',
  })
}
