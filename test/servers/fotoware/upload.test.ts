import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startFotowareServer } from './server.ts'
import {
  call,
  getStatus,
  postChunk,
  postCreate,
  postXmp,
  sampleXmp,
  startForTest,
  upload,
} from './test-client.ts'

test('a file becomes visible complete and only at the end', async () => {
  const server = await startForTest({ chunkSize: 4 })
  const { body: task } = await postCreate(server, { fileSize: 10 })
  expect(task).toMatchObject({ chunkSize: 4, numChunks: 3, hasXmp: false })
  expect(task.id).toMatch(/^[A-Za-z0-9_-]{22}$/)
  for (const [index, content] of [
    [2, 'IJ'],
    [0, 'ABCD'],
  ] as const) {
    expect((await postChunk(server, task.id, index, content)).status).toBe(204)
  }
  expect((await getStatus(server, task.id)).body).toEqual({
    status: 'awaitingData',
    result: null,
    error: null,
  })
  expect(server.assets()).toEqual([])
  expect(await readdir(server.storeDir)).not.toContain('5000-Photos')
  expect((await postChunk(server, task.id, 1, 'EFGH')).status).toBe(204)
  const { body: status } = await getStatus(server, task.id)
  const details = { filename: 'a.jpg', filesize: 1024, doctype: 'image' }
  const assetUrl = '/fotoweb/archives/5000-Photos/a.jpg.info'
  expect(status).toMatchObject({ status: 'done', error: null, result: { assetUrl, assetDetails: details } })
  expect(await readFile(join(server.storeDir, '5000-Photos', 'a.jpg'), 'utf8')).toBe('ABCDEFGHIJ')
  expect(await readdir(join(server.storeDir, '.tasks'))).toEqual([])
})

test('a finalised task goes through pending and inProgress', async () => {
  let nowMs = Date.parse('2026-01-01T00:00:00Z')
  const server = await startForTest({ processingMs: 1000, now: () => nowMs })
  const { id } = await upload(server, 'hello')
  for (const [elapsedMs, state] of [
    [0, 'pending'],
    [600, 'inProgress'],
    [400, 'done'],
  ] as const) {
    nowMs += elapsedMs
    expect((await getStatus(server, id)).body.status).toBe(state)
  }
  expect(server.assets()[0]?.createdAt).toBe('2026-01-01T00:00:01.000Z')
})

test('nobody needs to poll for a file to arrive', async () => {
  const server = await startForTest({ processingMs: 5 })
  const { body: task } = await postCreate(server, { fileSize: 1 })
  await postChunk(server, task.id, 0, 'x')
  await expect.poll(() => server.assets().length).toBe(1)
})

test('processing can be paused', async () => {
  const server = await startForTest()
  server.pauseProcessing()
  const { id, status } = await upload(server, 'hello')
  expect(status).toBe('pending')
  await server.resumeProcessing()
  expect((await getStatus(server, id)).body.status).toBe('done')
  server.settings.isPaused = true
  await upload(server, 'hello')
  server.settings.isPaused = false
  await expect.poll(() => server.assets().length).toBe(2)
})

test('empty files are complete at once, or with their sidecar', async () => {
  const server = await startForTest()
  const { body: task } = await postCreate(server, { fileSize: 0, filename: 'empty.txt' })
  expect((await getStatus(server, task.id)).body.status).toBe('done')
  expect((await postChunk(server, task.id, 0, '')).body?.value).toBe('already_finalized')
  const { body: other } = await postCreate(server, { fileSize: 0, filename: 'b.txt', hasXmp: true })
  expect((await postChunk(server, other.id, 0, '')).body?.value).toBe('invalid_chunk_index')
  expect((await postXmp(server, other.id, sampleXmp)).status).toBe(204)
  expect((await getStatus(server, other.id)).body.status).toBe('done')
  expect(await Promise.all(server.assets().map(async ({ filePath }) => (await stat(filePath)).size))).toEqual(
    [0, 0],
  )
})

test('a forgotten task gives 404 to data and 403 to status', async () => {
  let nowMs = 0
  const server = await startForTest({ taskTtlMs: 1000, chunkSize: 1, now: () => nowMs })
  const { body: task } = await postCreate(server, { fileSize: 2, hasXmp: true })
  nowMs = 900
  expect((await postChunk(server, task.id, 0, 'a')).status).toBe(204)
  nowMs = 1800
  expect((await getStatus(server, task.id)).body.status).toBe('awaitingData')
  nowMs = 1901
  expect((await postChunk(server, task.id, 1, 'b')).status).toBe(404)
  expect((await postXmp(server, task.id, sampleXmp)).status).toBe(404)
  expect((await getStatus(server, task.id)).status).toBe(403)
  const { body: second } = await postCreate(server, { fileSize: 2 })
  expect(server.expireTask(second.id)).toBe(true)
  expect((await postChunk(server, second.id, 0, 'a')).status).toBe(404)
  expect(server.expireTask(second.id)).toBe(false)
  const { id } = await upload(server, 'done', { filename: 'done.jpg' })
  nowMs += 1_000_000
  expect((await getStatus(server, id)).body.status).toBe('done')
})

test.each([
  ['rename', ['a.jpg', 'a (1).jpg', 'A (2).JPG'], 3],
  ['overwrite', ['a.jpg', 'a.jpg', 'A.JPG'], 1],
  ['reject', ['a.jpg'], 1],
] as const)('a taken name: %s', async (collisionMode, names, visibleCount) => {
  const server = await startForTest({ collisionMode })
  expect((await upload(server, 'first')).status).toBe('done')
  const second = await upload(server, 'second')
  const third = await upload(server, 'third', { filename: 'A.JPG' })
  expect(server.assets().map(({ filename }) => filename)).toEqual(names)
  expect(server.assets().filter(({ isCurrent }) => isCurrent)).toHaveLength(visibleCount)
  const contents = server.assets().map(({ filePath }) => readFile(filePath, 'utf8'))
  expect(await Promise.all(contents)).toEqual(['first', 'second', 'third'].slice(0, names.length))
  if (collisionMode === 'reject') {
    expect([second, third].map(({ error }) => error?.value)).toEqual(['rejected', 'rejected'])
  }
})

test('a revision replaces file and metadata and keeps what was before', async () => {
  const server = await startForTest()
  const old = await upload(server, 'old', {
    metadata: {
      fields: [
        { id: 5, value: 'Old' },
        { id: 25, value: 'x' },
      ],
    },
  })
  const revision = {
    destination: old.result?.assetUrl,
    filename: null,
    metadata: { fields: [{ id: 5, value: 'New' }] },
  }
  const next = await upload(server, 'newer', revision)
  expect(next.result?.assetUrl).toBe(old.result?.assetUrl)
  expect(next.result?.assetDetails).toMatchObject({ revisioncount: 1 })
  const [first, second] = server.assets()
  expect(first).toMatchObject({ isCurrent: false, revision: 1 })
  expect(second).toMatchObject({ isCurrent: true, revision: 2, filename: 'a.jpg' })
  expect(second?.metadata['5']).toEqual({ value: 'New' })
  expect(second?.metadata['25']).toBeUndefined()
  expect(await readFile(first?.filePath ?? '', 'utf8')).toBe('old')
  expect(await readFile(second?.filePath ?? '', 'utf8')).toBe('newer')
  const renamed = await upload(server, 'third', { destination: old.result?.assetUrl, filename: 'b.png' })
  expect(renamed.result?.assetUrl).toBe('/fotoweb/archives/5000-Photos/b.png.info')
  const wrong = await postCreate(server, { destination: renamed.result?.assetUrl, filename: 'b.pdf' })
  expect(wrong).toMatchObject({ status: 400, body: { value: 'destination_invalid_asset' } })
  const folder = await postCreate(server, {
    destination: renamed.result?.assetUrl,
    filename: null,
    folder: 'x',
  })
  expect(folder).toMatchObject({ status: 400, body: { value: 'invalid_folder' } })
})

test('folders are made, reused without case, and composed', async () => {
  const server = await startForTest()
  const decomposed = 'Cafe\u0301 Blå/😀'
  await upload(server, '1', { folder: `//${decomposed}//`, filename: '1.jpg' })
  await upload(server, '2', { folder: 'CAFÉ BLÅ/😀/Deep', filename: '2.jpg' })
  expect(server.assets().map(({ folder }) => folder)).toEqual(['Café Blå/😀', 'Café Blå/😀/Deep'])
  const url = server.assets()[1]?.assetUrl ?? ''
  expect(url).toBe('/fotoweb/archives/5000-Photos/Caf%C3%A9%20Bl%C3%A5/%F0%9F%98%80/Deep/2.jpg.info')
  const { status, body } = await call<{ filename: string }>(server.url + url)
  expect([status, body.filename]).toEqual([200, '2.jpg'])
  const into = await upload(server, '3', {
    destination: url.replace('2.jpg.info', ''),
    filename: '100% #1?.jpg'.replace('?', ''),
  })
  expect(into.result?.assetUrl).toBe(url.replace('2.jpg', '100%25%20%231.jpg'))
})

test('the modification time of the file is kept', async () => {
  const server = await startForTest()
  const attributes = [{ key: 'mt', value: '2022-12-24T11:22:33Z' }]
  const { result } = await upload(server, 'hello', { metadata: { attributes } })
  const [asset] = server.assets()
  expect((await stat(asset?.filePath ?? '')).mtime.toISOString()).toBe('2022-12-24T11:22:33.000Z')
  expect(asset?.mt).toBe('2022-12-24T11:22:33Z')
  expect(result?.assetDetails?.['modified']).toBe('2022-12-24T11:22:33Z')
})

test('finalisation can fail', async () => {
  const server = await startForTest({ rejectedExtensions: ['exe'] })
  expect(await upload(server, 'x', { filename: 'x.EXE' })).toMatchObject({
    status: 'failed',
    result: null,
    error: { value: 'rejected' },
  })
  server.settings.failWith = { value: 'uploadFailed', message: 'disk full', isOnce: true }
  expect((await upload(server, 'x')).error).toEqual({ value: 'uploadFailed', message: 'disk full' })
  expect((await upload(server, 'x')).status).toBe('done')
  server.settings.isPaused = true
  const { id } = await upload(server, 'x', { filename: 'late.jpg' })
  server.settings.archives = []
  server.settings.isPaused = false
  expect((await getStatus(server, id)).body.error?.value).toBe('destinationDoesNotExist')
})

test('what was finalised is known after a restart', async () => {
  const server = await startForTest()
  await upload(server, 'hello', { folder: 'A/b', hasXmp: false })
  const before = server.assets()
  await server.close()
  const again = await startFotowareServer({ storeDir: server.storeDir })
  expect(again.assets()).toEqual(before)
  const { result } = await upload(again, 'hello', { folder: 'a/B' })
  expect(result?.assetUrl).toBe('/fotoweb/archives/5000-Photos/A/b/a%20(1).jpg.info')
  await again.close()
})
