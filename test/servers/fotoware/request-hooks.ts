import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { BodyCutError, errorBody, ProtocolError } from './errors.ts'
import { cutConnection } from './exchange.ts'
import { performFault } from './fault-actions.ts'
import { openIdentity } from './identities.ts'
import type { Identity } from './identities.ts'
import { drainBody } from './request-body.ts'

const productVersion = 'Product-Version=8.2.1412.0; Practice=yes'

/** What happens around every route: log, faults, sign-in, common headers, errors. */
export function addRequestHooks(app: FastifyInstance, context: ServerContext): void {
  const { faults, traffic, settings } = context
  app.addHook('onRequest', async (request, reply) => {
    openExchange(request, context)
    const fault = faults.next(request.exchange.operation)
    if (fault !== null) await performFault(fault, request, reply, traffic)
    if (reply.sent) return reply
    if (request.routeOptions.config.isPublic !== true) request.exchange.identity = identify(request, context)
    return undefined
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (settings.delayMs > 0) await delay(settings.delayMs, undefined, { ref: false })
    if (request.exchange.isReplyWithheld) cutConnection(request)
    else request.exchange.logEntry.status = reply.statusCode
    setCommonHeaders(request, reply, context)
    return payload
  })
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (error instanceof BodyCutError) return reply.hijack()
    const refusal = error instanceof ProtocolError ? error : asProtocolError(error)
    await drainBody(request, traffic).catch(() => undefined)
    if (!request.raw.complete) reply.header('Connection', 'close')
    return reply
      .code(refusal.status)
      .type('application/json; charset=utf-8')
      .send(errorText(refusal, request))
  })
  app.setNotFoundHandler(() => {
    throw new ProtocolError(404, 'NotFound', 'there is no such resource')
  })
}

function openExchange(request: FastifyRequest, context: ServerContext): void {
  const { operation = 'browse' } = request.routeOptions.config
  request.exchange = {
    operation,
    startedMs: performance.now(),
    logEntry: context.traffic.open(request.method, request.url, operation),
    identity: openIdentity,
    cutAfterBytes: null,
    isReplyWithheld: false,
    bodyBytes: 0,
  }
}

/** Only the header counts: tokens in the query are refused by current servers. */
function identify(request: FastifyRequest, context: ServerContext): Identity {
  if (context.settings.auth === null) return openIdentity
  const match = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')
  const identity = match?.[1] === undefined ? null : context.tokens.identify(match[1])
  if (identity === null) {
    throw new ProtocolError(401, 'Unauthorized', 'You are not authorized to access this resource')
  }
  return identity
}

function setCommonHeaders(request: FastifyRequest, reply: FastifyReply, context: ServerContext): void {
  const { startedMs } = request.exchange
  reply.header('X-RequestId', request.id)
  reply.header('X-Processing-Time', (performance.now() - startedMs).toFixed(3))
  reply.header('FotoWeb-Server', `${productVersion}; Mode=${context.settings.mode}`)
  reply.header('Server', 'Microsoft-IIS/10.0')
  reply.header('X-Powered-By', 'FotoWare')
  reply.header('Vary', 'Authorization,FWAPIToken,Cookie,Accept,Accept-Encoding,User-Agent')
  if (!reply.hasHeader('Cache-Control')) reply.header('Cache-Control', 'private, no-cache')
}

function asProtocolError(error: FastifyError): ProtocolError {
  const status = error.statusCode ?? 500
  return new ProtocolError(status, status < 500 ? 'BadRequest' : 'InternalServerError', error.message)
}

function errorText(refusal: ProtocolError, request: FastifyRequest): string {
  return JSON.stringify(errorBody(refusal, request.id))
}
