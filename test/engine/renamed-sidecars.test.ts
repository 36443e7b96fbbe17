import { rename } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'
import { headlineXmp, twoArchives } from './headline-sidecar.ts'

const headlines = (place: EnginePlace): Record<string, unknown> =>
  Object.fromEntries(
    place.server
      .assets()
      .filter(({ isCurrent }) => isCurrent)
      .map(({ filename, metadata }) => [filename, metadata['105']?.value]),
  )

test('a sidecar of the wrong name goes as soon as it is renamed, and a renamed picture meets its sidecar', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture a')
  await place.drop('b.jpg', 'picture b')
  await place.drop('a-edited.xmp', headlineXmp('For a'))
  await place.drop('c.xmp', headlineXmp('For c'))
  for (const name of ['a.jpg', 'b.jpg']) await place.told('done', name)
  await until(async () => (await place.health()).attention.length === 2, 'both sidecars are told')
  await rename(place.at('a-edited.xmp'), place.at('a.xmp'))
  await rename(place.at('b.jpg'), place.at('c.jpg'))
  await place.told('done', 'a.jpg', 2)
  await place.told('done', 'c.jpg')
  expect(headlines(place)).toEqual({ 'a.jpg': 'For a', 'b.jpg': 'For c' })
  expect((await place.health()).attention).toEqual([])
})

test('a sidecar that has gone with one picture goes with another when it is given its name', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.jpg', 'picture a')
  await place.drop('a.xmp', headlineXmp('Headline'))
  await place.drop('b.jpg', 'picture b')
  await place.engine.start()
  for (const name of ['a.jpg', 'b.jpg']) await place.told('done', name)
  await rename(place.at('a.xmp'), place.at('b.xmp'))
  await place.told('done', 'b.jpg', 2)
  expect(headlines(place)).toEqual({ 'a.jpg': 'Headline', 'b.jpg': 'Headline' })
})

test('a picture renamed with its sidecar sends nothing', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.jpg', 'picture')
  await place.drop('a.xmp', headlineXmp('Headline'))
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await rename(place.at('a.jpg'), place.at('b.jpg'))
  await rename(place.at('a.xmp'), place.at('b.xmp'))
  await until(async () => (await place.audit())['b.xmp'] === 'sidecar', 'the new names are known')
  await place.rest()
  expect(place.events.filter(({ event }) => event === 'done')).toHaveLength(1)
  expect(place.server.assets()).toHaveLength(1)
})

test('with "duplicates": "send" a changed sidecar sends no picture twice', async () => {
  const place = await EnginePlace.open(twoArchives({ duplicates: 'send' }))
  await place.engine.call('engine.pause', { destination: 'second' })
  await place.drop('a.xmp', headlineXmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', headlineXmp('Second'))
  await place.told('done', 'a.jpg', 2)
  await place.engine.call('engine.resume', { destination: 'second' })
  await place.told('done', 'a.jpg', 3)
  await place.rest()
  expect(place.server.assets().map(({ metadata }) => metadata['105']?.value)).toEqual(['Second', 'Second'])
})

test('what was sent before a restart is not sent again because its sidecar changes', async () => {
  const place = await EnginePlace.open({ server: { isPaused: true } })
  await place.drop('a.xmp', headlineXmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('confirming', 'a.jpg')
  await until(async () => (await place.job('a.jpg')).state === 'confirming', 'it was noted as sent')
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.restart()
  await place.drop('a.xmp', headlineXmp('Second'))
  await until(async () => (await place.audit())['a.xmp'] === 'waiting', 'the sidecar waits')
  await place.server.resumeProcessing()
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('done', 'a.jpg', 2, 40_000)
  await place.rest()
  expect(place.server.requests.filter(({ operation }) => operation === 'create')).toHaveLength(1)
  expect(headlines(place)).toEqual({ 'a.jpg': 'Second' })
})
