import { type Phrase, say, span } from '../../../../shared/phrase.ts'
import type { UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { detailOf, problemOf } from './problems.ts'

const WAITS = say`Nothing is lost: uploads to it wait.`

export function wrongPassword(user: string, reply: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'unauthorized',
      code: 'sign-in-needed',
      what: say`PicApport refused to sign «${user}» in.`,
      means: say`Sluice does not try again by itself, so that the user is not locked out.`,
      remedy: say`Check "user", and store the password again with «sluice secret set NAME».`,
    },
    detailOf(reply),
  )
}

export function signedOut(reply?: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'unauthorized',
      code: 'sign-in-needed',
      what: say`PicApport does not accept the session that it has just given to Sluice.`,
      means: WAITS,
      remedy: say`Test the destination again. If it fails at once, a proxy in between may remove what stands after the "?" of addresses.`,
    },
    reply === undefined ? undefined : detailOf(reply),
  )
}

export function noDefaultUser(): UploadError {
  return problemOf({
    kind: 'unauthorized',
    code: 'no-default-user',
    what: say`PicApport lets nobody in without a name.`,
    means: WAITS,
    remedy: say`Set "auth" of this destination to a user and a password, or name a user for the Web API on the server (webapi.default.uid, with a password that is the same as the name).`,
  })
}

/** `createWebApiSession` answers 403 to a wrong key and to too many sessions alike. */
export function noSession(reply: HttpReply, hasKey: boolean, waitMs: number): UploadError {
  return problemOf(
    {
      kind: 'busy',
      code: 'no-session',
      what: hasKey
        ? say`PicApport opens no session: too many are open from this address, or the API key is wrong.`
        : say`PicApport opens no session: too many are open from this address, or it wants an API key.`,
      means: say`Sluice asks again in ${span(waitMs, `${String(Math.round(waitMs / 60_000))} min`)}.`,
      remedy: say`On the server, raise webapi.max.sessions.per.ip, or compare webapi.apikey with "apiKey" of this destination.`,
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
      what: say`PicApport still opens no session for Sluice.`,
      means: WAITS,
      remedy: say`Compare webapi.apikey of the server with "apiKey" of this destination, and look whether webapi.max.sessions.per.ip is large enough. Then test the destination.`,
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
      what: say`PicApport cannot sign anybody in just now (${String(reply.status)}).`,
      remedy: say`Sluice tries again by itself.`,
    },
    detailOf(reply),
  )
}

export function unknownEncryption(algorithm: Phrase | string): UploadError {
  const name = typeof algorithm === 'string' ? algorithm.slice(0, 40) : algorithm
  return problemOf({
    kind: 'destination',
    code: 'unknown-encryption',
    what: say`PicApport wants passwords encrypted in a way that Sluice does not know («${name}»).`,
    remedy: say`Look for a newer version of Sluice.`,
  })
}

export function clearPasswordRefused(): UploadError {
  return problemOf({
    kind: 'destination',
    code: 'clear-password',
    what: say`PicApport wants the password without encryption, and the connection is not encrypted either.`,
    means: say`The password was not sent.`,
    remedy: say`Use https:// for this destination, or remove webapi.DISABLE.PASSWORD.ENCRYPTION on the server. If nobody else can listen in, "allowClearPassword": true allows it.`,
  })
}

export function passwordTooLong(): UploadError {
  return problemOf({
    kind: 'destination',
    code: 'password-too-long',
    what: say`The password is too long for the encryption of PicApport (117 bytes).`,
    remedy: say`Use a shorter password for this user.`,
  })
}
