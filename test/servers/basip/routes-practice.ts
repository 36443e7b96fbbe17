import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type PanelContext, Refusal } from './context.ts'
import { parseFaultRules } from './faults.ts'
import { assignSettings } from './settings.ts'

const config = { panel: { operation: 'practice', isOpen: true } } as const

/** Control for tests in other processes. No part of the panel; the server listens on the loopback address only. */
export function addPracticeRoutes(app: FastifyInstance, context: PanelContext): void {
  const { panel, faults, settings, traffic } = context
  app.get('/practice/identifiers', { config }, () => panel.identifiers())
  app.get('/practice/requests', { config }, () => traffic.entries)
  app.get('/practice/stats', { config }, () => ({
    identifierCount: panel.identifiers().length,
    requestCount: traffic.requestCount,
    mostUnderWay: traffic.mostUnderWay,
    loginCount: panel.loginCount,
  }))
  app.get('/practice/faults', { config }, () => faults.list())
  app.post('/practice/faults', { config }, async (request, reply) => {
    const asked = json(request)
    if (isObject(asked) && asked['clear'] === true) {
      faults.clear()
      return reply.code(204).send()
    }
    const rules = parseFaultRules(asked)
    if (rules === null) throw new Refusal(400, 'unknown «on» or «kind»')
    for (const rule of rules) faults.add(rule)
    return reply.code(204).send()
  })
  app.post('/practice/settings', { config }, async (request, reply) => {
    const changes = json(request)
    if (!isObject(changes)) throw new Refusal(400, 'settings must be an object')
    assignSettings(settings, changes)
    return reply.code(204).send()
  })
  app.post('/practice/faces', { config }, (request) => {
    const { name } = (json(request) ?? {}) as { name?: unknown }
    if (typeof name !== 'string') throw new Refusal(400, '"name" is missing')
    return { uid: panel.addFace(name, { sha256: '', sizeBytes: 0, width: 0, height: 0 }) }
  })
  app.post('/practice/forget-tokens', { config }, async (_request, reply) => {
    panel.forgetTokens()
    return reply.code(204).send()
  })
  app.post('/practice/restart', { config }, async (request, reply) => {
    const { downMs } = (json(request) ?? {}) as { downMs?: unknown }
    await reply.code(204).send()
    context.restart(typeof downMs === 'number' ? downMs : 0)
  })
}

function json(request: FastifyRequest): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '') as unknown
  } catch {
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
