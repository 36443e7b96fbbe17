import { ProblemError, UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import type { HttpClient, HttpReply } from '../http.ts'
import { formBody } from '../http-body.ts'
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
  let current: { header: string; endsMs: number } | null = null
  let pending: Promise<string> | null = null

  const request = async (): Promise<string> => {
    const secret = await client.secret().catch((error: unknown) => {
      throw error instanceof ProblemError
        ? new UploadError('unauthorized', error.problem, { cause: error })
        : error
    })
    // Shared by all uploads, so the abort of one of them must not end it.
    const reply = await http.browse({
      method: 'POST',
      url: new URL('/fotoweb/oauth2/token', base),
      headers: { accept: 'application/json' },
      body: formBody({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: secret }),
      signal: new AbortController().signal,
    })
    const token = readToken(reply)
    current = {
      header: `Bearer ${token.access_token}`,
      endsMs:
        clock.monotonic() +
        (token.expires_in === null || token.expires_in === undefined
          ? LIFETIME_DEFAULT_MS
          : token.expires_in * 1000),
    }
    return current.header
  }
  const fresh = (): Promise<string> => {
    pending ??= request().finally(() => {
      pending = null
    })
    return pending
  }

  return {
    header: () => {
      const isFresh =
        current !== null && clock.monotonic() < Math.max(current.endsMs - MARGIN_MS, current.endsMs / 2)
      return isFresh && current !== null ? Promise.resolve(current.header) : fresh()
    },
    async renew(refused) {
      // Another upload may have renewed it meanwhile.
      if (current === null || current.header === refused) await fresh()
      return true
    },
  }
}

function readToken(reply: HttpReply): Token {
  const answer = parseJson(reply.text)
  const token = Token.safeParse(answer)
  if (reply.status === 200 && token.success) return token.data
  const refusal = TokenError.safeParse(answer)
  if (reply.status >= 500 || reply.status === 429) {
    throw new UploadError('server', {
      code: 'sign-in-unavailable',
      what: `The sign-in of the archive had an error (${String(reply.status)}).`,
      remedy: 'Sluice tries again by itself.',
      isRetried: true,
    })
  }
  throw new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: 'The archive refused to sign Sluice in.',
    remedy:
      refusal.success && refusal.data.error === 'access_denied'
        ? 'The site needs an API licence, or this account has none: ask the administrator of the archive.'
        : 'Check "clientId" and store the client secret again with «sluice secret set NAME».',
    isRetried: false,
    detail: refusal.success
      ? `${refusal.data.error} ${refusal.data.error_description ?? ''}`.trim()
      : `status ${String(reply.status)}`,
  })
}

type Token = ReturnType<typeof Token.parse>

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
