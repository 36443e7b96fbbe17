import { mkdtemp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'
import { until } from '../support/until.ts'
import { headlineXmp, twoArchives } from './headline-sidecar.ts'

/** A folder whose delivered files are moved beside the place. */
async function moving(options: PlaceOptions): Promise<{ place: EnginePlace; sent: string }> {
  const dir = await mkdtemp('/tmp/sluice-clearing-')
  const sent = path.join(dir, 'sent')
  const folder = { ...options.folder, after: { action: 'move' as const, to: sent } }
  return { place: await EnginePlace.open({ ...options, dir, folder }), sent }
}

const headlines = (place: EnginePlace): unknown[] =>
  place.server.assets().map(({ metadata }) => metadata['105']?.value)

test('a picture is not moved away before its late sidecar has reached every archive', async () => {
  const { place, sent } = await moving(twoArchives())
  await place.engine.call('engine.pause', { destination: 'second' })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.drop('a.xmp', headlineXmp('Late'))
  await place.told('waiting', 'a.jpg', 2)
  await place.engine.call('engine.resume', { destination: 'second' })
  await place.told('done', 'a.jpg', 2)
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('done', 'a.jpg', 3)
  await place.rest()
  expect(headlines(place)).toEqual(['Late', 'Late'])
  expect((await readdir(sent)).toSorted()).toEqual(['a.jpg', 'a.xmp'])
})

test('a sidecar that came while its picture was on its way goes, and is then moved with it', async () => {
  const { place, sent } = await moving({ server: { isPaused: true } })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('confirming', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('Late'))
  await until(async () => (await place.audit())['a.xmp'] === 'waiting', 'the sidecar waits')
  await place.server.resumeProcessing()
  await place.told('done', 'a.jpg', 2, 40_000)
  await place.rest()
  expect(headlines(place)).toEqual(['Late'])
  expect((await readdir(sent)).toSorted()).toEqual(['a.jpg', 'a.xmp'])
})

test('a picture whose late sidecar has nothing new is moved all the same', async () => {
  const { place, sent } = await moving({ server: { isPaused: true } })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('confirming', 'a.jpg')
  await place.drop('a.xmp', headlineXmp(''))
  await until(async () => (await place.audit())['a.xmp'] === 'waiting', 'the sidecar waits')
  await place.server.resumeProcessing()
  await place.told('duplicate', 'a.jpg', 1, 40_000)
  await place.rest()
  expect(await readdir(sent)).toEqual(['a.jpg'])
})
