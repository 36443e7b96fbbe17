import { expect, test } from 'vitest'
import { noteGone } from '../../../electron/engine/intake/sightings.ts'
import { knownFiles } from './known-files.ts'

const NOW = 1_000

test('a file that is linked into place and loses its first name goes on under the second', async () => {
  const { store, see, row } = await knownFiles()
  const first = await see('d/upload.123', 7)
  const second = await see('d/photo.jpg', 7, { row: first, isStillThere: true })
  expect(second).toMatchObject({ state: 'duplicate', words: 'A second name of d/upload.123.' })
  await store.write(() => {
    noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, first.id)
  })
  expect(row('d/photo.jpg')).toMatchObject({ id: first.id, state: 'arriving', gone_ms: null })
  expect(row('d/upload.123')).toBeNull()
})

test('so does a job that is already queued of it', async () => {
  const { store, folderId, see, row } = await knownFiles()
  const first = await see('upload.123', 7)
  const parcelId = await store.write(() => {
    const id = store.parcels.insert({
      folderId,
      root: '/hot',
      path: 'upload.123',
      identity: first.identity,
      sizeBytes: 10,
      sidecarPath: null,
      sidecarIdentity: null,
      updateOf: null,
      atMs: NOW,
    })
    store.files.change(first.id, { state: 'taken', parcelId: id })
    return id
  })
  const taken = row('upload.123')
  if (taken === null) throw new Error('The first name is gone')
  await see('d/photo.jpg', 7, { row: taken, isStillThere: true })
  await store.write(() => {
    noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, first.id)
  })
  expect(store.parcels.byId(parcelId).path).toBe('d/photo.jpg')
  expect(row('d/photo.jpg')).toMatchObject({ state: 'taken', parcel_id: parcelId, gone_ms: null })
})

test('when the second name goes, the first stays as it was', async () => {
  const { store, see, row } = await knownFiles()
  const first = await see('a.jpg', 7)
  const second = await see('b.jpg', 7, { row: first, isStillThere: true })
  await store.write(() => {
    noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, second.id)
  })
  expect(row('a.jpg')).toMatchObject({ state: 'arriving', gone_ms: null })
  expect(row('b.jpg')).toMatchObject({ state: 'duplicate', gone_ms: NOW })
})

test('of three names the file lives on under the last', async () => {
  const { store, see, row } = await knownFiles()
  const first = await see('a.jpg', 7)
  await see('b.jpg', 7, { row: first, isStillThere: true })
  await see('c.jpg', 7, { row: first, isStillThere: true })
  for (let round = 0; round < 2; round++)
    await store.write(() => {
      noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, first.id)
    })
  expect(row('c.jpg')).toMatchObject({ id: first.id, state: 'arriving', gone_ms: null })
  expect([row('a.jpg'), row('b.jpg')]).toEqual([null, null])
})

test('another file of the same directory has nothing to do with it', async () => {
  const { store, see, row } = await knownFiles()
  const one = await see('a.jpg', 7)
  await see('b.jpg', 8)
  await store.write(() => {
    noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, one.id)
    noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, 99)
  })
  expect(row('a.jpg')).toMatchObject({ gone_ms: NOW })
  expect(row('b.jpg')).toMatchObject({ gone_ms: null })
})

test('files that are gone are not paired with what comes later', async () => {
  const { store, see } = await knownFiles()
  const picture = await see('IMG.CR2', 7)
  const sidecar = await see('IMG.xmp', 8)
  await store.write(() => {
    noteGone({ store, folderName: 'hot', goesByName: false, nowMs: NOW }, sidecar.id)
  })
  const found = store.files.byStem(picture.directory_id, picture.stem_key)
  expect(found.map(({ name }) => name)).toEqual(['IMG.CR2'])
})
