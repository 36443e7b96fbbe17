import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ServerContext } from './context.ts'
import { userIdentity } from './identities.ts'
import { consentPage, refusalPage } from './oauth-pages.ts'
import { parseAddress } from './paging.ts'
import type { AuthSettings } from './settings.ts'

/**
 * The page to which an application sends the browser; FotoWare OAuth 2.0, native application authorization.
 * A test answers it by adding `approve=1` (with `user=NAME` if wished) or `deny=1`.
 */
export function addAuthorizeRoute(app: FastifyInstance, context: ServerContext): void {
  app.get('/fotoweb/oauth2/authorize', { config: { isPublic: true } }, async (request, reply) => {
    const { query } = parseAddress(request.url)
    const { auth } = context.settings
    const clientId = query.get('client_id') ?? ''
    const redirectUri = query.get('redirect_uri') ?? ''
    if (auth?.clients.some((client) => client.id === clientId) !== true)
      return refuse(reply, 'Unknown client_id')
    if (!isRegistered(auth, redirectUri)) return refuse(reply, 'The redirect_uri is not registered')
    const fault = requestFault(query)
    if (fault !== null) return goBack(reply, redirectUri, query, fault)
    if (query.get('deny') === '1') return goBack(reply, redirectUri, query, { error: 'access_denied' })
    if (query.get('approve') !== '1') {
      return reply.type('text/html; charset=utf-8').send(consentPage(clientId, request.url))
    }
    const identity = userIdentity(query.get('user') ?? 'photographer')
    const challenge = query.get('code_challenge') ?? ''
    const code = context.tokens.issueCode({ identity, clientId, redirectUri, challenge })
    return goBack(reply, redirectUri, query, { code })
  })
}

function requestFault(query: URLSearchParams): Record<string, string> | null {
  if (query.get('response_type') !== 'code') return { error: 'unsupported_response_type' }
  if (!/^[A-Za-z0-9_-]{43}$/.test(query.get('code_challenge') ?? '')) {
    return { error: 'invalid_request', error_description: 'PKCE is required' }
  }
  if (query.get('code_challenge_method') !== 'S256') {
    return { error: 'invalid_request', error_description: 'code_challenge_method must be S256' }
  }
  return null
}

function isRegistered(auth: AuthSettings, redirectUri: string): boolean {
  const registered = auth.redirectUris ?? []
  if (registered.includes(redirectUri)) return true
  if (auth.redirectMatch !== 'loopback-any-port') return false
  return registered.some((uri) => withoutPort(uri) === withoutPort(redirectUri))
}

function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)):\d+/, '$1')
}

/** Never redirects: the address may belong to somebody else. */
function refuse(reply: FastifyReply, reason: string): FastifyReply {
  return reply.code(400).type('text/html; charset=utf-8').send(refusalPage(reason))
}

function goBack(
  reply: FastifyReply,
  redirectUri: string,
  query: URLSearchParams,
  answer: Record<string, string>,
): FastifyReply {
  const state = query.get('state')
  const parameters = new URLSearchParams({ ...answer, ...(state === null ? {} : { state }) })
  return reply.redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${parameters.toString()}`, 302)
}
