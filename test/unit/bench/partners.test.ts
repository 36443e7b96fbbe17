import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCurlChunks } from '../../bench/curl-chunks.ts'
import { createBody, multipartFrame } from '../../bench/multipart-frame.ts'
import { runBareScript } from '../../bench/run-bare-script.ts'
import { type DiscardServer, startDiscardServer } from '../../bench/start-discard-server.ts'

const CHUNK_BYTES = 64 * 1024
const frame = multipartFrame()
const FRAME_BYTES = frame.head.length + frame.tail.length

let server: DiscardServer
let dir = ''

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-test-'))
  server = await startDiscardServer({ chunkSizeBytes: CHUNK_BYTES })
})

afterEach(async () => {
  await server.stop()
  await rm(dir, { recursive: true, force: true })
})

function post(where: string, contentType: string, body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': contentType, 'Content-Length': body.length }
    const request = http.request(`${server.url}${where}`, { method: 'POST', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

test('the discard server takes a task through create, chunks and status', async () => {
  const created = await post(
    '/fotoweb/api/uploads',
    'application/json',
    Buffer.from(createBody('a.jpg', CHUNK_BYTES + 1)),
  )
  const task: unknown = JSON.parse(created.text)
  expect(task).toMatchObject({ chunkSize: CHUNK_BYTES, numChunks: 2, hasXmp: false })
  const id = typeof task === 'object' && task !== null && 'id' in task ? String(task.id) : ''
  const statusOf = async (): Promise<unknown> =>
    (await fetch(`${server.url}/fotoweb/api/uploads/${id}/status`)).json()

  for (const [index, size] of [CHUNK_BYTES, 1].entries()) {
    expect(await statusOf()).toEqual({ status: 'awaitingData', result: null, error: null })
    const body = Buffer.concat([frame.head, Buffer.alloc(size), frame.tail])
    const { status } = await post(`/fotoweb/api/uploads/${id}/chunks/${index}`, frame.contentType, body)
    expect(status).toBe(204)
  }
  expect(await statusOf()).toMatchObject({ status: 'done', result: { assetDetails: null } })
  const bytes = CHUNK_BYTES + 1 + 2 * FRAME_BYTES
  expect(await server.stats()).toEqual({ requests: 6, bytes, creates: 1, chunks: 2, statusCalls: 3 })
})

test('the bare script delivers every file once', async () => {
  const sizes = [20_000, 20_001, 0, 1, CHUNK_BYTES * 2 + 5]
  for (const [index, size] of sizes.entries())
    await writeFile(path.join(dir, `${index}.jpg`), Buffer.alloc(size))
  const result = await runBareScript({ url: server.url, folder: dir, concurrency: 2 })
  const contentBytes = sizes.reduce((sum, size) => sum + size, 0)
  expect(result).toMatchObject({ files: 5, bytes: contentBytes })
  expect(result.seconds).toBeGreaterThan(0)
  expect(result.cpuSeconds).toBeGreaterThan(0)
  const bytes = contentBytes + 6 * FRAME_BYTES
  expect(await server.stats()).toEqual({ requests: 16, bytes, creates: 5, chunks: 6, statusCalls: 5 })
})

test('curl sends every chunk once', async () => {
  const filePath = path.join(dir, 'large.bin')
  await writeFile(filePath, Buffer.alloc(CHUNK_BYTES * 20 + 7, 'x'))
  const result = await runCurlChunks({ url: server.url, filePath, parallel: 6 })
  expect(result.chunks).toBe(21)
  expect(result.seconds).toBeGreaterThan(0)
  expect(await server.stats()).toMatchObject({ chunks: 21, bytes: result.bytes, creates: 1 })
  expect(result.bytes).toBe(CHUNK_BYTES * 20 + 7 + 21 * FRAME_BYTES)
})

test('requests may arrive in any pieces', async () => {
  const json = createBody('ü.jpg', 5)
  const create = `POST /fotoweb/api/uploads HTTP/1.1\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`
  const socket = net.connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), noDelay: true })
  let answers = ''
  const isAnswered = new Promise<void>((resolve) => {
    socket.setEncoding('latin1').on('data', (piece: string) => {
      answers += piece
      if (answers.split('numChunks').length === 4) resolve()
    })
  })
  await once(socket, 'connect')
  for (const byte of Buffer.from(create)) socket.write(Buffer.of(byte))
  socket.write(create + create)
  await isAnswered
  socket.destroy()
  expect(await server.stats()).toMatchObject({ requests: 3, creates: 3, bytes: 0 })
})

test('an answer can be delayed', async () => {
  const slow = await startDiscardServer({ delayMs: 80 })
  try {
    const started = performance.now()
    await slow.stats()
    expect(performance.now() - started).toBeGreaterThanOrEqual(75)
  } finally {
    await slow.stop()
  }
})
