import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { readFaultRules } from './faults.ts'
import { Refusal } from './refusal.ts'
import { assignSettings } from './settings.ts'

const BODY_BYTES_MAX = 1024 * 1024

/** Control for tests in other processes. No part of PicApport; the server listens on the loopback address only. */
export function addPracticeRoutes(app: FastifyInstance, context: ServerContext): void {
  const { faults, photos, sessions, settings, traffic } = context
  app.get('/practice/photos', () => Promise.resolve(photos.all()))
  app.get('/practice/requests', () => Promise.resolve(traffic.entries))
  app.get('/practice/faults', () => Promise.resolve(faults.list()))
  app.get('/practice/stats', () =>
    Promise.resolve({
      photoCount: photos.all().length,
      sessionCount: sessions.created,
      bytesReceived: traffic.uploadedBytes,
      requestCount: traffic.entries.length,
    }),
  )
  app.post('/practice/faults', async (request, reply) => {
    const rules = readFaultRules(await readJson(request))
    if (rules === 'clear') faults.clear()
    else for (const rule of rules) faults.add(rule)
    return reply.code(204).send()
  })
  app.post('/practice/settings', async (request, reply) => {
    const changes = await readJson(request)
    if (typeof changes !== 'object' || changes === null) throw new Refusal(400, 'settings must be an object')
    assignSettings(settings, changes)
    return reply.code(204).send()
  })
  app.post('/practice/expire-sessions', (_request, reply) => {
    sessions.expireAll()
    return reply.code(204).send()
  })
  app.post('/practice/delete-photo', async (request, reply) => {
    const { photoID } = (await readJson(request)) as { photoID?: string }
    return reply.code((await photos.remove(photoID ?? '')) ? 204 : 404).send()
  })
}

async function readJson(request: FastifyRequest): Promise<unknown> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of request.raw as AsyncIterable<Buffer>) {
    sizeBytes += part.length
    if (sizeBytes > BODY_BYTES_MAX) throw new Refusal(400, 'too long')
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch {
    throw new Refusal(400, 'no JSON')
  }
}
