import { UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import type { HttpClient, HttpReply } from '../http.ts'
import { formBody } from '../http-body.ts'
import { readToken, type Refusal } from './token-reply.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { heldSecret } from '../held-secret.ts'

/** Where all sign-ins are granted (FotoWare OAuth 2.0). */
export const TOKEN_PATH = '/fotoweb/oauth2/token'
/** What `access_denied` means there. */
export const LICENCE = say`The site needs an API licence, or this account has none: ask the administrator of the archive.`

/** Renew this long before the server would refuse, so that no chunk is sent in vain. */
const MARGIN_MS = 60_000
const LIFETIME_DEFAULT_MS = 10 * 60_000

/** Where the Authorization header comes from. */
export interface Authorization {
  /** The header's value, or null when none is sent. @throws UploadError `unauthorized` */
  header(signal: AbortSignal): Promise<string | null>
  /** The server refused `header`: gets another one. False when there is nothing to renew. */
  renew(header: string | null, signal: AbortSignal): Promise<boolean>
  /** The error for an answer that refuses even what was renewed: a person has to sign in. */
  signedOut(reply: HttpReply): UploadError
}

/** For practice servers. */
export const noAuthorization: Authorization = {
  header: () => Promise.resolve(null),
  renew: () => Promise.resolve(false),
  signedOut: (reply) =>
    signedOut(reply, say`Set "auth" of this destination: the archive wants to know who it is.`),
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
    const secret = await heldSecret(client.secret())
    const askedMs = clock.monotonic()
    // Shared by all uploads, so the abort of one of them must not end it.
    const reply = await http.browse({
      method: 'POST',
      url: new URL(TOKEN_PATH, base),
      headers: { accept: 'application/json' },
      body: formBody({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: secret }),
      signal: new AbortController().signal,
    })
    const token = readToken(reply, clock.now(), refused)
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
    signedOut: (reply) => signedOut(reply, say`Store the client secret again with «sluice secret set NAME».`),
  }
}

function refused({ error, detail }: Refusal): UploadError {
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: say`The archive refused to sign Sluice in.`,
    remedy:
      error === 'access_denied'
        ? LICENCE
        : say`Check "clientId" and store the client secret again with «sluice secret set NAME».`,
    isRetried: false,
    detail,
  })
}

/**
 * Even a renewed sign-in is refused.
 * @param remedy how to sign in again
 */
export function signedOut(reply: HttpReply, remedy: Phrase): UploadError {
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: say`The archive no longer accepts the sign-in of Sluice.`,
    means: say`Nothing is lost: uploads to it wait.`,
    remedy: say`${remedy} If it fails at once, a proxy in between may remove the Authorization header.`,
    isRetried: false,
    detail: `status ${String(reply.status)}`,
    ...(reply.requestId === null ? {} : { requestId: reply.requestId }),
  })
}
