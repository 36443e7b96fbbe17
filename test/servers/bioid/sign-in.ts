import type { FastifyRequest } from 'fastify'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'
import type { Claims } from './tokens.ts'

/** The App-ID of a request with Basic; null where anybody may ask. @throws Refusal 401 */
export function appOf(request: FastifyRequest, { settings }: Context): string | null {
  if (settings.apps === null) return null
  const coded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const [id = '', ...secret] = Buffer.from(coded, 'base64').toString('latin1').split(':')
  const isKnown = settings.apps.some((app) => app.id === id && app.secret === secret.join(':'))
  if (!isKnown) throw new Refusal(401, 'Basic authentication with App-ID and App-Secret is needed.')
  return id
}

/** The claims of the request's BWS token. @throws Refusal 401 */
export function bearerOf(request: FastifyRequest, { tokens }: Context): Claims {
  const token = /^(?:Bearer|JWT) (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (token === undefined) throw new Refusal(401, 'BWS token authentication is needed.')
  const claims = tokens.read(token)
  request.bioid.record.tokenId = claims.tokenid
  if (request.bioid.fault?.kind === 'expire-token') {
    tokens.expire(claims.tokenid)
    tokens.read(token)
  }
  return claims
}
