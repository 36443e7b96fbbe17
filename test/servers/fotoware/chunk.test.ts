import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { call, getStatus, multipart, postChunk, postCreate, startForTest } from './test-client.ts'
import type { ErrorReply } from './test-client.ts'
import type { FotowareServer } from './server.ts'

async function twoChunkTask(): Promise<{ server: FotowareServer; id: string }> {
  const server = await startForTest({ chunkSize: 4 })
  const { body } = await postCreate(server, { fileSize: 6 })
  return { server, id: body.id }
}

function postRaw(server: FotowareServer, path: string, body: Buffer | string, contentType: string) {
  const url = `${server.url}/fotoweb/api/uploads/${path}`
  const bytes = new Uint8Array(Buffer.from(body))
  return call<ErrorReply>(url, { method: 'POST', body: bytes, headers: { 'content-type': contentType } })
}

test.each([
  ['-1', 'abcd', 400, 'invalid_chunk_index'],
  ['2', 'abcd', 400, 'invalid_chunk_index'],
  ['3', 'abcd', 400, 'invalid_chunk_index'],
  ['x', 'abcd', 400, 'invalid_chunk_index'],
  ['0', 'abc', 400, 'invalid_chunk_size'],
  ['0', 'abcde', 400, 'invalid_chunk_size'],
  ['0', '', 400, 'invalid_chunk_size'],
  ['1', 'abc', 400, 'invalid_chunk_size'],
  ['1', 'a', 400, 'invalid_chunk_size'],
])('chunk %s with «%s» gets %i %s', async (index, content, status, value) => {
  const { server, id } = await twoChunkTask()
  const reply = await postChunk(server, id, index, content)
  expect([reply.status, reply.body?.value]).toEqual([status, value])
  expect(server.tasks()[0]?.storedChunks).toEqual([])
})

test('an unknown task gets 404, also before the content type is looked at', async () => {
  const { server } = await twoChunkTask()
  expect((await postChunk(server, 'AAAAAAAAAAAAAAAAAAAAAA', 0, 'abcd')).status).toBe(404)
  expect((await postRaw(server, 'AAAAAAAAAAAAAAAAAAAAAA/chunks/0', 'abcd', 'text/plain')).status).toBe(404)
})

const head = (disposition: string) => `--B\r\nContent-Disposition: ${disposition}\r\n\r\n`
const file = head('form-data; name="x"; filename="y"')
const field = head('form-data; name="x"')

test.each([
  ['another content type', 'abcd', 'application/octet-stream', 415, 'UnsupportedMediaType'],
  ['a lost boundary', 'abcd', 'multipart/form-data', 400, 'invalid_argument'],
  ['no parts', '--B--\r\n', 'multipart/form-data;boundary=B', 400, 'invalid_number_of_files'],
  [
    'a form field',
    `${field}abcd\r\n--B--\r\n`,
    'multipart/form-data;boundary=B',
    400,
    'invalid_number_of_files',
  ],
  [
    'two files',
    `${file}abcd\r\n${file}abcd\r\n--B--\r\n`,
    'multipart/form-data;boundary=B',
    400,
    'invalid_number_of_files',
  ],
  ['a body without end', `${file}abcd\r\n`, 'multipart/form-data;boundary=B', 400, 'invalid_argument'],
  ['a half boundary', `${file}abcd\r\n--B`, 'multipart/form-data;boundary=B', 400, 'invalid_argument'],
  [
    'bare line feeds',
    file.replaceAll('\r', '') + 'abcd\n--B--\n',
    'multipart/form-data;boundary=B',
    400,
    'invalid_argument',
  ],
  ['another boundary', `${file}abcd\r\n--C--\r\n`, 'multipart/form-data;boundary=B', 400, 'invalid_argument'],
])('%s is refused', async (_name, body, contentType, status, value) => {
  const { server, id } = await twoChunkTask()
  const reply = await postRaw(server, `${id}/chunks/0`, body, contentType)
  expect([reply.status, reply.body.value]).toEqual([status, value])
  // The connection and the task are still good.
  expect((await postChunk(server, id, 0, 'abcd')).status).toBe(204)
})

test('names and further fields do not matter, nor does content that looks like a boundary', async () => {
  const server = await startForTest({ chunkSize: 100 })
  const content = 'x\r\n--\r\n--A\r\n\r\n--'
  const { body } = await postCreate(server, { fileSize: content.length })
  const form = `${field}v\r\n${head('form-data; filename="z"; name="f"')}${content}\r\n--B--\r\nepilogue`
  const reply = await postRaw(server, `${body.id}/chunks/0`, form, 'multipart/form-data; boundary="B"')
  expect(reply.status).toBe(204)
  await getStatus(server, body.id)
  expect(await readFile(server.assets()[0]?.filePath ?? '', 'latin1')).toBe(content)
})

test('a chunk sent again gets 409, after the end already_finalized', async () => {
  const { server, id } = await twoChunkTask()
  expect((await postChunk(server, id, 0, 'abcd')).status).toBe(204)
  const again = await postChunk(server, id, 0, 'abcd')
  expect([again.status, again.body?.value]).toEqual([409, 'already_uploaded'])
  expect((await postChunk(server, id, 1, 'ef')).status).toBe(204)
  const late = await postChunk(server, id, 0, 'XXXX')
  expect([late.status, late.body?.value]).toEqual([409, 'already_finalized'])
  await getStatus(server, id)
  expect(await readFile(server.assets()[0]?.filePath ?? '', 'utf8')).toBe('abcdef')
})

test('of many requests for one chunk exactly one gets 204', async () => {
  const { server, id } = await twoChunkTask()
  const replies = await Promise.all(Array.from({ length: 8 }, () => postChunk(server, id, 0, 'abcd')))
  expect(replies.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409, 409, 409, 409])
})

/** Sends the head of a chunk request and the first bytes of its body, and waits until they arrived. */
async function beginChunk(server: FotowareServer, id: string, sentLength: (bodyLength: number) => number) {
  const form = multipart('abcd')
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const headers = {
    Host: 'x',
    'Content-Length': form.body.length,
    'Content-Type': form.headers['content-type'],
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.write([`POST /fotoweb/api/uploads/${id}/chunks/0 HTTP/1.1`, ...lines, '', ''].join('\r\n'))
  const length = sentLength(form.body.length)
  socket.write(form.body.subarray(0, length))
  await expect.poll(() => server.bytesReceived).toBe(length)
  return { socket, rest: form.body.subarray(length) }
}

test('a chunk in flight makes a second one fail at once in the mode «conflict»', async () => {
  const { server, id } = await twoChunkTask()
  server.settings.duplicateInFlight = 'conflict'
  const { socket, rest } = await beginChunk(server, id, () => 20)
  expect((await postChunk(server, id, 0, 'abcd')).status).toBe(409)
  socket.write(rest)
  await expect.poll(() => server.tasks()[0]?.storedChunks).toEqual([0])
  socket.destroy()
})

test('a half-sent chunk does not stand in the way of a second attempt', async () => {
  const { server, id } = await twoChunkTask()
  const { socket } = await beginChunk(server, id, () => 20)
  expect((await postChunk(server, id, 0, 'abcd')).status).toBe(204)
  socket.destroy()
})

test('a request that breaks off stores nothing, but its bytes are counted', async () => {
  const { server, id } = await twoChunkTask()
  const { socket } = await beginChunk(server, id, (length) => length - 5)
  socket.resetAndDestroy()
  await expect.poll(() => server.requests.at(-1)).toMatchObject({ operation: 'chunk', status: 0 })
  expect(server.tasks()[0]?.storedChunks).toEqual([])
  expect((await postChunk(server, id, 0, 'abcd')).status).toBe(204)
})

test('a chunk without Content-Length gets 411', async () => {
  const { server, id } = await twoChunkTask()
  const form = multipart('abcd')
  const response = await fetch(`${server.url}/fotoweb/api/uploads/${id}/chunks/0`, {
    method: 'POST',
    headers: form.headers,
    body: new Blob([new Uint8Array(form.body)]).stream(),
    duplex: 'half',
  })
  expect(response.status).toBe(411)
})

test('chunks may come in parallel and in any order', async () => {
  const chunkSize = 64 * 1024 + 1
  const server = await startForTest({ chunkSize })
  const content = randomBytes(20 * chunkSize - 7)
  const { body: task } = await postCreate(server, { fileSize: content.length })
  const indexes = Array.from({ length: task.numChunks }, (_, index) => task.numChunks - 1 - index)
  const replies = await Promise.all(
    indexes.map((index) =>
      postChunk(server, task.id, index, content.subarray(index * chunkSize, (index + 1) * chunkSize)),
    ),
  )
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([204]))
  expect((await getStatus(server, task.id)).body.status).toBe('done')
  expect((await readFile(server.assets()[0]?.filePath ?? '')).equals(content)).toBe(true)
})
