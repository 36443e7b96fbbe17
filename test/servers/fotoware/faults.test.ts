import { describe, expect, test } from 'vitest'
import { FaultRegistry } from './faults.ts'
import { getStatus, postChunk, postCreate, startForTest, upload } from './test-client.ts'

test('a lost reply: the chunk is stored, and sending it again gets 409', async () => {
  const server = await startForTest({ chunkSize: 4 })
  const { body: task } = await postCreate(server, { fileSize: 8 })
  const fault = server.faults.add({ on: 'chunk', kind: 'reset-after', times: 1 })
  await expect(postChunk(server, task.id, 0, 'abcd')).rejects.toThrow()
  expect(fault.hits).toBe(1)
  expect(server.tasks()[0]?.storedChunks).toEqual([0])
  expect((await postChunk(server, task.id, 0, 'abcd')).body?.value).toBe('already_uploaded')
  server.faults.add({ on: 'chunk', kind: 'reset-after', times: 1 })
  await expect(postChunk(server, task.id, 1, 'efgh')).rejects.toThrow()
  expect((await postChunk(server, task.id, 1, 'efgh')).body?.value).toBe('already_finalized')
  expect((await getStatus(server, task.id)).body.status).toBe('done')
})

test('a lost create reply leaves an orphan task', async () => {
  const server = await startForTest()
  server.faults.add({ on: 'create', kind: 'reset-after', times: 1 })
  await expect(postCreate(server)).rejects.toThrow()
  expect(server.tasks()).toHaveLength(1)
})

test.each(['reset-before', 'close-after-bytes'] as const)('%s stores nothing', async (kind) => {
  const server = await startForTest()
  const { body: task } = await postCreate(server, { fileSize: 400_000 })
  server.faults.add({ on: 'chunk', kind, times: 1, bytes: 70_000 })
  await expect(postChunk(server, task.id, 0, Buffer.alloc(400_000))).rejects.toThrow()
  expect(server.tasks()[0]?.storedChunks).toEqual([])
  expect(server.bytesReceived).toBeGreaterThan(0)
  expect(server.bytesReceived).toBeLessThan(400_000)
  expect((await postChunk(server, task.id, 0, Buffer.alloc(400_000))).status).toBe(204)
})

const contentTypes = new Map<string, string>([
  ['html', 'html'],
  ['login-redirect', ''],
])

test.each([
  ['status-500', 500],
  ['status-503', 503],
  ['status-429', 429],
  ['status-401', 401],
  ['status-403', 403],
  ['html', 200],
  ['login-redirect', 302],
  ['wrong-shape', 200],
] as const)('%s answers %i without any work', async (kind, status) => {
  const server = await startForTest()
  server.faults.add({ on: 'create', kind, times: 1, retryAfterSeconds: 7 })
  const reply = await postCreate(server)
  expect(reply.status).toBe(status)
  expect(reply.headers.get('retry-after')).toBe(kind.startsWith('status') ? '7' : null)
  expect(reply.headers.get('content-type') ?? '').toContain(contentTypes.get(kind) ?? 'json')
  expect(reply.headers.get('location')).toBe(
    kind === 'login-redirect' ? '/fotoweb/login?ReturnUrl=%2Ffotoweb%2Fapi%2Fuploads' : null,
  )
  expect(server.tasks()).toEqual([])
  expect((await postCreate(server)).status).toBe(200)
})

test('a hanging request ends with the server', async () => {
  const server = await startForTest()
  server.faults.add({ on: 'create', kind: 'hang' })
  const reply = postCreate(server)
  const outcome = expect(reply).rejects.toThrow()
  await expect.poll(() => server.requestCount).toBe(1)
  await server.close()
  await outcome
})

test('slow requests and replies still work', async () => {
  const server = await startForTest({ delayMs: 30 })
  server.faults.add({ on: 'status', kind: 'slow', delayMs: 30 })
  const started = performance.now()
  expect((await upload(server, 'x')).status).toBe('done')
  expect(performance.now() - started).toBeGreaterThanOrEqual(110)
})

describe('rules', () => {
  const draw = (seed: number) => {
    const faults = new FaultRegistry(seed)
    faults.add({ on: 'any', kind: 'status-500', probability: 0.3 })
    return Array.from({ length: 200 }, () => faults.next('chunk') !== null)
  }

  test('the same seed gives the same faults, another seed others', () => {
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(7).filter(Boolean).length).toBeGreaterThan(30)
    expect(draw(7).filter(Boolean).length).toBeLessThan(90)
  })

  test('times, skip, operation, remove and clear', () => {
    const faults = new FaultRegistry(1)
    const first = faults.add({ on: 'chunk', kind: 'status-500', times: 2, skip: 1 })
    const kinds = () => [faults.next('status'), ...Array.from({ length: 4 }, () => faults.next('chunk'))]
    expect(kinds().map((rule) => rule?.kind ?? null)).toEqual([null, null, 'status-500', 'status-500', null])
    const second = faults.add({ on: 'any', kind: 'html' })
    expect(faults.next('chunk')?.kind).toBe('html')
    expect(faults.next('practice')).toBeNull()
    second.remove()
    expect(faults.next('chunk')).toBeNull()
    faults.add({ on: 'any', kind: 'html' })
    faults.clear()
    expect(faults.next('chunk')).toBeNull()
    expect([first.hits, second.hits]).toEqual([2, 1])
  })
})
