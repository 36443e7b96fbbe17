import { truncate } from 'node:fs/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { ANNA } from '../../servers/picapport/settings.ts'
import { contentOf } from '../../support/media/media-files.ts'
import { attempt, deliver, uploadFailure } from '../attempt.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { somePhoto, startPicapportBench } from '../picapport-bench.ts'
import { fileAsQueued, makeFile, shipmentOf } from '../test-file.ts'

const NEVER = new AbortController().signal
const photo = async (content: number | Buffer = 5000, name = 'a.jpg') =>
  await shipmentOf(await makeFile(name, typeof content === 'number' ? somePhoto(content) : content))

test('a file that is too large is known before it is sent, with both sizes', async () => {
  const bench = await startPicapportBench({ settings: { fileSizeMaxMb: 20 } })
  const error = await uploadFailure(attempt(bench, await photo(23_000_000), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'file-too-large', isRetried: false } })
  expect(error.problem.what).toBe('a.jpg has 23 MB; the server takes at most 20 MB.')
  expect(bench.tap.requests.some(({ path }) => bench.dataPath.test(path))).toBe(false)
  await deliver(bench, await photo(20_000_000))
})

test('where the limit is not told the server’s refusal is final', async () => {
  const bench = await startPicapportBench({ settings: { fileSizeMaxMb: 0.004, version: '9.1.5' } })
  const error = await uploadFailure(attempt(bench, await photo(), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'file-too-large' } })
})

test('a refusal that the told limit does not explain names no limit', async () => {
  const bench = await startPicapportBench({ settings: { fileSizeMaxMb: 0.004 } })
  bench.tap.script = ({ path }) =>
    path.includes('getServerStatus')
      ? { status: 200, body: '{"version":"V10","isValid":true,"uploadMaxFilesizeMB":"50"}' }
      : null
  const error = await uploadFailure(attempt(bench, await photo(), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'file-too-large' } })
  expect(error.problem.what).toBe('a.jpg has 5 kB, and that is more than the server takes.')
})

test('a limit that was lowered meanwhile is told with its new size', async () => {
  const bench = await startPicapportBench({ settings: { fileSizeMaxMb: 20 } })
  await deliver(bench, await photo())
  bench.server.settings.fileSizeMaxMb = 0.004
  const error = await uploadFailure(attempt(bench, await photo(), new MemoryJournal()))
  expect(error.problem.what).toBe('a.jpg has 5 kB; the server takes at most 4 kB.')
})

test('types by their bytes: a PNG called .jpg is refused here, a JPEG called .png gets its extension', async () => {
  const bench = await startPicapportBench()
  const png = await photo(await contentOf('plain.png'))
  const error = await uploadFailure(attempt(bench, png, new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'wrong-type' } })
  expect(error.problem.what).toContain('a.jpg is a PNG')
  expect(bench.tap.requests.some(({ path }) => bench.dataPath.test(path))).toBe(false)
  const { sent } = await deliver(bench, await photo(await contentOf('plain.jpg'), 'b.png'))
  expect(sent.renamed).toEqual([{ from: 'b.png', to: 'b.png.jpg' }])
})

test('a video gets an extension that the server has named', async () => {
  const bench = await startPicapportBench({ settings: { videoTypes: ['.mp4'] } })
  const { sent } = await deliver(bench, await photo(await contentOf('plain.mp4'), 'film.m4v'))
  expect(sent.renamed).toEqual([{ from: 'film.m4v', to: 'film.m4v.mp4' }])
})

test('videos where the server takes them, and only those', async () => {
  const bench = await startPicapportBench({ settings: { videoTypes: ['.mov'] } })
  await deliver(bench, await photo(await contentOf('plain.mov'), 'film.MOV'))
  expect(bench.server.photos()).toMatchObject([{ contentType: 'video/quicktime', fileName: 'film.MOV' }])
  const film = await photo(await contentOf('plain.mp4'), 'film.mp4')
  const error = await uploadFailure(attempt(bench, film, new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'wrong-type' } })
})

const HINDRANCES = [
  ['a user who may not upload', { users: [{ ...ANNA, canUpload: false }] }, 'destination', 'may-not-upload'],
  ['a demo', { isDemo: true }, 'destination', 'may-not-upload'],
  ['a database that is being loaded', { isReady: false }, 'busy', 'server-starting'],
  ['a server without the Web API', { isEnabled: false }, 'destination', 'no-web-api'],
] as const
test.each(HINDRANCES)(
  '%s is told by the test of the destination, and before any photo is read',
  async (_what, settings, kind, code) => {
    const bench = await startPicapportBench({ needsSignIn: true, settings })
    expect((await bench.destination.check(NEVER)).problem).toMatchObject({ code })
    let reads = 0
    const shipment = await shipmentOf(
      await makeFile('a.jpg', somePhoto(5000)),
      {},
      {
        before: () => {
          reads++
        },
      },
    )
    const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(error).toMatchObject({ kind, problem: { code } })
    expect(reads).toBe(0)
  },
)

test('what was mended at the server is seen at once', async () => {
  const bench = await startPicapportBench({ settings: { isReady: false } })
  await uploadFailure(attempt(bench, await photo(), new MemoryJournal()))
  bench.server.settings.isReady = true
  await deliver(bench, await photo())
})

test('the test of a destination tells version, account, limit and videos', async () => {
  const bench = await startPicapportBench({ needsSignIn: true, settings: { videoTypes: ['.mp4', '.mov'] } })
  const { words, account, problem } = await bench.destination.check(NEVER)
  expect(problem).toBeNull()
  expect(account).toBe('Anna Arendt')
  expect(words.map(({ text }) => text).join(' ')).toMatch(
    /PicApport V10\.2\.0.*Anna Arendt.*50 MB.*\.mp4, \.mov/,
  )
  const old = await startPicapportBench({ settings: { version: '8.0.0' } })
  const oldWords = (await old.destination.check(NEVER)).words.map(({ text }) => text)
  expect(oldWords.join()).toContain('older than PicApport 8.3')
})

test('413 is the word of a proxy in between', async () => {
  const bench = await startPicapportBench()
  bench.server.faults.add({ on: 'upload', kind: 'status-413' })
  const error = await uploadFailure(attempt(bench, await photo(), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'too-large-for-proxy' } })
})

test('a server below a path', async () => {
  const bench = await startPicapportBench()
  const { url } = bench.server
  const tapped = bench.tap.requests
  await deliver(bench, await photo())
  expect(tapped.every(({ path }) => path.startsWith('/picapportapi/1.0/'))).toBe(true)
  const below = await startPicapportBench({ config: { url: `${url}/photos/` } })
  expect((await below.destination.check(NEVER)).problem).toMatchObject({ code: 'no-web-api' })
  expect(bench.server.requests.at(-1)?.path).toBe('/photos/picapportapi/1.0/createWebApiSession')
})

test('a server that works on a large photo for longer than usual is waited for, a second for each megabyte', async () => {
  const bench = await startPicapportBench({ noProgressMs: 20_000 })
  // The line is known to be fast: the silence is not its fault.
  for (let times = 0; times < 8; times++) await deliver(bench, await photo(5_000_000))
  const before = bench.tap.requests.length
  bench.server.faults.add({ on: 'upload', kind: 'slow-answer', delayMs: 2000, times: 1 })
  await attempt(bench, await photo(40_000_000), new MemoryJournal())
  const uploads = bench.tap.requests.slice(before).filter(({ path }) => bench.dataPath.test(path))
  expect(uploads).toHaveLength(1)
  bench.server.faults.add({ on: 'upload', kind: 'slow-answer', delayMs: 2000, times: 1 })
  const error = await uploadFailure(attempt(bench, await photo(), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'no-progress' } })
})

test('a large video flows from the disk: memory does not grow with it, and its length is exact', async () => {
  const settings = { fileSizeMaxMb: 1000, videoTypes: ['.mp4'] }
  const direct = await startPicapportBench({ settings })
  // Past the tap, which keeps what passes.
  const bench = await startPicapportBench({ config: { url: direct.server.url } })
  const made = await makeFile('film.mp4', await contentOf('plain.mp4'))
  await truncate(made.path, 300_000_000)
  const { identity } = await fileAsQueued(made.path, '')
  const shipment = await shipmentOf({ ...made, identity, sizeBytes: 300_000_000 })
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const liveBytes = (): number => {
    collect()
    return process.memoryUsage().arrayBuffers
  }
  const before = liveBytes()
  const samples: number[] = []
  let pieces = 0
  await attempt(bench, shipment, new MemoryJournal(), {
    onProgress: () => {
      pieces++
      if (pieces % 40 === 0) samples.push(liveBytes() - before)
    },
  })
  expect(direct.server.photos()).toMatchObject([{ sizeBytes: 300_000_000 }])
  expect(pieces).toBeGreaterThan(400)
  // What is no longer used is given back a moment later: single samples jump.
  const median = samples.toSorted((one, other) => one - other)[Math.floor(samples.length / 2)]
  expect(median).toBeLessThan(16_000_000)
})
