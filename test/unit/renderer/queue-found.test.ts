import { expect, test } from 'vitest'
import { FoundJobs } from '../../../renderer/stores/queue-found.ts'
import { until } from '../../support/until.ts'
import { QueueEngine } from './queue-engine.ts'
import { idsAt, QueueView } from './queue-view.ts'

function searching(count: number, find: string) {
  const engine = new QueueEngine()
  engine.fill(count)
  const view = new QueueView()
  return { engine, view, list: new FoundJobs({ find }, engine, view.listener) }
}

test('a rare name is found at the far end, slice by slice, and what was found is shown meanwhile', async () => {
  const { engine, view, list } = searching(70_000, 'FILE 77')
  list.want(0, 20)
  await until(() => list.isLoaded, 'the first slice is through')
  expect(list.hasMore).toBe(true)
  await until(() => !list.isGoingOn, 'the search rests or is through')
  list.want(0, 5_000)
  await until(() => !list.hasMore, 'the search is through')
  const expected = engine
    .ids("parcel_id IN (SELECT id FROM parcel WHERE path LIKE '%file 77%')")
    .slice(0, list.total)
  expect(list.total).toBe(expected.length)
  expect(idsAt(list, 0, list.total - 1)).toEqual(expected)
  expect(view.changes).toBeGreaterThan(3)
  expect(engine.mostAtOnce).toBe(1)
})

test('it runs ahead of the eyes and no further', async () => {
  const { engine, list } = searching(60_000, 'jpg')
  list.want(0, 20)
  await until(() => list.total >= 320, 'some screens are here')
  expect(list.total).toBeLessThan(600)
  expect([list.hasMore, list.isGoingOn]).toEqual([true, false])
  list.want(300, 320)
  await until(() => list.total >= 620, 'more is here')
  expect(engine.mostAtOnce).toBe(1)
})

test('more hits than anybody reads: it stops and says so', async () => {
  const { list } = searching(8_000, 'jpg')
  list.want(4_990, 5_010)
  await until(() => list.isCut, 'it stops')
  expect(list.total).toBe(5_000)
  expect([list.hasMore, list.isGoingOn]).toEqual([false, false])
})

test('a new hit comes on top, and a change shows', async () => {
  const { engine, view, list } = searching(200, 'file 1')
  list.want(0, 20)
  await until(() => list.isLoaded && !list.hasMore, 'the search is through')
  const before = list.total
  engine.fill(1)
  engine.store.database.exec("UPDATE job SET state = 'failed' WHERE id = 199")
  list.stale()
  await until(() => view.shifts.length > 0, 'the new one is here')
  expect(list.total).toBe(before + 1)
  expect(idsAt(list, 0, 1)).toEqual([201, 199])
  expect(list.lineAt(1)).toMatchObject({ job: { state: 'failed' } })
})

test('nothing found is known only when everything was looked at', async () => {
  const { list } = searching(45_000, 'nowhere')
  list.want(0, 20)
  await until(() => list.isLoaded, 'the first slice is through')
  expect([list.total, list.isGoingOn]).toEqual([0, true])
  await until(() => !list.hasMore, 'the search is through')
  expect(list.total).toBe(0)
})
