import { type ProblemError, UploadError } from '../../errors.ts'
import type { HttpReply } from '../http.ts'
import { retryAfterMs } from '../retry-after.ts'
import { redirectError, unexpectedReply } from './problems.ts'
import { Token, TokenError } from './wire.ts'
import { say } from '../../../../shared/phrase.ts'
import { jsonOf } from '../json-text.ts'

/** A refusal in the words of OAuth (RFC 6749, section 5.2), as far as it could be read. */
export interface Refusal {
  /** For example `invalid_grant`; null when the server said something else. */
  error: string | null
  /** The server's words, for support. */
  detail: string
}

/**
 * The answer of the token endpoint. What the server said is never passed on, since it may hold a token in a place that is
 * not understood.
 *
 * @param asError makes an error of a refusal
 * @throws UploadError `busy`, `unexpected`, `destination`, or what `asError` makes
 */
export function readToken(
  reply: HttpReply,
  nowMs: number,
  asError: (refusal: Refusal) => ProblemError,
): Token {
  const answer = jsonOf(reply.text)
  const token = Token.safeParse(answer)
  if (reply.status === 200 && token.success) return token.data
  const during = say`signing in`
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408) throw unavailable(reply, nowMs)
  if (reply.status >= 300 && reply.status < 400) throw redirectError(reply, during)
  if (reply.status < 400) throw unexpectedReply({ ...reply, text: firstMark(reply.text) }, during)
  if (reply.status === 404) throw noSignIn()
  throw asError(refusalOf(reply, TokenError.safeParse(answer).data ?? null))
}

function refusalOf(reply: HttpReply, refusal: TokenError | null): Refusal {
  if (refusal === null) return { error: null, detail: `status ${String(reply.status)}` }
  return {
    error: refusal.error,
    detail: `${refusal.error} ${refusal.error_description ?? ''}`.trim().slice(0, 300),
  }
}

/** The whole archive is away, so no file is to blame: the destination cools down. */
function unavailable(reply: HttpReply, nowMs: number): UploadError {
  const afterMs = retryAfterMs(reply.headers, nowMs)
  return new UploadError(
    'busy',
    {
      code: 'sign-in-unavailable',
      what: say`The sign-in of the archive had an error (${String(reply.status)}).`,
      remedy: say`Sluice tries again by itself.`,
      isRetried: true,
    },
    afterMs === null ? {} : { retryAfterMs: afterMs },
  )
}

function noSignIn(): UploadError {
  return new UploadError('destination', {
    code: 'no-sign-in',
    what: say`There is no FotoWare sign-in at this address.`,
    remedy: say`Check "url" of this destination.`,
    isRetried: false,
    detail: 'status 404',
  })
}

/** Enough to tell a web page from data. */
function firstMark(text: string): string {
  return /^\s*<(!doctype|html)/i.exec(text)?.[0] ?? ''
}
