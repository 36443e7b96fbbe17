import { describe, expect, test } from 'vitest'
import { attempt, confirmation, deliver, deliverBytes, uploadFailure } from '../attempt.ts'
import { startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const KIB = 1024
const CHUNKS = /\/chunks\/\d+$/

describe('cutting', () => {
  test.each([
    ['a chunk larger than the file', 1000, 4096, 1],
    ['exactly one chunk', 4096, 4096, 1],
    ['exactly five chunks', 5 * 4096, 4096, 5],
    ['five chunks and a byte', 5 * 4096 + 1, 4096, 6],
    ['chunks of one byte', 7, 1, 7],
    ['no chunk', 0, 4096, 0],
  ])('%s', async (_what, sizeBytes, partBytes, count) => {
    const bench = await startFotowareBench({ partBytes })
    const { file } = await deliverBytes(bench, 'a.jpg', sizeBytes)
    expect((await bench.arrivals())[0]?.sha256).toBe(file.sha256)
    expect(bench.tap.requests.filter(({ path }) => CHUNKS.test(path))).toHaveLength(count)
  })

  test.each([
    ['too few', { id: 'x', chunkSize: 100, numChunks: 9 }],
    ['too many', { id: 'x', chunkSize: 100, numChunks: 11 }],
    ['none', { id: 'x', chunkSize: 100, numChunks: 0 }],
    ['of no size', { id: 'x', chunkSize: 0, numChunks: 10 }],
    ['of half a byte', { id: 'x', chunkSize: 0.5, numChunks: 2000 }],
    ['larger than memory', { id: 'x', chunkSize: 2 ** 40, numChunks: 1 }],
    ['without an id', { id: '', chunkSize: 1000, numChunks: 1 }],
  ])('chunks that make no sense (%s) are not sent', async (_what, task) => {
    const bench = await startFotowareBench()
    bench.tap.script = () => ({ status: 200, body: JSON.stringify({ hasXmp: false, ...task }) })
    const journal = new MemoryJournal()
    const work = attempt(bench, await shipmentOf(await makeFile('a.jpg', 1000)), journal)
    expect((await uploadFailure(work)).kind).toBe('unexpected')
    expect(journal.memo).toBeNull()
    expect(bench.tap.requests).toHaveLength(1)
  })

  test('an id with strange characters stays one level of the path', async () => {
    const bench = await startFotowareBench()
    const paths: string[] = []
    bench.tap.script = ({ path }) => {
      paths.push(path)
      return path.endsWith('/uploads')
        ? { status: 200, body: '{"id":"../../x?y#z","chunkSize":1000,"numChunks":1}' }
        : { status: 204 }
    }
    await attempt(bench, await shipmentOf(await makeFile('a.jpg', 1000)), new MemoryJournal())
    expect(paths[1]).toBe('/fotoweb/api/uploads/..%2F..%2Fx%3Fy%23z/chunks/0')
  })
})

describe('at the same time', () => {
  test.each([1, 2, 3, 8])('never more chunks than the %i allowed, and not fewer', async (parallel) => {
    const bench = await startFotowareBench({ partBytes: 16 * KIB, parallel, settings: { delayMs: 15 } })
    await deliverBytes(bench, 'a.jpg', 30 * 16 * KIB)
    expect(bench.tap.simultaneous(CHUNKS)).toBe(parallel)
  })

  test('chunks of two files share the limit of the destination', async () => {
    const bench = await startFotowareBench({ partBytes: 16 * KIB, parallel: 2, settings: { delayMs: 15 } })
    await Promise.all([1, 2].map((number) => deliverBytes(bench, `f${number}.jpg`, 20 * 16 * KIB)))
    expect(bench.tap.simultaneous(CHUNKS)).toBe(4)
  })

  test('the last chunk goes alone, when all others are accepted', async () => {
    const bench = await startFotowareBench({ partBytes: 16 * KIB, parallel: 4, settings: { delayMs: 10 } })
    await deliverBytes(bench, 'a.jpg', 10 * 16 * KIB)
    expect(bench.tap.simultaneous(/\/chunks\/9$/)).toBe(1)
    const order = bench.tap.requests.map(({ path }) => path).filter((path) => CHUNKS.test(path))
    expect(order.at(-1)).toMatch(/\/chunks\/9$/)
  })

  test('a server that drops connections is sent less at a time, and more again later', async () => {
    const partBytes = 8 * KIB
    const settings = { delayMs: 8 }
    const bench = await startFotowareBench({ partBytes, parallel: 6, settings, config: { files: 1 } })
    bench.strike('data', { kind: 'reset-before', skip: 20, times: 4 })
    bench.strike('data', { kind: 'reset-before', skip: 34, times: 4 })
    const { file } = await deliverBytes(bench, 'a.jpg', 150 * partBytes)
    expect((await bench.arrivals())[0]?.sha256).toBe(file.sha256)
    const crowds = bench.tap.crowds(CHUNKS)
    const mostOf = (from: number, count: number) => Math.max(...crowds.slice(from, from + count))
    expect(mostOf(0, 20)).toBe(6)
    // For a while after the strain, no five requests in a row were as many at a time as before.
    const lowest = Math.min(...crowds.slice(20, -40).map((_, index) => mostOf(20 + index, 5)))
    expect(lowest).toBeLessThanOrEqual(4)
    expect(mostOf(crowds.length - 20, 15)).toBe(6)
  })
})

describe('on the wire', () => {
  test('every request tells its exact length and who asks', async () => {
    const bench = await startFotowareBench({ partBytes: 300 * KIB, needsSignIn: true })
    await deliver(bench, await shipmentOf(await makeFile('a.jpg', 700 * KIB)))
    for (const { headers, body, method, path } of bench.tap.requests) {
      expect([path, headers['user-agent']]).toEqual([path, 'Sluice/0.0.0 (test)'])
      expect(headers['transfer-encoding']).toBeUndefined()
      if (method === 'POST') expect(headers['content-length']).toBe(String(body.byteLength))
    }
    expect(bench.tap.requests.filter(({ method }) => method === 'POST')).toHaveLength(5)
  })

  test('the boundary is new and long in every request', async () => {
    const bench = await startFotowareBench({ partBytes: 100 })
    await deliverBytes(bench, 'a.jpg', 500)
    const boundaries = bench.tap.requests
      .filter(({ path }) => CHUNKS.test(path))
      .map(({ headers }) => /boundary=([A-Za-z0-9-]{24,70})$/.exec(headers['content-type'] ?? '')?.[1])
    expect(boundaries).not.toContain(undefined)
    expect(new Set(boundaries).size).toBe(5)
  })

  test('content that looks like multipart is not mistaken for it', async () => {
    const bench = await startFotowareBench({ partBytes: 1000 })
    const nasty = Buffer.from('\r\n--sluice-\r\n--sluice-A--\r\n\r\n'.repeat(200))
    const { file } = await deliverBytes(bench, 'a.jpg', nasty)
    expect((await bench.arrivals())[0]?.sha256).toBe(file.sha256)
  })

  test('a task that expires while it is used: everything goes to a new one, up to three times', async () => {
    const bench = await startFotowareBench({ partBytes: 16 * KIB })
    const file = await makeFile('a.jpg', 10 * 16 * KIB)
    const journal = new MemoryJournal()
    let forgotten = 0
    await attempt(bench, await shipmentOf(file), journal, {
      onProgress: (sentBytes) => {
        if (sentBytes < 5 * 16 * KIB || forgotten >= 2) return
        forgotten++
        bench.forgetUploads()
      },
    })
    await confirmation(bench, journal)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
    expect(bench.server.tasks()).toHaveLength(1)
  })

  test('a server that forgets every task is told of in words, and the file is not blamed', async () => {
    const bench = await startFotowareBench()
    bench.tap.script = ({ path }) => (CHUNKS.test(path) ? { status: 404 } : null)
    const work = attempt(bench, await shipmentOf(await makeFile('a.jpg', 200 * KIB)), new MemoryJournal())
    expect(await uploadFailure(work)).toMatchObject({ kind: 'server', problem: { code: 'task-lost' } })
  })
})
