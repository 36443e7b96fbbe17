import { finished } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PanelContext, Refusal } from './context.ts'
import type { FaultRule } from './faults.ts'

const page =
  '<!DOCTYPE html>\n<html><head><title>Welcome</title></head><body>Sign in to the guest network</body></html>\n'

/** What happens around every route: log, faults, sign-in, errors. */
export function addHooks(app: FastifyInstance, context: PanelContext): void {
  const { faults, traffic } = context
  app.addHook('onRequest', async (request, reply) => {
    const { operation = 'unknown' } = request.routeOptions.config.panel ?? {}
    const path = request.url.split('?')[0] ?? ''
    const entry = traffic.open(request.method, path, operation)
    reply.raw.once('close', () => traffic.close(entry))
    request.visit = { operation, entry, fault: faults.next(operation) }
    if (request.visit.fault !== null) await perform(request.visit.fault, request, reply, context)
    if (reply.sent) return reply
    admit(request, path, context)
    return undefined
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const { fault, entry } = request.visit
    if (fault?.kind === 'reset-after') cut(request)
    else if (fault?.kind !== 'hang-after') entry.status = reply.statusCode
    if (fault?.kind === 'hang-after') reply.hijack()
    else done(null, payload)
  })
  app.setErrorHandler(async (error: FastifyError | Refusal, _request, reply) => {
    const status = error instanceof Refusal ? error.status : (error.statusCode ?? 500)
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ error: error.message }))
  })
  app.setNotFoundHandler(async (_request, reply) =>
    reply.code(404).type('text/html').send('<html><body>404 Not Found</body></html>'),
  )
}

/** Ends the connection with a TCP reset. */
export function cut(request: FastifyRequest): void {
  request.visit.entry.status = 0
  request.raw.socket.resetAndDestroy()
}

/** Ends the connection when so many bytes of the body have come, or all there are. */
function cutAfter(request: FastifyRequest, bytes: number): void {
  let left = bytes
  request.raw.on('data', (chunk: Buffer) => {
    left -= chunk.length
    if (left <= 0) cut(request)
  })
  request.raw.once('end', () => cut(request))
}

function admit(request: FastifyRequest, path: string, { settings, panel }: PanelContext): void {
  const { operation, isOpen = false } = request.routeOptions.config.panel ?? { operation: 'unknown' }
  if (operation === 'practice' || operation === 'unknown') return
  const prefix = /^\/api\/(v\d)\//.exec(path)?.[1]
  if (prefix !== undefined && prefix !== settings.prefix) throw new Refusal(404, 'Not found')
  if (isOpen || settings.accounts === null) return
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  const account = token === undefined ? null : panel.accountOf(token)
  if (account === null) throw new Refusal(401, 'Log In')
  if (account.type !== 'admin') throw new Refusal(403, 'Administrator rights required')
}

async function perform(
  rule: FaultRule,
  request: FastifyRequest,
  reply: FastifyReply,
  { panel }: PanelContext,
): Promise<void> {
  switch (rule.kind) {
    case 'reset-before':
      reply.hijack()
      cut(request)
      return
    case 'close-after-bytes':
      reply.hijack()
      cutAfter(request, rule.bytes ?? 1)
      return
    case 'hang':
      reply.hijack()
      request.raw.resume()
      return
    case 'slow':
      await delay(rule.delayMs ?? 1000, undefined, { ref: false })
      return
    case 'reboot':
      panel.reboot()
      return
    case 'html':
      await reply.code(200).type('text/html; charset=utf-8').send(page)
      return
    case 'wrong-shape':
      await reply.code(200).type('application/json').send('{"unexpected":[{"shape":true}]}')
      return
    case 'refuse':
      throw new Refusal(400, rule.text ?? 'Something else')
    case 'refuse-200':
      throw new Refusal(200, rule.text ?? 'Something else')
    case 'status-401':
      throw new Refusal(401, 'Log In')
    case 'status-403':
      throw new Refusal(403, 'Administrator rights required')
    case 'status-404':
    case 'status-429':
    case 'status-500':
    case 'status-503':
      // An answer in the middle of a picture may be lost with the connection.
      await finished(request.raw.resume(), { writable: false })
      if (rule.retryAfterSeconds !== undefined) reply.header('Retry-After', String(rule.retryAfterSeconds))
      throw new Refusal(Number(rule.kind.slice('status-'.length)), 'made to fail')
    case 'reset-after':
    case 'hang-after':
    case 'drop-while-loading':
    case 'in-progress':
    case 'loading-error':
    case 'forget':
  }
}
