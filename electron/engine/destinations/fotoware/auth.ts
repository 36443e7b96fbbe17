import { ProblemError, UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import type { HttpClient, HttpReply } from '../http.ts'
import { formBody } from '../http-body.ts'
import { retryAfterMs } from '../retry-after.ts'
import { redirectError, unexpectedReply } from './problems.ts'
import { Token, TokenError } from './wire.ts'

/** Renew this long before the server would refuse, so that no chunk is sent in vain. */
const MARGIN_MS = 60_000
const LIFETIME_DEFAULT_MS = 10 * 60_000

/** Where the Authorization header comes from. */
export interface Authorization {
  /** The header's value, or null when none is sent. @throws UploadError `unauthorized` */
  header(signal: AbortSignal): Promise<string | null>
  /** The server refused `header`: gets another one. False when there is nothing to renew. */
  renew(header: string | null, signal: AbortSignal): Promise<boolean>
}

/** For practice servers. */
export const noAuthorization: Authorization = {
  header: () => Promise.resolve(null),
  renew: () => Promise.resolve(false),
}

export interface ClientCredentials {
  clientId: string
  /** @throws ProblemError when the secret is not there */
  secret: () => Promise<string>
}

/**
 * OAuth client credentials (FotoWare «Non-interactive application authorization»): one token at a time, asked for by
 * one request at a time, renewed ahead of its end.
 */
export function clientCredentials(
  http: HttpClient,
  clock: Clock,
  base: URL,
  client: ClientCredentials,
): Authorization {
  let current: { header: string; staleMs: number } | null = null
  let pending: Promise<string> | null = null

  const request = async (): Promise<string> => {
    const secret = await client.secret().catch((error: unknown) => {
      throw error instanceof ProblemError
        ? new UploadError('unauthorized', error.problem, { cause: error })
        : error
    })
    const askedMs = clock.monotonic()
    // Shared by all uploads, so the abort of one of them must not end it.
    const reply = await http.browse({
      method: 'POST',
      url: new URL('/fotoweb/oauth2/token', base),
      headers: { accept: 'application/json' },
      body: formBody({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: secret }),
      signal: new AbortController().signal,
    })
    const token = readToken(reply, clock.now())
    const lifetimeMs = token.expires_in === null ? LIFETIME_DEFAULT_MS : token.expires_in * 1000
    current = {
      header: `Bearer ${token.access_token}`,
      // A token that lives for less than two margins is used for half of its life.
      staleMs: askedMs + Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2),
    }
    return current.header
  }
  const fresh = (signal: AbortSignal): Promise<string> => {
    pending ??= request().finally(() => {
      pending = null
    })
    return abortable(pending, signal)
  }

  return {
    header: (signal) =>
      current !== null && clock.monotonic() < current.staleMs
        ? Promise.resolve(current.header)
        : fresh(signal),
    async renew(refused, signal) {
      // Another upload may have renewed it meanwhile.
      if (current === null || current.header === refused) await fresh(signal)
      return true
    },
  }
}

function readToken(reply: HttpReply, nowMs: number): Token {
  const answer = parseJson(reply.text)
  const token = Token.safeParse(answer)
  if (reply.status === 200 && token.success) return token.data
  const during = 'signing in'
  if (reply.status >= 500 || reply.status === 429 || reply.status === 408) throw unavailable(reply, nowMs)
  if (reply.status >= 300 && reply.status < 400) throw redirectError(reply, during)
  // The text may hold a token in a place that is not understood, so it is not passed on.
  if (reply.status < 400) throw unexpectedReply({ ...reply, text: firstMark(reply.text) }, during)
  if (reply.status === 404) throw noSignIn()
  throw refused(reply, TokenError.safeParse(answer).data ?? null)
}

/** The whole archive is away, so no file is to blame: the destination cools down. */
function unavailable(reply: HttpReply, nowMs: number): UploadError {
  const afterMs = retryAfterMs(reply.headers, nowMs)
  return new UploadError(
    'busy',
    {
      code: 'sign-in-unavailable',
      what: `The sign-in of the archive had an error (${String(reply.status)}).`,
      remedy: 'Sluice tries again by itself.',
      isRetried: true,
    },
    afterMs === null ? {} : { retryAfterMs: afterMs },
  )
}

function noSignIn(): UploadError {
  return new UploadError('destination', {
    code: 'no-sign-in',
    what: 'There is no FotoWare sign-in at this address.',
    remedy: 'Check "url" of this destination.',
    isRetried: false,
    detail: 'status 404',
  })
}

function refused(reply: HttpReply, refusal: TokenError | null): UploadError {
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: 'The archive refused to sign Sluice in.',
    remedy:
      refusal?.error === 'access_denied'
        ? 'The site needs an API licence, or this account has none: ask the administrator of the archive.'
        : 'Check "clientId" and store the client secret again with «sluice secret set NAME».',
    isRetried: false,
    detail:
      refusal === null
        ? `status ${String(reply.status)}`
        : `${refusal.error} ${refusal.error_description ?? ''}`.trim(),
  })
}

/** Enough to tell a web page from data. */
function firstMark(text: string): string {
  return /^\s*<(!doctype|html)/i.exec(text)?.[0] ?? ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
