import type { IncomingHttpHeaders } from 'node:http'
import { isSame } from './ui-token.ts'

/** What is known of a request before its body is read. */
export interface Visit {
  method: string
  /** Without the query. */
  path: string
  headers: IncomingHttpHeaders
  /** The `token` of the query. */
  token: string | null
  cookie: string | null
}

export interface Lock {
  isServedName: (header: string | undefined) => boolean
  token: string
  cookie: string
}

/** `wrong-token`: something was tried; `no-token`: nothing was. */
export type Refusal = 'wrong-host' | 'foreign-page' | 'no-origin' | 'no-token' | 'wrong-token'
export type Verdict = 'in' | 'sign-in' | Refusal

const BEARER = /^Bearer +([^ ]+)$/i
/** What brings no body along, and changes nothing. */
export const READING = new Set(['GET', 'HEAD'])

/**
 * Who may come in. The name comes first, because behind a bent name nothing else that a browser says counts; then
 * whether a page of somebody else is asking; then the token.
 */
export function judge(visit: Visit, lock: Lock): Verdict {
  const { headers, method } = visit
  if (!lock.isServedName(headers.host)) return 'wrong-host'
  if (isForeign(visit)) return 'foreign-page'
  const bearer = BEARER.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return isSame(bearer, lock.token) ? 'in' : 'wrong-token'
  if (isSignIn(visit)) return isSame(visit.token ?? '', lock.token) ? 'sign-in' : 'wrong-token'
  // A cookie comes along by itself, and says nothing about who asks.
  if (!READING.has(method) && headers.origin === undefined) return 'no-origin'
  return visit.cookie !== null && isSame(visit.cookie, lock.cookie) ? 'in' : 'no-token'
}

function isSignIn({ method, path, token }: Visit): boolean {
  return method === 'GET' && path === '/' && token !== null
}

function isForeign(visit: Visit): boolean {
  const { origin, host } = visit.headers
  if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) return true
  const site = visit.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin' && site !== 'none' && !isFollowedLink(visit)
}

/** Somebody has clicked a link to the window: shown by itself in its tab it gives nothing away to where the link was. */
function isFollowedLink({ method, path, headers }: Visit): boolean {
  const isPage = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return isPage && method === 'GET' && path === '/'
}

/** Name and port; empty for `null` and for what is no web page. The scheme is a proxy's affair. */
function originHost(origin: string): string {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return ''
  return new URL(origin).host
}
