import { describe, expect, test } from 'vitest'
import type { UploadErrorKind } from '../../../electron/engine/errors.ts'
import { decide } from '../../../electron/engine/queue/retry-policy.ts'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import { startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { SIDECAR } from '../sidecar.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

/** FotoWare Upload API, section «Create»: every documented answer, and what it decides. */
const CREATE: readonly (readonly [status: number, value: string | null, kind: UploadErrorKind])[] = [
  [400, 'invalid_argument', 'refused'],
  [400, 'metadata_not_allowed', 'refused'],
  [400, 'destination_invalid_url', 'destination'],
  [400, 'destination_not_found', 'destination'],
  [400, 'destination_invalid_asset', 'refused'],
  [400, 'destination_invalid_location', 'destination'],
  [400, 'invalid_filename', 'refused'],
  [400, 'invalid_folder', 'refused'],
  [400, 'invalid_checkout_id', 'refused'],
  [400, 'something_new', 'refused'],
  [400, 'constructor', 'refused'],
  [400, '__proto__', 'refused'],
  [400, null, 'refused'],
  [403, 'Forbidden', 'destination'],
  [404, 'NotFound', 'destination'],
  [405, null, 'unexpected'],
  [406, 'NotAcceptable', 'unexpected'],
  [409, 'conflict', 'refused'],
  [413, null, 'destination'],
  [415, null, 'unexpected'],
  [418, null, 'unexpected'],
  [500, 'InternalServerError', 'server'],
  [501, null, 'server'],
  [502, null, 'offline'],
  [504, null, 'offline'],
  [201, null, 'unexpected'],
  [204, null, 'unexpected'],
]

describe('create', () => {
  test.each(CREATE)('%i %s is %s', async (status, value, kind) => {
    const bench = await startFotowareBench()
    bench.tap.script = () => scripted(status, value)
    const journal = new MemoryJournal()
    const error = await uploadFailure(
      attempt(bench, await shipmentOf(await makeFile('a.jpg', 1000)), journal),
    )
    expect(error.kind).toBe(kind)
    expectWords(error.problem)
    if (status !== 204) expect(error.problem.requestId).toBe('REQUEST-ID-OF-22-CHARS')
    expect(journal.memo).toBeNull()
    // Nothing but what makes sense to try again is tried again within the attempt.
    expect(bench.tap.requests).toHaveLength([500, 502, 504].includes(status) ? 4 : 1)
  })

  test('words of the server are kept for support', async () => {
    const bench = await startFotowareBench()
    bench.tap.script = () => scripted(400, 'invalid_filename')
    const work = attempt(bench, await shipmentOf(await makeFile('a.jpg', 1000)), new MemoryJournal())
    expect((await uploadFailure(work)).problem).toMatchObject({
      code: 'invalid_filename',
      detail: '400 invalid_filename · Heading · Description · Technical',
    })
  })
})

/** Section «Chunks». */
const CHUNK: readonly (readonly [status: number, value: string | null, kind: UploadErrorKind])[] = [
  [400, 'invalid_chunk_index', 'server'],
  [400, 'invalid_chunk_size', 'server'],
  [400, 'invalid_number_of_files', 'server'],
  [400, 'other', 'refused'],
  [403, null, 'destination'],
  [413, null, 'destination'],
  [415, null, 'unexpected'],
  [200, null, 'unexpected'],
]

test.each(CHUNK)('a chunk that gets %i %s is %s', async (status, value, kind) => {
  const bench = await startFotowareBench()
  bench.tap.script = ({ path }) => (bench.dataPath.test(path) ? scripted(status, value) : null)
  const work = attempt(bench, await shipmentOf(await makeFile('a.jpg', 1000)), new MemoryJournal())
  const error = await uploadFailure(work)
  expect(error.kind).toBe(kind)
  expectWords(error.problem)
})

/** Section «XMP». */
test.each([
  [400, 'invalid_metadata', 'refused'],
  [400, 'metadata_not_allowed', 'refused'],
  [400, 'invalid_number_of_files', 'server'],
  [415, null, 'unexpected'],
] as const)('a sidecar that gets %i %s is %s, and no chunk is sent', async (status, value, kind) => {
  const bench = await startFotowareBench()
  bench.tap.script = ({ path }) => (path.endsWith('/xmp') ? scripted(status, value) : null)
  const shipment = await shipmentOf(await makeFile('a.jpg', 1000), { sidecar: SIDECAR, sidecarIdentity: '1' })
  const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
  expect(error.kind).toBe(kind)
  expect(bench.tap.requests.some(({ path }) => bench.dataPath.test(path))).toBe(false)
})

/** Section «Status»: `error.value` of a failed upload. */
const FAILED: readonly (readonly [value: string | null, kind: UploadErrorKind])[] = [
  ['uploadFailed', 'server'],
  ['destinationDoesNotExist', 'destination'],
  ['forbidden', 'destination'],
  ['corruptedXmp', 'refused'],
  ['rejected', 'refused'],
  ['somethingNew', 'server'],
  ['toString', 'server'],
  [null, 'server'],
]

describe('a failed upload', () => {
  test.each(FAILED)('%s is %s, and the next attempt sends everything again', async (value, kind) => {
    const bench = await startFotowareBench()
    const file = await makeFile('a.jpg', 1000)
    const journal = new MemoryJournal()
    await attempt(bench, await shipmentOf(file), journal)
    bench.tap.script = ({ path }) =>
      path.endsWith('/status')
        ? json(200, { status: 'failed', result: null, error: { value, message: 'Their words' } })
        : null
    const error = await uploadFailure(confirmation(bench, journal))
    expect(error.kind).toBe(kind)
    expectWords(error.problem)
    expect(error.problem.detail).toContain('Their words')
    expect(journal.memo).toBeNull()
    expect(decide(error, 1, 0)).toBeDefined()
    bench.tap.script = null
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
  })
})

function scripted(status: number, value: string | null) {
  const words = { value, heading: 'Heading', description: 'Description', technicalInfo: 'Technical' }
  return status === 204 ? { status } : json(status, value === null ? {} : words)
}

function json(status: number, body: unknown) {
  const headers = { 'content-type': 'application/json', 'x-requestid': 'REQUEST-ID-OF-22-CHARS' }
  return { status, headers, body: JSON.stringify(body) }
}

function expectWords(problem: { what: string; remedy: string }): void {
  expect(problem.what).toMatch(/^[A-Z].{15,}\.$/)
  expect(problem.remedy).toMatch(/^[A-Z].{15,}\.$/)
  expect(problem.what + problem.remedy).not.toMatch(/undefined|null|\[object/)
}
