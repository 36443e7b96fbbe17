import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Context } from './context.ts'
import { readBody } from './exchange.ts'
import { FaultRule } from './faults.ts'
import { Refusal } from './refusal.ts'
import { assignSettings } from './settings.ts'

const config = { bioidOperation: 'practice' } as const
const BODY_BYTES_MAX = 1024 * 1024
const FaultChange = z.union([z.strictObject({ clear: z.literal(true) }), FaultRule, z.array(FaultRule)])

/** Control for tests in other processes. No part of BioID; the server listens on the loopback address only. */
export function addPracticeRoutes(app: FastifyInstance, context: Context): void {
  const { faults, people, requests, settings, tokens } = context
  app.get('/practice/tasks', { config }, async (_request, reply) => await reply.send(people.tasks))
  app.get('/practice/requests', { config }, async (_request, reply) => await reply.send(requests))
  app.get('/practice/faults', { config }, async (_request, reply) => await reply.send(faults.list()))
  app.get(
    '/practice/stats',
    { config },
    async (_request, reply) =>
      await reply.send({
        taskCount: people.tasks.length,
        sampleCount: people.tasks.reduce((sum, { samples }) => sum + samples.length, 0),
        bytesReceived: requests.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0),
        requestCount: requests.length,
      }),
  )
  app.post('/practice/faults', { config }, async (request, reply) => {
    const change = parsed(FaultChange, await readBody(request, BODY_BYTES_MAX))
    if ('clear' in change) faults.clear()
    else for (const rule of Array.isArray(change) ? change : [change]) faults.add(rule)
    return await reply.code(204).send()
  })
  app.post('/practice/settings', { config }, async (request, reply) => {
    const body = await readBody(request, BODY_BYTES_MAX)
    assignSettings(settings, parsed(z.record(z.string(), z.unknown()), body))
    return await reply.code(204).send()
  })
  app.post('/practice/expire-tokens', { config }, async (_request, reply) => {
    tokens.expireAll()
    return await reply.code(204).send()
  })
}

/** @throws Refusal 400 */
function parsed<T extends z.ZodType>(schema: T, body: Buffer | null): z.output<T> {
  try {
    return schema.parse(JSON.parse(body?.toString() ?? ''))
  } catch (error) {
    throw new Refusal(400, String(error))
  }
}
