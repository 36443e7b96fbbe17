import { describe, expect, test } from 'vitest'
import { say } from '../../../shared/phrase.ts'
import type { Destination, Shipment } from '../../../electron/engine/destinations/destination.ts'
import { UploadError } from '../../../electron/engine/errors.ts'
import {
  NOTHING_PREPARED,
  type UploadContext,
  uploadJob,
  type UploadOrder,
} from '../../../electron/engine/upload/upload-job.ts'
import { uploadFailure } from '../../destinations/attempt.ts'
import { MemoryJournal } from '../../destinations/memory-journal.ts'
import { makeFile, type TestFile } from '../../destinations/test-file.ts'

const NEVER = new AbortController().signal

/** A destination that keeps what it is handed. */
function shelf(sizeBytesMax = 1e9) {
  const shipments: Shipment[] = []
  const destination: Destination = {
    name: 'shelf',
    kind: 'shelf',
    abilities: {
      resumable: false,
      batchMax: 1,
      metadata: 'fields',
      fieldIds: null,
      group: null,
      isPrivate: false,
      sameness: 'content',
      sizeBytesMax,
      uploadsMax: 1,
    },
    check: () => Promise.resolve({ words: [], account: null, problem: null }),
    send: (shipment) => {
      shipments.push(shipment)
      return Promise.resolve({ sha256: 'digest', renamed: [], modifiedAt: null })
    },
    sendTogether: null,
    groupOf: () => null,
    confirm: () => Promise.resolve({ kind: 'pending' }),
    fields: null,
    signIn: null,
    browse: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  }
  return { destination, shipments }
}

const orderFor = (file: TestFile, changes: Partial<UploadOrder> = {}): UploadOrder => ({
  root: '/',
  path: file.path,
  identity: file.identity,
  sizeBytes: file.sizeBytes,
  folder: 'sub',
  origin: { path: file.path, variables: {} },
  comment: 'c',
  revisionOf: null,
  modificationTime: () => ({ isSent: true, note: null }),
  skipsDuplicates: true,
  ...changes,
})

const contextWith = (changes: Partial<UploadContext> = {}): UploadContext => ({
  journal: new MemoryJournal(),
  signal: NEVER,
  drain: NEVER,
  throttle: undefined,
  onProgress: () => undefined,
  twinsOf: () => [],
  reserve: () => true,
  handOver: null,
  prepare: () => Promise.resolve(NOTHING_PREPARED),
  ...changes,
})

describe('one attempt', () => {
  test('hands over the parcel as it was queued', async () => {
    const { destination, shipments } = shelf()
    const sidecar = Buffer.from('<x/>')
    const instructions = [{ id: 5, action: 'add' as const, value: 'A' }]
    const prepared = { ...NOTHING_PREPARED, sidecar, sidecarIdentity: 'x', instructions }
    const context = contextWith({ prepare: () => Promise.resolve(prepared) })
    const order = orderFor(await makeFile('a.jpg', 10))
    expect(await uploadJob(destination, order, context)).toMatchObject({ kind: 'sent', prepared, notes: [] })
    expect(shipments).toMatchObject([
      { folder: 'sub', comment: 'c', sidecar, sidecarIdentity: 'x', instructions, revisionOf: null },
    ])
    expect(shipments[0]?.modifiedAt?.getTime()).toBe(shipments[0]?.source.modifiedMs)
  })

  test('without the modification time when that is not wanted', async () => {
    const { destination, shipments } = shelf()
    const modificationTime = () => ({ isSent: false, note: say`left out` })
    const order = orderFor(await makeFile('a.jpg', 10), { modificationTime })
    expect(await uploadJob(destination, order, contextWith())).toMatchObject({
      notes: [{ text: 'left out' }],
    })
    expect(shipments[0]?.modifiedAt).toBeNull()
  })

  test('metadata that cannot be made ready ends it before anything is sent', async () => {
    const { destination, shipments } = shelf()
    const problem = { code: 'sidecar-changed', what: 'w', remedy: 'r', isRetried: true }
    const context = contextWith({ prepare: () => Promise.reject(new UploadError('changed', problem)) })
    const attempt = uploadJob(destination, orderFor(await makeFile('a.jpg', 10)), context)
    expect((await uploadFailure(attempt)).kind).toBe('changed')
    expect(shipments).toEqual([])
  })

  test('a file that is too large is refused with the limit in words, without a look at it', async () => {
    const { destination } = shelf(20 * 2 ** 20)
    const order = orderFor({
      path: '/not/there.mov',
      identity: '1:1:1:1',
      sizeBytes: 20 * 2 ** 20 + 1,
      sha256: '',
    })
    const error = await uploadFailure(uploadJob(destination, order, contextWith()))
    expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'file-too-large' } })
    expect(error.problem.what).toBe('there.mov is larger than the archive takes (20 MiB).')
  })
})

describe('what is there already', () => {
  test('is left out when the whole content is the same, and only then', async () => {
    const file = await makeFile('a.jpg', 300_000)
    const { destination, shipments } = shelf()
    const same = { deliveryId: 2, sha256: file.sha256, words: say`as b.jpg` }
    const alike = { deliveryId: 1, sha256: 'other', words: say`looks like it` }
    const twins = contextWith({ twinsOf: () => [alike, same] })
    expect(await uploadJob(destination, orderFor(file), twins)).toEqual({
      kind: 'duplicate',
      twin: same,
    })
    const looks = contextWith({ twinsOf: () => [alike] })
    expect((await uploadJob(destination, orderFor(file), looks)).kind).toBe('sent')
    const asked = orderFor(file, { skipsDuplicates: false })
    expect((await uploadJob(destination, asked, twins)).kind).toBe('sent')
    expect(shipments).toHaveLength(2)
  })

  test('what another job is sending just now is waited for', async () => {
    const { destination, shipments } = shelf()
    const context = contextWith({ reserve: () => false })
    expect(await uploadJob(destination, orderFor(await makeFile('a.jpg', 10)), context)).toEqual({
      kind: 'twin-under-way',
    })
    expect(shipments).toEqual([])
  })
})
