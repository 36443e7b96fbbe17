import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Destination, Shipment } from '../../../electron/engine/destinations/destination.ts'
import {
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
    abilities: { resumable: false, batchMax: 1, metadata: 'fields', sizeBytesMax, uploadsMax: 1 },
    check: () => Promise.resolve({ words: [], problem: null }),
    send: (shipment) => {
      shipments.push(shipment)
      return Promise.resolve({ sha256: 'digest', renamed: [], modifiedAt: null })
    },
    confirm: () => Promise.resolve({ kind: 'pending' }),
    close: () => Promise.resolve(),
  }
  return { destination, shipments }
}

const orderFor = (file: TestFile, changes: Partial<UploadOrder> = {}): UploadOrder => ({
  root: '/',
  path: file.path,
  identity: file.identity,
  sizeBytes: file.sizeBytes,
  sidecarPath: null,
  sidecarIdentity: null,
  folder: 'sub',
  comment: 'c',
  fields: [],
  sendsModificationTime: true,
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
  ...changes,
})

describe('one attempt', () => {
  test('hands over the parcel as it was queued', async () => {
    const { destination, shipments } = shelf()
    const [file, sidecar] = await Promise.all([makeFile('a.jpg', 10), makeFile('a.xmp', Buffer.from('<x/>'))])
    const order = orderFor(file, { sidecarPath: sidecar.path, sidecarIdentity: sidecar.identity })
    expect(await uploadJob(destination, order, contextWith())).toMatchObject({
      kind: 'sent',
      sidecarSha256: createHash('sha256').update('<x/>').digest('hex'),
    })
    expect(shipments).toMatchObject([{ folder: 'sub', comment: 'c', sidecarIdentity: sidecar.identity }])
    expect(shipments[0]?.modifiedAt?.getTime()).toBe(shipments[0]?.source.modifiedMs)
  })

  test('without the modification time when that is not wanted', async () => {
    const { destination, shipments } = shelf()
    const order = orderFor(await makeFile('a.jpg', 10), { sendsModificationTime: false })
    await uploadJob(destination, order, contextWith())
    expect(shipments[0]?.modifiedAt).toBeNull()
  })

  test('a sidecar that changed since it was queued ends it before anything is sent', async () => {
    const { destination, shipments } = shelf()
    const [file, sidecar] = await Promise.all([makeFile('a.jpg', 10), makeFile('a.xmp', 4)])
    const identity = `${sidecar.identity}0`
    const order = orderFor(file, { sidecarPath: sidecar.path, sidecarIdentity: identity })
    expect((await uploadFailure(uploadJob(destination, order, contextWith()))).kind).toBe('changed')
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
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'file-too-large' } })
    expect(error.problem.what).toBe('there.mov is larger than the archive takes (20 MiB).')
  })
})

describe('what is there already', () => {
  test('is left out when the whole content is the same, and only then', async () => {
    const file = await makeFile('a.jpg', 300_000)
    const { destination, shipments } = shelf()
    const same = { sha256: file.sha256, words: 'as b.jpg' }
    const alike = { sha256: 'other', words: 'looks like it' }
    const twins = contextWith({ twinsOf: () => [alike, same] })
    expect(await uploadJob(destination, orderFor(file), twins)).toEqual({
      kind: 'duplicate',
      words: 'as b.jpg',
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
