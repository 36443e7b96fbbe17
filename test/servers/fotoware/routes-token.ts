import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { applicationIdentity } from './identities.ts'
import type { Identity } from './identities.ts'
import { readText } from './request-body.ts'
import type { AuthSettings, OauthClient } from './settings.ts'

const longestBodyBytes = 64 * 1024
/** Eight hours, as seen on a live tenant. */
const usualLifetimeMs = 8 * 3_600_000

class OauthError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, description: string) {
    super(description)
    this.status = status
    this.code = code
  }
}

/** The token endpoint: client credentials, code with PKCE, refresh (RFC 6749, RFC 7636). */
export function addTokenRoute(app: FastifyInstance, context: ServerContext): void {
  app.post(
    '/fotoweb/oauth2/token',
    { config: { operation: 'token', isPublic: true } },
    async (request, reply) => {
      const outcome = await readForm(request, context)
        .then((form) => grant(context, form))
        .catch(oauthErrorOf)
      if (!(outcome instanceof OauthError)) return sendTokens(reply, outcome)
      const body = { error: outcome.code, error_description: outcome.message }
      return reply.code(outcome.status).type('application/json').send(JSON.stringify(body))
    },
  )
}

interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string | null
  readonly lifetimeMs: number
}

async function readForm(request: FastifyRequest, context: ServerContext): Promise<URLSearchParams> {
  const text = await readText(request, context.traffic, longestBodyBytes)
  if (!/^application\/x-www-form-urlencoded[ \t]*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new OauthError(400, 'invalid_request', 'the body must be a form')
  }
  // Public clients report that the endpoint fails without this header.
  if (request.headers.accept?.includes('application/json') !== true) {
    throw new OauthError(400, 'invalid_request', 'Accept must be application/json')
  }
  return new URLSearchParams(text)
}

function grant(context: ServerContext, form: URLSearchParams): Tokens {
  const { auth } = context.settings
  if (auth === null) throw new OauthError(400, 'invalid_client', 'this server has no sign-in')
  const client = authenticateClient(auth, form)
  const issue = (identity: Identity, hasRefresh: boolean): Tokens => {
    const lifetimeMs = auth.tokenLifetimeMs ?? usualLifetimeMs
    const accessToken = context.tokens.issueAccessToken(identity, client.id, lifetimeMs)
    const refreshToken = hasRefresh ? context.tokens.issueRefreshToken(identity, client.id) : null
    return { accessToken, refreshToken, lifetimeMs }
  }
  const value = (name: string) => form.get(name) ?? ''
  switch (form.get('grant_type')) {
    case 'client_credentials':
      if (client.secret === undefined)
        throw new OauthError(400, 'unauthorized_client', 'a native client has no secret')
      return issue(applicationIdentity(client.id), false)
    case 'authorization_code': {
      const { tokens } = context
      const identity = tokens.redeemCode(
        value('code'),
        client.id,
        value('redirect_uri'),
        value('code_verifier'),
      )
      if (identity === null) throw new OauthError(400, 'invalid_grant', 'the code is not valid')
      return issue(identity, true)
    }
    case 'refresh_token': {
      const isRotating = auth.isRotating !== false
      const identity = context.tokens.redeemRefreshToken(value('refresh_token'), client.id, isRotating)
      if (identity === null) throw new OauthError(400, 'invalid_grant', 'the refresh token is not valid')
      return issue(identity, isRotating)
    }
    default:
      throw new OauthError(400, 'unsupported_grant_type', 'unknown grant_type')
  }
}

function oauthErrorOf(error: unknown): OauthError {
  if (error instanceof OauthError) return error
  throw error
}

/** A native client must not send a secret, every other client must send the right one. */
function authenticateClient(auth: AuthSettings, form: URLSearchParams): OauthClient {
  const client = auth.clients.find(({ id }) => id === form.get('client_id'))
  if (client === undefined || (form.get('client_secret') ?? undefined) !== client.secret) {
    throw new OauthError(401, 'invalid_client', 'unknown client or wrong secret')
  }
  return client
}

function sendTokens(reply: FastifyReply, tokens: Tokens): FastifyReply {
  const refresh = tokens.refreshToken === null ? '' : `,"refresh_token":"${tokens.refreshToken}"`
  // The lifetime comes as a number with a fraction, as on live servers.
  const lifetime = (tokens.lifetimeMs / 1000).toFixed(6)
  reply.header('Cache-Control', 'no-store').type('application/json; charset=utf-8')
  return reply.send(
    `{"access_token":"${tokens.accessToken}","token_type":"bearer","expires_in":${lifetime}${refresh}}`,
  )
}
