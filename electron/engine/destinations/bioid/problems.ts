import { type Phrase, say } from '../../../../shared/phrase.ts'
import type { ToldProblem } from '../../../../shared/problem.ts'
import { UploadError, type UploadErrorKind } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { retryAfterMs } from '../retry-after.ts'
import { type PersonOf } from './person-of.ts'
import { ErrorBody, parsed } from './wire.ts'

/** Of a server's words that are shown. */
const WORDS_MAX = 200

/** An answer that is none of those that a call knows what to do with. */
export function replyError(reply: HttpReply, during: Phrase, nowMs: number): UploadError {
  const { status } = reply
  if (status === 429 || status === 503) {
    const afterMs = retryAfterMs(reply.headers, nowMs)
    return new UploadError(
      'busy',
      problem(reply, {
        code: 'server-busy',
        what: say`BioID asks for a pause (${String(status)}).`,
        remedy: say`Sluice waits as long as the server wishes and then goes on.`,
        isRetried: true,
      }),
      afterMs === null ? {} : { retryAfterMs: afterMs },
    )
  }
  const [kind, code, what, remedy] = wordsFor(status, during, reply.text)
  const isRetried = kind === 'offline' || kind === 'server' || kind === 'unexpected'
  return new UploadError(kind, problem(reply, { code, what, remedy, isRetried }))
}

function wordsFor(status: number, during: Phrase, text: string): [UploadErrorKind, string, Phrase, Phrase] {
  if (status >= 300 && status < 400)
    return [
      'destination',
      'redirected',
      say`The server sends Sluice elsewhere while ${during}.`,
      say`Correct "url" of this destination: it is the address of the BWS Web API.`,
    ]
  if (status === 404 || status === 405)
    return [
      'destination',
      'no-upload-api',
      say`There is no BioID Web Service (classic) at this address.`,
      say`Correct "url" of this destination, for example https://bws.bioid.com/extension/.`,
    ]
  if (status === 502 || status === 504 || status === 408)
    return [
      'offline',
      'gateway',
      say`A server in between cannot reach BioID (${String(status)}).`,
      say`Sluice goes on by itself when BioID answers again.`,
    ]
  if (status >= 500)
    return [
      'server',
      'server-error',
      say`BioID had an error (${String(status)}) while ${during}.`,
      say`Sluice tries again by itself.`,
    ]
  const isPage = /^\s*(<!doctype|<html)/i.test(text)
  return [
    'unexpected',
    'unexpected-answer',
    isPage
      ? say`The server answered with a web page instead of data while ${during}.`
      : say`The server gave an answer that Sluice does not understand while ${during} (status ${String(status)}).`,
    say`Check "url" of this destination, and whether a proxy or a sign-in page stands in between.`,
  ]
}

export const SECRET_AGAIN = say`Check "appId" and store the App-Secret again with «sluice secret set NAME». A key for BWS 3 does not fit.`

/** The token address refuses Sluice itself. */
export function signInNeeded(reply: HttpReply, remedy: Phrase): UploadError {
  return new UploadError(
    'unauthorized',
    problem(reply, {
      code: 'sign-in-needed',
      what: say`BioID does not accept the sign-in of Sluice (${String(reply.status)}).`,
      means: say`Nothing is lost: everything for it waits.`,
      remedy,
      isRetried: false,
    }),
  )
}

/** 400 on «token»: what is asked for does not exist there. */
export function tokenRefused(reply: HttpReply): UploadError {
  return new UploadError(
    'refused',
    problem(reply, {
      code: 'person-not-accepted',
      what: say`BioID does not accept this person in the storage and partition of this destination.`,
      remedy: say`Check "storage" and "partition", and the number that the folder or the file name gives; then retry.`,
      isRetried: false,
    }),
  )
}

/** The customer's address handed out something that must not be used. */
export function wrongToken(why: Phrase): UploadError {
  return new UploadError('destination', {
    code: 'wrong-token',
    what: say`The token address hands out tokens ${why}.`,
    means: say`Samples would go to the wrong place, so none are sent.`,
    remedy: say`Have the token address corrected: it is asked with "bcid", "task" and "livedetection", and answers with a new token each time.`,
    isRetried: false,
  })
}

/** Sluice has sent the person several times now. */
export function tokenNotHonoured(detail: string): UploadError {
  return new UploadError('server', {
    code: 'token-not-honoured',
    what: say`BioID hands out tokens and then refuses them.`,
    means: say`Nothing was enrolled by this.`,
    remedy: say`Sluice tries again later. If it stays so, check the clock of the server, and whether the line is too slow for the size of the samples.`,
    isRetried: true,
    detail,
  })
}

/** 400 or 403 on the task, with a new token too. */
export function taskNotAllowed(reply: string): UploadError {
  return new UploadError('refused', {
    code: 'task-not-allowed',
    what: say`BioID does not carry out this task for this person.`,
    remedy: say`Check in the BioID portal whether this application may do it, and "task" of this destination; then retry.`,
    isRetried: false,
    detail: reply,
  })
}

/** Nobody can tell whether the task was carried out. The engine sends such a file again only when a person says so. */
export function unproved(): UploadError {
  return new UploadError('refused', {
    code: 'unproved',
    what: say`The answer of BioID was lost, and it can no longer tell whether these samples were enrolled.`,
    means: say`Nothing is sent again by itself, since nobody should be trained twice.`,
    remedy: say`Retry to send the samples once more, which does no harm to the person; or cancel.`,
    isRetried: false,
  })
}

/** The task is under way somewhere, or its answer is not there yet. */
export function stillUnknown(): UploadError {
  return new UploadError('server', {
    code: 'task-unanswered',
    what: say`BioID has not told yet what became of the task.`,
    remedy: say`Sluice asks again by itself.`,
    isRetried: true,
  })
}

export function tooFew(accepted: number, needed: number): UploadError {
  return new UploadError('refused', {
    code: 'too-few-samples',
    what: say`Live detection needs ${needed} samples of a person, and only ${accepted} was accepted.`,
    means: say`The task was not asked for.`,
    remedy: say`Put more pictures of the person into the folder and retry.`,
    isRetried: false,
  })
}

/** A file that names no person, or several. */
export function nobody(person: Exclude<PersonOf, { kind: 'known' }>): UploadError {
  return new UploadError('rejected', {
    code: person.kind === 'none' ? 'no-person' : 'several-persons',
    what:
      person.kind === 'none'
        ? say`Nothing says whose sample this is.`
        : say`The folders on the way to this file name several numbers.`,
    means: say`It was not sent: samples under a wrong number would spoil the template of that person.`,
    remedy: say`Put it into a folder that begins with the number of the person («4711 Jane»), name it «4711_01.jpg», or say with "pathPattern" where {person} stands.`,
    isRetried: false,
  })
}

/** Why a file has no outcome of its own: the engine has stopped it, and knows why. */
export const STOPPED = 'stopped'

/** A file that was taken out from outside; the engine knows why. */
export function stopped(reason: unknown): UploadError {
  if (reason instanceof UploadError) return reason
  return new UploadError(
    'offline',
    { code: STOPPED, what: say`It was stopped.`, remedy: say`Nothing to do.`, isRetried: true },
    { cause: reason },
  )
}

/** The server's own words, for support. */
export function serverWords({ status, text }: HttpReply): string {
  return withoutTokens(`${String(status)} ${parsed(ErrorBody, text)?.message ?? text}`.trim())
}

/** The beginning of a text; some pages repeat what they were sent, with tokens and passwords. */
export function withoutTokens(text: string): string {
  return text
    .replace(/\b(Bearer|JWT|Basic)\s+[^\s"'<,;]+/gi, '$1 ***')
    .replace(/\beyJ[\w-]*(\.[\w-]*)*/g, '***')
    .slice(0, WORDS_MAX)
}

function problem(reply: HttpReply, words: ToldProblem): ToldProblem {
  return {
    ...words,
    detail: serverWords(reply),
    ...(reply.requestId === null ? {} : { requestId: reply.requestId }),
  }
}
