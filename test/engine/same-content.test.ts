import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { FastClock } from '../support/fast-clock.ts'
import { until } from '../support/until.ts'

test('the same content a second time is a duplicate, and the audit names its twin', async () => {
  const place = await EnginePlace.start()
  await place.drop('first.jpg', 'the same bytes')
  await place.told('done', 'first.jpg')
  await place.drop('again/second.jpg', 'the same bytes')
  const told = await place.told('duplicate', 'again/second.jpg')
  expect(told.words).toContain('Same content as first.jpg, delivered')
  await place.rest()
  expect(place.archived()).toEqual(['first.jpg'])
  expect(await place.audit()).toEqual({ 'first.jpg': 'delivered', 'again/second.jpg': 'duplicate' })
  await place.restart()
  await place.rest()
  expect(place.archived()).toEqual(['first.jpg'])
})

test('equal files that arrive in the same moment are sent once', async () => {
  const place = await EnginePlace.open({
    destination: { files: 4 },
    server: { processingMs: 300 },
    ports: { clock: new FastClock(4) },
  })
  const bytes = Buffer.alloc(300_000, 'twin')
  for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await place.drop(name, bytes)
  await place.engine.start()
  await place.rest()
  expect(place.archived()).toHaveLength(1)
  expect(Object.values(await place.audit()).toSorted()).toEqual(['delivered', 'duplicate', 'duplicate'])
})

test('equal files are sent once when the second begins in the instant in which the first is through', async () => {
  const place = await EnginePlace.open({
    destination: { files: 1 },
    server: { processingMs: 200 },
    ports: { clock: new FastClock(4) },
  })
  for (let index = 0; index < 12; index++)
    for (const name of ['a', 'b']) await place.drop(`${name}${index}.jpg`, `twin ${index}`)
  await place.engine.start()
  await place.rest()
  expect(place.archived()).toHaveLength(12)
})

test('equal files are sent once although Sluice ended between their sending and the receipt', async () => {
  const place = await EnginePlace.open({ destination: { files: 2 }, server: { isPaused: true } })
  for (const name of ['a.jpg', 'b.jpg']) await place.drop(name, 'twins')
  await place.engine.start()
  await until(() => place.events.some(({ event }) => event === 'confirming'), 'one waits for its receipt')
  await until(
    async () => (await place.jobs()).every(({ state }) => state !== 'uploading'),
    'the other waits for the one',
  )
  await place.stop()
  // A while later both are due, and both are claimed at once.
  const later = new FastClock(1, Date.now() + 60_000)
  await place.restart(() => place.server.resumeProcessing(), { ports: { clock: later } })
  await place.rest()
  expect(place.archived()).toHaveLength(1)
})

test('with "duplicates": "send" the same content goes again', async () => {
  const place = await EnginePlace.start({ folder: { duplicates: 'send' } })
  await place.drop('a.jpg', 'the same bytes')
  await place.told('done', 'a.jpg')
  await place.drop('b.jpg', 'the same bytes')
  await place.told('done', 'b.jpg')
  expect(place.archived()).toEqual(['a.jpg', 'b.jpg'])
})

test('a delivered file that is only touched is not sent again', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'the picture', new Date('2020-01-01T00:00:00Z'))
  await place.told('done', 'a.jpg')
  await utimes(place.at('a.jpg'), new Date(), new Date())
  await place.told('duplicate', 'a.jpg')
  await place.rest()
  expect(place.archived()).toEqual(['a.jpg'])
  expect(await place.audit()).toEqual({ 'a.jpg': 'duplicate' })
})

test('a delivered file whose content changes is a new upload', async () => {
  const place = await EnginePlace.start({ server: { collisionMode: 'overwrite' } })
  await place.drop('a.jpg', 'the picture')
  await place.told('done', 'a.jpg')
  await writeFile(place.at('a.jpg'), 'the retouched picture')
  await place.told('done', 'a.jpg', 2)
  // Of equal size, and put into the place of the old one.
  await writeFile(place.at('.work'), 'the RETOUCHED picture')
  await rename(place.at('.work'), place.at('a.jpg'))
  await place.told('done', 'a.jpg', 3)
  const current = place.server.assets().filter(({ isCurrent }) => isCurrent)
  expect(current.map(({ filename }) => filename)).toEqual(['a.jpg'])
  expect(await readFile(current[0]?.filePath ?? '', 'utf8')).toBe('the RETOUCHED picture')
  const { deliveries } = await place.engine.call('history.search', { limit: 10 })
  expect(deliveries).toHaveLength(3)
})

test('a delivered file that is deleted and put back is a duplicate, not a delivery', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'the picture')
  await place.told('done', 'a.jpg')
  await rm(place.at('a.jpg'))
  await until(async () => Object.keys(await place.audit()).length === 0, 'it is gone')
  await place.drop('a.jpg', 'the picture')
  await place.told('duplicate', 'a.jpg')
  expect(place.archived()).toEqual(['a.jpg'])
})
