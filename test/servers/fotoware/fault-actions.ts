import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errorBody, ProtocolError } from './errors.ts'
import { cutConnection } from './exchange.ts'
import type { FaultRule } from './faults.ts'
import { bodyPieces, drainBody } from './request-body.ts'
import type { Traffic } from './traffic.ts'

const errorValues = new Map([
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [429, 'TooManyRequests'],
  [500, 'InternalServerError'],
  [503, 'ServiceUnavailable'],
])

/** Lets a fault happen before the route works; the request is answered or cut when `reply.sent` is true. */
export async function performFault(
  rule: FaultRule,
  request: FastifyRequest,
  reply: FastifyReply,
  traffic: Traffic,
): Promise<void> {
  switch (rule.kind) {
    case 'slow':
      await delay(rule.delayMs ?? 1000, undefined, { ref: false })
      return
    case 'reset-after':
      request.exchange.isReplyWithheld = true
      return
    case 'close-after-bytes':
      request.exchange.cutAfterBytes = rule.bytes ?? 1
      return
    case 'reset-before':
      reply.hijack()
      await readOnePiece(request, traffic)
      cutConnection(request)
      return
    case 'hang':
      reply.hijack()
      await drainBody(request, traffic)
      return
    default:
      await drainBody(request, traffic)
      await answerWrongly(rule, request, reply)
  }
}

async function readOnePiece(request: FastifyRequest, traffic: Traffic): Promise<void> {
  for await (const piece of bodyPieces(request, traffic)) if (piece.length > 0) return
}

async function answerWrongly(rule: FaultRule, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (rule.kind === 'html') {
    await reply.code(200).type('text/html; charset=utf-8').send(loginPage)
  } else if (rule.kind === 'wrong-shape') {
    await reply.code(200).type('application/json').send('{"unexpected":[{"shape":true}]}')
  } else if (rule.kind === 'login-redirect') {
    await reply.redirect(`/fotoweb/login?ReturnUrl=${encodeURIComponent(request.url)}`, 302)
  } else {
    const status = Number(rule.kind.slice('status-'.length))
    if (rule.retryAfterSeconds !== undefined) reply.header('Retry-After', String(rule.retryAfterSeconds))
    const error = new ProtocolError(
      status,
      errorValues.get(status) ?? 'Error',
      'made to fail by the practice server',
    )
    await reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify(errorBody(error, request.id)))
  }
}

/** What a browser would be shown instead of the API. */
export const loginPage = `<!DOCTYPE html>
<html><head><title>Sign in</title></head><body><h1>Sign in to continue</h1></body></html>
`
