import { expect, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'

test('the status counts what each folder has delivered today, and what waits for each destination', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'a')
  await place.drop('b.jpg', 'b')
  await place.told('done', 'a.jpg')
  await place.told('done', 'b.jpg')
  const before = await place.engine.call('engine.status', {})
  expect([before.deliveredToday, before.folders[0]?.jobs]).toEqual([
    2,
    { open: 0, failed: 0, deliveredToday: 2 },
  ])
  await place.engine.call('engine.pause', {})
  await place.drop('c.jpg', 'c')
  await place.told('waiting', 'c.jpg')
  const after = await place.engine.call('engine.status', {})
  expect([after.destinations[0]?.waiting, after.folders[0]?.jobs]).toEqual([
    1,
    { open: 1, failed: 0, deliveredToday: 2 },
  ])
})
