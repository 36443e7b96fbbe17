import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { retryAfterMs } from '../retry-after.ts'
import { ErrorReply } from './wire.ts'

const RETRIED = say`Sluice tries again by itself.`
const RESTART = say`Sluice tries again by itself. If it stays so, restart the panel.`

/** The panel's own words for a refusal; null when it does not say. */
export function panelWords({ text }: HttpReply): string | null {
  try {
    return ErrorReply.parse(JSON.parse(text)).error
  } catch {
    return null
  }
}

/**
 * With the status that its words belong to. Refusals come with status 200 from some firmware, and the end of a session with
 * 400: public clients go by the words.
 */
export function asMeant(reply: HttpReply): HttpReply {
  if (reply.status !== 200 && reply.status !== 400) return reply
  const words = panelWords(reply)
  if (words === null) return reply
  if (isText(words, 'Log In')) return { ...reply, status: 401 }
  return { ...reply, status: isText(words, 'Administrator rights') ? 403 : 400 }
}

export function isWebPage({ text }: HttpReply): boolean {
  return /^\s*<(!doctype|html|head|body)/i.test(text)
}

/** An answer that none of the callers knows better. @param during «reading the list»: completes «… while …» */
export function replyError(reply: HttpReply, during: Phrase, nowMs: number): UploadError {
  const { status } = reply
  const words = panelWords(reply)
  const detail = words ?? `status ${String(status)}`
  if (status === 429 || status === 503) return strained(reply, detail, nowMs)
  if (status >= 500 || status === 408) return passing(status, during, detail)
  if (status >= 300 && status < 400) return redirected(reply)
  if (status === 403) return notAdministrator(detail)
  if (status === 404) return noPanel(during, detail)
  if (status === 413) return tooLarge(detail)
  if (status === 400 && words !== null) return refused(during, words)
  return unexpectedReply(reply, during)
}

/** Sense cannot be made of it: a web page, or another shape. */
export function unexpectedReply(reply: HttpReply, during: Phrase): UploadError {
  const what = isWebPage(reply)
    ? say`A web page answered in place of the panel while ${during}.`
    : say`The panel gave an answer that makes no sense while ${during}.`
  return new UploadError('unexpected', {
    code: 'unexpected-answer',
    what,
    remedy: say`Check "url" of this destination, and whether a sign-in page of the network stands in between.`,
    isRetried: true,
    detail: `status ${String(reply.status)}, ${String(reply.text.length)} characters`,
  })
}

function strained(reply: HttpReply, detail: string, nowMs: number): UploadError {
  const afterMs = retryAfterMs(reply.headers, nowMs)
  return new UploadError(
    'busy',
    {
      code: 'server-busy',
      what: say`The panel asks for a pause (${String(reply.status)}).`,
      remedy: say`Sluice waits and then goes on by itself.`,
      isRetried: true,
      detail,
    },
    afterMs === null ? {} : { retryAfterMs: afterMs },
  )
}

function passing(status: number, during: Phrase, detail: string): UploadError {
  return new UploadError('server', {
    code: 'server-error',
    what: say`The panel had trouble of its own (${String(status)}) while ${during}.`,
    remedy: RESTART,
    isRetried: true,
    detail,
  })
}

function redirected({ status, headers }: HttpReply): UploadError {
  const location = String(headers['location'] ?? '')
  const url = URL.parse(location)
  // The query may hold what nobody must see.
  const where = url === null ? say`another address` : `${url.origin}${url.pathname}`
  return new UploadError('destination', {
    code: 'redirected',
    what: say`The panel sends its visitors to ${where}.`,
    remedy: say`Put the address to which it leads into "url" of this destination, if that is the panel.`,
    isRetried: false,
    detail: `status ${String(status)}`,
  })
}

/** «Administrator rights required», or an account whose type is another. */
export function notAdministrator(detail: string): UploadError {
  return new UploadError('destination', {
    code: 'not-administrator',
    what: say`This account is not an administrator of the panel.`,
    means: say`Only administrators may put faces into it. Pictures wait.`,
    remedy: say`Name the account of an administrator in "auth" of this destination.`,
    isRetried: false,
    detail,
  })
}

/** There is no such address at the panel. */
export function noPanel(during: Phrase, detail: string): UploadError {
  return new UploadError('destination', {
    code: 'no-panel-api',
    what: say`What answers at this address is not a BAS-IP panel that Sluice knows (not found while ${during}).`,
    remedy: say`Check "url" of this destination: it is the address of an Android panel by BAS-IP, such as an AA-14FB. Other products of the maker speak another language.`,
    isRetried: false,
    detail,
  })
}

function tooLarge(detail: string): UploadError {
  return new UploadError('rejected', {
    code: 'picture-too-large',
    what: say`The panel does not take a picture of so many bytes.`,
    remedy: say`Set "prepare": {"maxWidth": 1920, "maxHeight": 1920} for this destination, and try again.`,
    isRetried: false,
    detail,
  })
}

/** A refusal in words that are not documented for this call. */
export function refused(during: Phrase, detail: string): UploadError {
  return new UploadError('refused', {
    code: 'panel-refused',
    what: say`The panel refused while ${during}: «${detail}».`,
    remedy: say`Look at the panel’s own web page for what is wrong, then try again.`,
    isRetried: false,
    detail,
  })
}

/** «Create» was answered by «Wrong JSON body»: as panels without faces do. */
export function notMade(model: string | null, detail: string): UploadError {
  return new UploadError('refused', {
    code: 'identifier-refused',
    what: say`The panel does not make an identifier for a face.`,
    means:
      model === null
        ? say`Perhaps it has no face recognition, or has no room for another face.`
        : say`Perhaps it has no face recognition (it is a ${model}), or has no room for another face.`,
    remedy: say`Check the model («FB» in its name stands for faces), remove faces at the panel that nobody needs, then try again.`,
    isRetried: false,
    detail,
  })
}

/** «Loading file in progress. Wait for result», for longer than any picture takes. */
export function panelBusy(detail: string): UploadError {
  return new UploadError(
    'busy',
    {
      code: 'panel-busy',
      what: say`The panel is still busy with another picture.`,
      remedy: say`Sluice goes on by itself when the panel is through with it. If it stays so, restart the panel.`,
      isRetried: true,
      detail,
    },
    { retryAfterMs: 30_000 },
  )
}

/** «Loading file error», again and again. */
export function loadingFailed(detail: string): UploadError {
  return new UploadError('server', {
    code: 'panel-loading-error',
    what: say`The panel failed to take the picture in.`,
    remedy: RESTART,
    isRetried: true,
    detail,
  })
}

/** The panel forgets the identifier before the picture comes. */
export function identifierLost(detail: string): UploadError {
  return new UploadError('server', {
    code: 'identifier-lost',
    what: say`The panel forgets the identifier before it gets its picture.`,
    means: say`Perhaps somebody is adding a face at the panel’s web page at the same time.`,
    remedy: RETRIED,
    isRetried: true,
    detail,
  })
}

/** It said yes, and what it has made is not under the name that was given. @param isGone the face was removed again */
export function nameNotKept(isGone: boolean): UploadError {
  return new UploadError('refused', {
    code: 'name-not-kept',
    what: say`The panel does not keep the name of this person as it was given.`,
    means: isGone
      ? say`Perhaps the name is too long for it, or has letters that it does not know. The face was removed again.`
      : say`Perhaps the name is too long for it, or has letters that it does not know. The face is still there under the other name.`,
    remedy: isGone
      ? say`Give the person a shorter name, or one in plain letters, and try again.`
      : say`Remove the face at the panel. Then give the person a shorter name, or one in plain letters, and try again.`,
    isRetried: false,
  })
}

/** It said yes and does not know the face. */
export function notKept(): UploadError {
  return new UploadError('server', {
    code: 'face-not-kept',
    what: say`The panel accepted the picture, and yet does not know the face.`,
    remedy: say`Sluice tries again by itself. If it stays so, the panel may be full: remove faces that nobody needs.`,
    isRetried: true,
  })
}

const REFUSED_PICTURES: readonly (readonly [text: string, code: string, what: Phrase, remedy: Phrase])[] = [
  [
    "Face hasn't been detected on image",
    'no-face',
    say`The panel found no face on this picture.`,
    say`Take a picture of one person, from the front, well and evenly lit, eyes open, filling most of the picture; then put it into the folder again.`,
  ],
  [
    'Wrong image file',
    'picture-not-readable',
    say`The panel cannot read this picture.`,
    say`Set "prepare": {} for this destination, so that Sluice makes pictures ready, or save it anew as JPEG; then try again.`,
  ],
  [
    'Wrong file format',
    'not-a-jpeg',
    say`The panel takes JPEG pictures only.`,
    say`Set "prepare": {} for this destination, so that Sluice makes a JPEG of it, or save it as JPEG; then try again.`,
  ],
]

/** The panel has looked at the picture and said no. @param text its words */
export function pictureRefused(text: string): UploadError {
  const known = REFUSED_PICTURES.find(([words]) => isText(text, words))
  if (known === undefined) return refused(say`taking the picture in`, text)
  const [, code, what, remedy] = known
  return new UploadError('rejected', { code, what, remedy, isRetried: false, detail: text })
}

/** Exactly, or with more behind it and in other letters: the texts of old firmware are told in prose only. */
export function isText(text: string, expected: string): boolean {
  return text === expected || text.trim().toLowerCase().startsWith(expected.toLowerCase())
}
