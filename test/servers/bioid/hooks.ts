import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from './context.ts'
import { cut, readBody } from './exchange.ts'
import type { FaultRule } from './faults.ts'
import { Refusal } from './refusal.ts'

const PAGE =
  '<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Sign in to the Wi-Fi</body></html>\n'

/** What happens around every route: record, faults, errors. */
export function addHooks(app: FastifyInstance, context: Context): void {
  const { faults, requests, settings } = context
  app.addHook('onRequest', async (request, reply) => {
    const operation = request.routeOptions.config.bioidOperation ?? 'status'
    const record = {
      operation,
      method: request.method,
      path: request.url.replace(/\?.*$/s, ''),
      query: request.query as Record<string, string | undefined>,
      headers: request.headers,
      tokenId: null,
      status: 0,
      bodyBytes: 0,
      uploads: { sameToken: 0, all: 0 },
    }
    const fault = faults.next(operation)
    request.bioid = { record, fault }
    if (operation !== 'practice') requests.push(record)
    if (settings.delayMs > 0) await delay(settings.delayMs, undefined, { ref: false })
    if (fault !== null) await perform(fault, request, reply)
    return reply.sent ? reply : undefined
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const kind = request.bioid.fault?.kind
    if (kind === 'reset-after') cut(request)
    else if (kind === 'hang-after') await new Promise(() => undefined)
    else request.bioid.record.status = reply.statusCode
    return payload
  })
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (!request.raw.readableEnded) await readBody(request, 0)
    if (request.raw.destroyed && !request.raw.complete) return reply.hijack()
    const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500)
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ Message: error.message }))
  })
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'There is no such resource.')
  })
}

/** The request is answered or cut when `reply.sent` is true. */
async function perform(fault: FaultRule, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { kind, retryAfterSeconds } = fault
  switch (kind) {
    case 'slow':
      await delay(fault.delayMs ?? 1000, undefined, { ref: false })
      return
    case 'reset-before':
      reply.hijack()
      cut(request)
      return
    case 'hang':
      reply.hijack()
      await readBody(request, 0)
      return
    case 'html':
      await readBody(request, 0)
      await reply.code(200).type('text/html; charset=utf-8').send(PAGE)
      return
    case 'wrong-shape':
      await readBody(request, 0)
      await reply.code(200).type('application/json').send('{"unexpected":[{"shape":true}]}')
      return
    case 'login-redirect':
      await readBody(request, 0)
      await reply.redirect('/login', 302)
      return
    case 'reset-after':
    case 'hang-after':
    case 'close-after-bytes':
    case 'expire-token':
    case 'refuse':
    case 'warn':
      return
    default:
      await readBody(request, 0)
      if (retryAfterSeconds !== undefined) reply.header('Retry-After', String(retryAfterSeconds))
      await reply
        .code(Number(kind.slice('status-'.length)))
        .type('application/json')
        .send('{"Message":"made to fail by the practice server"}')
  }
}
