import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { badRequest } from './errors.ts'
import { parseFaultRules } from './fault-rules.ts'
import { isPlainObject, parseJson } from './json-values.ts'
import { sendJson } from './media-types.ts'
import { readText } from './request-body.ts'
import { assignSettings } from './server-options.ts'
import { listTasks } from './task-summary.ts'

const config = { operation: 'practice', isPublic: true } as const
const longestBodyBytes = 1024 * 1024

/** Control for tests in other processes. No part of FotoWare; the server listens on the loopback address only. */
export function addPracticeRoutes(app: FastifyInstance, context: ServerContext): void {
  const { assets, faults, settings, tasks, tokens, traffic } = context
  app.get('/practice/assets', { config }, async (_request, reply) => sendJson(reply, assets.all()))
  app.get('/practice/tasks', { config }, async (_request, reply) => sendJson(reply, listTasks(tasks)))
  app.get('/practice/requests', { config }, async (_request, reply) => sendJson(reply, traffic.entries))
  app.get('/practice/stats', { config }, async (_request, reply) =>
    sendJson(reply, {
      assetCount: assets.all().length,
      taskCount: tasks.all().length,
      bytesReceived: traffic.chunkBytes,
      requestCount: traffic.requestCount,
    }),
  )
  app.get('/practice/faults', { config }, async (_request, reply) => sendJson(reply, faults.list()))
  app.post('/practice/faults', { config }, async (request, reply) => {
    const change = parseFaultRules(await readJson(request, context))
    if (change.isClearing) faults.clear()
    for (const rule of change.rules) faults.add(rule)
    return reply.code(204).send()
  })
  app.post('/practice/settings', { config }, async (request, reply) => {
    const changes = await readJson(request, context)
    if (!isPlainObject(changes)) throw badRequest('invalid_argument', 'settings must be an object')
    assignSettings(settings, changes)
    void tasks.advanceAll()
    return reply.code(204).send()
  })
  app.post('/practice/revoke-tokens', { config }, async (_request, reply) => {
    tokens.revoke(false)
    return reply.code(204).send()
  })
  app.post<{ Params: { id: string } }>('/practice/tasks/:id/expire', { config }, async (request, reply) =>
    reply.code(tasks.expire(request.params.id) ? 204 : 404).send(),
  )
}

async function readJson(request: FastifyRequest, context: ServerContext): Promise<unknown> {
  const body = parseJson(await readText(request, context.traffic, longestBodyBytes))
  if (body === undefined) throw badRequest('invalid_argument', 'the body is no JSON')
  return body
}
