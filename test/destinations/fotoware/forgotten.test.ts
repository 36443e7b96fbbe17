import { describe, expect, test } from 'vitest'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import {
  type FotowareBench,
  type FotowareBenchOptions,
  PHOTOS,
  startFotowareBench,
} from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const MINUTE_MS = 60_000
const NEVER = new AbortController().signal

describe('the server has forgotten a complete upload', () => {
  test('it is in the archive: confirmed', async () => {
    const { bench, journal } = await complete({})
    bench.forgetUploads()
    const proof = await confirmation(bench, journal)
    expect(proof).toMatchObject({ proof: 'asset', assetUrl: `${PHOTOS}a%20b%20(c).jpg.info` })
    expect(await bench.arrivals()).toHaveLength(1)
  })

  test('it is in the archive in its own sub-folder: confirmed', async () => {
    const { bench, journal } = await complete({}, 'Größe/tag 1')
    bench.forgetUploads()
    expect((await confirmation(bench, journal)).assetUrl).toContain('tag%201/')
  })

  test('it is not in the archive: sent again', async () => {
    const { bench, journal, file } = await complete({})
    bench.tap.script = answers({ data: [], paging: null })
    const error = await uploadFailure(bench.destination.confirm(journal, NEVER))
    expect(error).toMatchObject({ kind: 'server', problem: { code: 'upload-forgotten', isRetried: true } })
    expect(journal.memo).toBeNull()
    bench.tap.script = null
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
  })

  test.each([
    ['the search is not allowed', { status: 403 }],
    ['there is no search', { status: 404 }],
    ['the search is not understood', { status: 400 }],
    ['a web page comes', { status: 200, body: '<html></html>' }],
    ['another shape comes', { status: 200, body: '{"results":[]}' }],
  ])('%s: told in words, and nothing is sent', async (_what, reply) => {
    const { bench, journal } = await complete({})
    const before = bench.tap.requests.length
    bench.tap.script = ({ path }) => (path.endsWith('/status') ? { status: 403 } : reply)
    const error = await uploadFailure(bench.destination.confirm(journal, NEVER))
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'unproved', isRetried: false } })
    expect(journal.memo).not.toBeNull()
    expect(bench.tap.requests.slice(before).every(({ method }) => method === 'GET')).toBe(true)
  })

  test('the search fails for now: asked again later', async () => {
    const { bench, journal } = await complete({})
    bench.forgetUploads()
    bench.server.faults.add({ on: 'browse', kind: 'status-503', times: 1 })
    expect((await uploadFailure(bench.destination.confirm(journal, NEVER))).kind).toBe('busy')
    await confirmation(bench, journal)
  })

  test('the upload area cannot be searched: told in words', async () => {
    const { bench, journal } = await complete({ settings: { mode: 'on-prem' }, config: { collection: null } })
    bench.forgetUploads()
    const error = await uploadFailure(bench.destination.confirm(journal, NEVER))
    expect(error.problem.code).toBe('unproved')
  })
})

/** Assets that the search may find beside or in place of the right one. */
describe('what the archive holds may be another file', () => {
  const asset = (changes: Record<string, unknown> = {}, ageMs = 0) => ({
    href: `${PHOTOS}a%20b%20(c).jpg.info`,
    filename: 'a b (c).jpg',
    filesize: 1024,
    created: new Date(Date.now() + 5_000 - ageMs).toISOString(),
    ...changes,
  })
  const cases: readonly (readonly [
    string,
    () => unknown[],
    'confirmed' | 'unproved' | 'upload-forgotten',
  ])[] = [
    ['the right one', () => [asset()], 'confirmed'],
    ['the right one in other letters', () => [asset({ filename: 'A B (C).JPG' })], 'confirmed'],
    ['one that came in long before', () => [asset({}, 10 * MINUTE_MS)], 'upload-forgotten'],
    ['one that came in shortly before', () => [asset({}, MINUTE_MS)], 'unproved'],
    ['one that does not tell when it came', () => [asset({ created: null, filesize: null })], 'unproved'],
    ['one that does not tell its size', () => [asset({ filesize: null })], 'confirmed'],
    [
      'one in another archive',
      () => [asset({ href: '/fotoweb/archives/5001-Wire/a.jpg.info' })],
      'upload-forgotten',
    ],
    ['one in a sub-folder', () => [asset({ href: `${PHOTOS}sub/a%20b%20(c).jpg.info` })], 'unproved'],
    ['one with a number', () => [asset({ filename: 'a b (c) (1).jpg' })], 'unproved'],
    ['two', () => [asset(), asset({ filename: 'a b (c)_2.jpg' })], 'unproved'],
    ['a much larger one', () => [asset({ filesize: 50_000_000 })], 'unproved'],
    ['one with a longer name', () => [asset({ filename: 'a b (c) crop.jpg' })], 'upload-forgotten'],
    ['one of another type', () => [asset({ filename: 'a b (c).tif' })], 'upload-forgotten'],
  ]
  test.each(cases)('%s', async (_what, data, outcome) => {
    const { bench, journal } = await complete({})
    bench.tap.script = answers({ data: data(), paging: null })
    const told = await bench.destination.confirm(journal, NEVER).then(
      ({ kind }) => kind,
      (error: unknown) => (error as { problem: { code: string } }).problem.code,
    )
    expect(told).toBe(outcome)
  })

  test('the right one on the second page', async () => {
    const { bench, journal } = await complete({})
    bench.tap.script = ({ path }) => {
      if (path.endsWith('/status')) return { status: 403 }
      const isFirst = !path.includes('page2')
      const next = isFirst ? '/fotoweb/archives/page2' : ''
      return { status: 200, body: JSON.stringify({ data: isFirst ? [] : [asset()], paging: { next } }) }
    }
    expect((await confirmation(bench, journal)).proof).toBe('asset')
  })
})

function answers(list: unknown): FotowareBench['tap']['script'] {
  return ({ path }) =>
    path.endsWith('/status')
      ? { status: 403, body: '{}' }
      : { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(list) }
}

async function complete(options: FotowareBenchOptions, folder: string | null = null) {
  const bench = await startFotowareBench(options)
  const file = await makeFile('a b (c).jpg', 1000)
  const journal = new MemoryJournal()
  await attempt(bench, await shipmentOf(file, { folder }), journal)
  await bench.server.resumeProcessing()
  return { bench, file, journal }
}
