import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { sidecarXmp } from '../support/photos/sidecar.ts'
import { storyOf } from '../support/photos/story.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

const xmp = (name: string): string => sidecarXmp(storyOf({ path: name, kind: 'raw' }))

/** The sidecar that stands beside each asset in the archive. */
async function sidecars(place: EnginePlace): Promise<Record<string, string | null>> {
  const found: Record<string, string | null> = {}
  for (const { filename, xmpPath } of place.server.assets())
    found[filename] = xmpPath === null ? null : await readFile(xmpPath, 'utf8')
  return found
}

test('a sidecar that is late within the grace travels with its picture, in both namings and any case', async () => {
  const place = await EnginePlace.start({ folder: { sidecarGraceMs: 4000 } })
  for (const name of ['A.CR2', 'B.CR2', 'C.jpg']) await place.drop(name, `picture ${name}`)
  await until(
    async () => Object.values(await place.audit()).filter((state) => state === 'waiting').length === 3,
    'the pictures wait for their sidecars',
  )
  expect(place.events.filter(({ event }) => event === 'waiting')).toEqual([])
  await place.drop('A.xmp', xmp('A'))
  await place.drop('B.CR2.xmp', xmp('B'))
  await place.drop('c.JPG.XMP', xmp('C'))
  for (const name of ['A.CR2', 'B.CR2', 'C.jpg']) await place.told('done', name)
  expect(await sidecars(place)).toEqual({ 'A.CR2': xmp('A'), 'B.CR2': xmp('B'), 'C.jpg': xmp('C') })
  expect(await place.audit()).toEqual({
    ...{ 'A.CR2': 'delivered', 'B.CR2': 'delivered', 'C.jpg': 'delivered' },
    ...{ 'A.xmp': 'sidecar', 'B.CR2.xmp': 'sidecar', 'c.JPG.XMP': 'sidecar' },
  })
})

test('one sidecar beside RAW and JPEG belongs to the RAW', async () => {
  const place = await EnginePlace.open()
  await place.drop('IMG_1.CR2', 'raw')
  await place.drop('IMG_1.JPG', 'jpeg')
  await place.drop('IMG_1.xmp', xmp('IMG_1'))
  await place.engine.start()
  await place.told('done', 'IMG_1.CR2')
  await place.told('done', 'IMG_1.JPG')
  expect(await sidecars(place)).toEqual({ 'IMG_1.CR2': xmp('IMG_1'), 'IMG_1.JPG': null })
})

test('an orphan is told in status and audit, and is never an asset; its picture takes it along', async () => {
  const place = await EnginePlace.start()
  await place.drop('lost.xmp', xmp('lost'))
  await until(async () => (await place.audit())['lost.xmp'] === 'orphan', 'the audit calls it an orphan')
  expect((await place.health()).attention).toMatchObject([
    { path: 'lost.xmp', words: 'there is no picture of this name beside it' },
  ])
  await place.rest()
  expect(place.server.assets()).toEqual([])
  await place.drop('lost.jpg', 'found after all')
  await place.told('done', 'lost.jpg')
  expect(await sidecars(place)).toEqual({ 'lost.jpg': xmp('lost') })
  expect(await place.audit()).toEqual({ 'lost.jpg': 'delivered', 'lost.xmp': 'sidecar' })
  expect((await place.health()).attention).toEqual([])
})

test('a sidecar that is edited while its picture is queued travels in its last state', async () => {
  const place = await EnginePlace.start()
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.drop('a.xmp', xmp('first'))
  await place.drop('a.jpg', 'picture')
  await place.told('waiting', 'a.jpg')
  await place.drop('a.xmp', xmp('second'))
  await place.told('waiting', 'a.jpg', 2)
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('done', 'a.jpg')
  await place.rest()
  expect(await sidecars(place)).toEqual({ 'a.jpg': xmp('second') })
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('with "sidecars": "ignore" pictures do not wait, and sidecars are told', async () => {
  const place = await EnginePlace.start({ folder: { sidecars: 'ignore', sidecarGraceMs: 60_000 } })
  await place.drop('a.xmp', xmp('a'))
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  expect(await sidecars(place)).toEqual({ 'a.jpg': null })
  await until(async () => (await place.audit())['a.xmp'] === 'orphan', 'the sidecar is told')
})

test('a malformed sidecar fails its picture with the remedy, and the line goes on', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.xmp', '<x:xmpmeta unclosed')
  await place.drop('a.jpg', 'picture a')
  await place.drop('b.jpg', 'picture b')
  await place.engine.start()
  const { problem } = await place.told('failed', 'a.jpg')
  expect(problem?.what).toContain('«a.xmp» is not well-formed')
  expect(problem?.remedy).toContain('Save the sidecar again')
  await place.told('done', 'b.jpg')
  await place.drop('a.xmp', xmp('a'))
  await place.told('done', 'a.jpg')
  expect(await sidecars(place)).toEqual({ 'a.jpg': xmp('a'), 'b.jpg': null })
})
