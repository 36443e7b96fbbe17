import { setTimeout as delay } from 'node:timers/promises'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { cutConnection, drainBody, errorPage, exchangeOf, openExchange, performFault } from './exchange.ts'
import type { Operation } from './faults.ts'
import { addPracticeRoutes } from './practice-routes.ts'
import { BodyCutError, Refusal } from './refusal.ts'
import { addLookRoutes } from './look-routes.ts'
import { addSessionRoutes } from './session-routes.ts'
import { addUploadRoute } from './upload-route.ts'

const BY_FUNCTION: Record<string, Operation> = {
  createWebApiSession: 'session',
  authorizeWebApiSession: 'authorize',
  getServerStatus: 'status',
  checkPhotoId: 'check',
  upload: 'upload',
}

/** The HTTP side of the server, not yet listening. */
export function createApp(context: ServerContext): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true, exposeHeadRoutes: false })
  // The upload reads its body itself: photos must not be collected in memory.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null)
  })
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/practice/')) return undefined
    const exchange = openExchange(request, context, operationOf(request, context))
    reply.raw.on('close', () => {
      context.traffic.closed(exchange.operation)
    })
    if (exchange.fault !== null) await performFault(exchange.fault, request, reply, context)
    return reply.sent ? reply : undefined
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const exchange = exchangeOf(request)
    const { kind, delayMs = 1000 } = exchange?.fault ?? {}
    if (kind === 'slow-answer') await delay(delayMs, undefined, { ref: false })
    if (exchange?.fault?.kind === 'lost-behind-proxy') {
      exchange.entry.status = 503
      reply.code(503).type('text/html; charset=utf-8').removeHeader('content-length')
      return errorPage(503, 'upstream connect error or disconnect/reset before headers')
    }
    if (exchange?.fault?.kind === 'reset-after') cutConnection(request)
    else if (exchange !== null) exchange.entry.status = reply.statusCode
    return payload
  })
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (error instanceof BodyCutError) return reply.hijack()
    await drainBody(request, context).catch(() => undefined)
    if (!request.raw.complete) reply.header('Connection', 'close')
    const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500)
    return reply.code(status).type('text/html; charset=utf-8').send(errorPage(status, error.message))
  })
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'Not Found')
  })
  addSessionRoutes(app, context)
  addUploadRoute(app, context)
  addLookRoutes(app, context)
  addPracticeRoutes(app, context)
  return app
}

function operationOf(request: FastifyRequest, { sentIds }: ServerContext): Operation {
  const url = new URL(request.url, 'http://localhost')
  const operation = BY_FUNCTION[url.pathname.split('/').at(-1) ?? ''] ?? 'look'
  const isKnown = operation === 'check' && sentIds.has(url.searchParams.get('photoid') ?? '')
  return isKnown ? 'result' : operation
}
