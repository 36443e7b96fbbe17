import prettyBytes from 'pretty-bytes'
import { type Phrase, say, size } from '../../../../shared/phrase.ts'
import type { ToldProblem } from '../../../../shared/problem.ts'
import { UploadError, type UploadErrorKind } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { retryAfterMs } from '../retry-after.ts'

/*
 * What the PicApport Web API may answer, in words. Every page lists 200, 400, 403, 404, 500 and 501; the texts of errors
 * are not documented and only kept for support.
 */

const DETAIL_LENGTH_MAX = 300
const CHECK_URL = say`Check "url" of this destination, and whether a proxy or a sign-in page stands in between.`
const BY_ITSELF = say`Sluice tries again by itself.`

interface Words {
  kind: UploadErrorKind
  code: string
  what: Phrase
  means?: Phrase
  remedy: Phrase
}

/** An answer with a status that is no success, in words. @param during completes «… while …» */
export function replyError(reply: HttpReply, during: Phrase): UploadError {
  const { status } = reply
  if (status >= 300 && status < 400) return redirected(reply, during)
  // A session that is over has been renewed by now.
  if (status === 403) return mayNotUpload(null, reply)
  return problemOf(wordsFor(status, during), detailOf(reply))
}

function wordsFor(status: number, during: Phrase): Words {
  switch (status) {
    case 404:
    case 501:
      return {
        kind: 'destination',
        code: 'no-web-api',
        what: say`The server does not offer PicApport's Web API (status ${String(status)} while ${during}).`,
        remedy: say`Check "url" of this destination: it is the address at which PicApport opens in a browser. On the server, picapport.properties needs webapi.enabled=true and a PicApport of version 7.4 or later.`,
      }
    case 413:
      return {
        kind: 'rejected',
        code: 'too-large-for-proxy',
        what: say`The file is larger than a proxy in front of PicApport lets through.`,
        remedy: say`Raise the size limit of that proxy (nginx: client_max_body_size), or make the file smaller; then retry.`,
      }
    case 502:
    case 504:
      return {
        kind: 'offline',
        code: 'gateway',
        what: say`A server in between cannot reach PicApport (${String(status)}).`,
        remedy: say`Sluice goes on by itself when PicApport answers again.`,
      }
    case 401:
    case 407:
      return {
        kind: 'destination',
        code: 'proxy-sign-in',
        what: say`Something in front of PicApport wants a sign-in of its own (${String(status)} while ${during}).`,
        remedy: say`Let /picapportapi/ pass without that sign-in, or use the address of PicApport itself.`,
      }
  }
  if (status >= 500 || status === 408)
    return {
      kind: 'server',
      code: 'server-error',
      what: say`The server had an error (${String(status)}) while ${during}.`,
      remedy: BY_ITSELF,
    }
  return {
    kind: 'refused',
    code: 'bad-request',
    what: say`The server did not understand Sluice while ${during} (${String(status)}).`,
    remedy: say`Please report this with the diagnostics file; «sluice retry» tries the file again.`,
  }
}

/** 404 for what was there before: a reverse proxy says so as long as what is behind it starts. */
export function apiAway(reply: HttpReply, during: Phrase): UploadError {
  return problemOf(
    {
      kind: 'offline',
      code: 'web-api-away',
      what: say`PicApport's Web API is gone for the moment (status ${String(reply.status)} while ${during}).`,
      means: say`It has answered before, so PicApport is probably starting again.`,
      remedy: say`${BY_ITSELF} If it stays so, look whether PicApport runs and whether webapi.enabled=true still stands in picapport.properties.`,
    },
    detailOf(reply),
  )
}

function redirected(reply: HttpReply, during: Phrase): UploadError {
  // Queries may hold sessions.
  const address = String(reply.headers['location'] ?? '').replace(/[?#].*$/s, '')
  return problemOf(
    {
      kind: 'destination',
      code: 'redirected',
      what: say`The server sends Sluice elsewhere (to ${address === '' ? say`an unknown address` : address}) while ${during}.`,
      remedy: say`Put the address that the server names into "url" of this destination.`,
    },
    `status ${String(reply.status)}`,
  )
}

/** 429 and 503. @param nowMs the wall clock here */
export function busyError(reply: HttpReply, nowMs: number): UploadError {
  const afterMs = retryAfterMs(reply.headers, nowMs)
  return problemOf(
    {
      kind: 'busy',
      code: 'server-busy',
      what: say`The server asks for a pause (${String(reply.status)}).`,
      remedy: say`Sluice waits as long as the server wishes and then goes on more slowly.`,
    },
    undefined,
    afterMs,
  )
}

/** An answer that makes no sense here: a web page, another shape. */
export function unexpectedReply(reply: HttpReply, during: Phrase): UploadError {
  const isPage = /^\s*(<!doctype|<html)/i.test(reply.text)
  return problemOf(
    {
      kind: 'unexpected',
      code: 'unexpected-answer',
      what: isPage
        ? say`The server answered with a web page instead of data while ${during}.`
        : say`The server gave an answer that Sluice does not understand while ${during}.`,
      remedy: CHECK_URL,
    },
    detailOf(reply),
  )
}

export function notReady(version: string | null): UploadError {
  const name = version === null ? 'PicApport' : `PicApport ${version}`
  return problemOf({
    kind: 'busy',
    code: 'server-starting',
    what: say`${name} is starting: its database is not loaded yet.`,
    remedy: say`Sluice goes on by itself when it is ready.`,
  })
}

/** The server says so itself, or refuses an upload in a session that is good. */
export function mayNotUpload(account: string | null, reply?: HttpReply): UploadError {
  return problemOf(
    {
      kind: 'destination',
      code: 'may-not-upload',
      what: say`PicApport takes no uploads from ${account === null ? say`this user` : say`«${account}»`}.`,
      means: say`Nothing is lost: the files wait.`,
      remedy: say`In PicApport, give the user the permission pap:access:uploads. If it has it already, the server may be running in demo mode (server.demomode), or its uploads are not set up (upload.* in picapport.properties).`,
    },
    reply === undefined ? undefined : detailOf(reply),
  )
}

export function tooLarge(name: string, sizeBytes: number, limitBytes: number | null): UploadError {
  const own = size(sizeBytes, prettyBytes(sizeBytes))
  return problemOf({
    kind: 'rejected',
    code: 'file-too-large',
    what:
      limitBytes === null || limitBytes >= sizeBytes
        ? say`${name} has ${own}, and that is more than the server takes.`
        : say`${name} has ${own}; the server takes at most ${size(limitBytes, prettyBytes(limitBytes))}.`,
    remedy: say`Make the file smaller, or raise upload.max.filesize.mb on the server; then put it into the folder again.`,
  })
}

export function wrongType(name: string, words: Phrase, detail?: string): UploadError {
  return problemOf(
    {
      kind: 'rejected',
      code: 'wrong-type',
      what: say`${name} is ${words}, which this PicApport does not take.`,
      remedy: say`Save it as JPEG and put that into the folder. Videos need the plug-in for videos on the server.`,
    },
    detail,
  )
}

export function removedThere(name: string): UploadError {
  return problemOf({
    kind: 'rejected',
    code: 'removed-on-server',
    what: say`${name} was uploaded to PicApport before and has been removed there since.`,
    means: say`It was not sent again.`,
    remedy: say`Nothing to do if that was meant. To send such photos again, set "uploadRemovedAgain": true for this destination.`,
  })
}

export function changedMeanwhile(name: string): UploadError {
  return problemOf({
    kind: 'changed',
    code: 'file-changed',
    what: say`${name} has changed while it was being sent.`,
    means: say`What had been sent of it was thrown away.`,
    remedy: say`Nothing to do: it is taken again when it is quiet.`,
  })
}

/** Words of the server that no page knows. */
export function refusedInOtherWords(name: string, status: string): UploadError {
  return problemOf(
    {
      kind: 'server',
      code: 'refused-in-other-words',
      what: say`PicApport did not store ${name}: «${status.slice(0, DETAIL_LENGTH_MAX)}».`,
      remedy: say`${BY_ITSELF} If it stays so, look into the log of PicApport.`,
    },
    status.slice(0, DETAIL_LENGTH_MAX),
  )
}

/** The reply was lost or told nothing, and a server before 8.3 cannot be asked. */
export function outcomeUnknown(name: string): UploadError {
  return problemOf({
    kind: 'refused',
    code: 'outcome-unknown',
    what: say`${name} was being sent when the connection broke or the server gave no clear answer, and this PicApport is too old (before 8.3) to say whether it has the photo.`,
    means: say`Sluice does not send it again by itself, so that it does not come twice.`,
    remedy: say`Look it up in PicApport. If it is not there, retry the file.`,
  })
}

export function notThereAfterAll(): UploadError {
  return problemOf({
    kind: 'server',
    code: 'photo-vanished',
    what: say`PicApport no longer has the photo that it said it had.`,
    remedy: say`Sluice sends the file again by itself.`,
  })
}

/** The member was stopped before it was sent; whoever stopped it knows why. */
export function stoppedEarly(): UploadError {
  return problemOf({
    kind: 'offline',
    code: 'stopped',
    what: say`Sending was stopped before this photo was through.`,
    remedy: say`Sluice goes on where it stopped.`,
  })
}

const RETRIED: ReadonlySet<UploadErrorKind> = new Set(['server', 'unexpected', 'offline', 'busy', 'changed'])

export function problemOf(words: Words, detail?: string, afterMs: number | null = null): UploadError {
  const { kind, ...told } = words
  const problem: ToldProblem = {
    ...told,
    isRetried: RETRIED.has(kind),
    ...(detail === undefined || detail === '' ? {} : { detail: withoutSecrets(detail) }),
  }
  return new UploadError(kind, problem, afterMs === null ? {} : { retryAfterMs: afterMs })
}

/** The answer in the server's own words, for support. */
export function detailOf(reply: HttpReply): string {
  return withoutSecrets(`${String(reply.status)} ${reply.text}`.slice(0, DETAIL_LENGTH_MAX).trim())
}

/** Error pages may repeat the address of the request. */
export function withoutSecrets(text: string): string {
  return text.replace(/\b(apisid|pw|apikey|atu)(["']?\s*[=:]\s*["']?)[^&\s"'<,;}]+/gi, '$1$2***')
}
