import type { FastifyReply, FastifyRequest } from 'fastify'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServerContext } from './context.ts'
import type { FaultRule, Operation } from './faults.ts'
import { BodyCutError } from './refusal.ts'
import type { RequestLogEntry } from './traffic.ts'

/** Longer bodies of refused requests are cut off. */
const DRAINED_BYTES_MAX = 64 * 1024 * 1024

/** What is kept about one request while it is answered. */
export interface Exchange {
  readonly operation: Operation
  readonly entry: RequestLogEntry
  readonly fault: FaultRule | null
  bodyBytes: number
}

const exchanges = new WeakMap<FastifyRequest, Exchange>()

export function exchangeOf(request: FastifyRequest): Exchange | null {
  return exchanges.get(request) ?? null
}

export function openExchange(
  request: FastifyRequest,
  context: ServerContext,
  operation: Operation,
): Exchange {
  const path = request.url.replace(/\?.*$/s, '')
  const exchange: Exchange = {
    operation,
    entry: context.traffic.open(request.method, path, operation),
    fault: context.faults.next(operation),
    bodyBytes: 0,
  }
  exchanges.set(request, exchange)
  request.raw.socket.setNoDelay(true)
  return exchange
}

/** Ends the connection with a TCP reset, as a broken proxy or a pulled cable would. */
export function cutConnection(request: FastifyRequest): void {
  request.raw.socket.resetAndDestroy()
}

/** The body as it arrives. @throws BodyCutError when the connection ends first */
export async function* bodyPieces(request: FastifyRequest, context: ServerContext): AsyncGenerator<Buffer> {
  const exchange = exchangeOf(request)
  const cutAfter = exchange?.fault?.kind === 'close-after-bytes' ? (exchange.fault.bytes ?? 1) : null
  try {
    // Leaving early must not close the connection: the refusal still has to be sent on it.
    for await (const piece of request.raw.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(piece)) throw new TypeError('The body is not read as bytes')
      if (exchange !== null) exchange.bodyBytes += piece.length
      if (exchange?.operation === 'upload') context.traffic.uploadedBytes += piece.length
      if (cutAfter !== null && exchange !== null && exchange.bodyBytes >= cutAfter) {
        cutConnection(request)
        throw new BodyCutError('cut by a fault')
      }
      yield piece
    }
  } catch (error) {
    if (request.raw.complete || error instanceof TypeError) throw error
    throw new BodyCutError('the body ended early', { cause: error })
  }
}

/** Reads away what is left of the body, so that clients which send first and read later see the reply. */
export async function drainBody(request: FastifyRequest, context: ServerContext): Promise<void> {
  const { raw } = request
  if (raw.readableEnded || raw.destroyed) return
  if (Number(raw.headers['content-length'] ?? 0) > DRAINED_BYTES_MAX) return
  const pieces = bodyPieces(request, context)
  while ((await pieces.next()).done !== true);
}

/** Lets a fault happen before the route works; the request is answered or cut when `reply.sent` is true. */
export async function performFault(
  rule: FaultRule,
  request: FastifyRequest,
  reply: FastifyReply,
  context: ServerContext,
): Promise<void> {
  switch (rule.kind) {
    case 'slow':
      await delay(rule.delayMs ?? 1000, undefined, { ref: false })
      return
    case 'expire-sessions':
      context.sessions.expireAll()
      return
    case 'reset-after':
    case 'lost-behind-proxy':
    case 'slow-answer':
    case 'close-after-bytes':
    case 'empty-result':
    case 'reversed-result':
    case 'odd-status':
      return
    case 'reset-before':
      reply.hijack()
      await bodyPieces(request, context).next()
      cutConnection(request)
      return
    case 'hang':
      reply.hijack()
      await drainBody(request, context)
      return
    default:
      await drainBody(request, context)
      await answerWrongly(rule, reply)
  }
}

async function answerWrongly(rule: FaultRule, reply: FastifyReply): Promise<void> {
  if (rule.kind === 'html') {
    await reply.code(200).type('text/html; charset=utf-8').send(LOGIN_PAGE)
  } else if (rule.kind === 'wrong-shape') {
    await reply.code(200).type('application/json').send('{"unexpected":[{"shape":true}]}')
  } else if (rule.kind === 'login-redirect') {
    await reply.redirect('/login?returnTo=upload&apisid=SECRET', 302)
  } else {
    const status = Number(rule.kind.slice('status-'.length))
    if (rule.retryAfterSeconds !== undefined) reply.header('Retry-After', String(rule.retryAfterSeconds))
    await reply.code(status).type('text/html; charset=utf-8').send(errorPage(status, 'made to fail'))
  }
}

/** As the servlet container writes them; nothing is documented. */
export function errorPage(status: number, words: string): string {
  return `<html>\n<head><title>Error ${String(status)}</title></head>\n<body><h2>HTTP ERROR ${String(status)}</h2>${words}</body>\n</html>\n`
}

const LOGIN_PAGE = `<!DOCTYPE html>
<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>
`
