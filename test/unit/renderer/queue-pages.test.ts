import { expect, test } from 'vitest'
import { JobPages } from '../../../renderer/stores/queue-pages.ts'
import { until } from '../../support/until.ts'
import { QueueEngine } from './queue-engine.ts'
import { idsAt, QueueView, whenSeen } from './queue-view.ts'

function opened(count: number, filter: ConstructorParameters<typeof JobPages>[0] = {}) {
  const engine = new QueueEngine()
  engine.fill(count)
  const view = new QueueView()
  return { engine, view, list: new JobPages(filter, engine, view.listener) }
}

test.each([0, 1, 99, 100, 101, 2_350])('of %i jobs each stands where it belongs', async (count) => {
  const { engine, list } = opened(count)
  for (let first = 0; first < Math.max(1, count); first += 70) await whenSeen(list, first, first + 69)
  expect(list.total).toBe(count)
  for (let first = 0; first < count; first += 70) {
    await whenSeen(list, first, first + 69)
    const last = Math.min(count - 1, first + 69)
    expect(idsAt(list, first, last)).toEqual(engine.ids().slice(first, last + 1))
  }
})

test('a jump into the middle of a hundred thousand asks for its own pages only', async () => {
  const { engine, list } = opened(100_000)
  await whenSeen(list, 0, 19)
  engine.asked.length = 0
  await whenSeen(list, 54_321, 54_340)
  // Newest first, the first row has the highest id: the page that begins with row 54,300 begins with id 45,700.
  expect(engine.asked).toEqual(['list 45701'])
  expect(idsAt(list, 54_321, 54_340)).toEqual(engine.ids().slice(54_321, 54_341))
})

test('a list of one state jumps in the same way', async () => {
  const { engine, list } = opened(20_000, { state: 'waiting' })
  await whenSeen(list, 0, 19)
  await whenSeen(list, 1_595, 1_610)
  expect(list.total).toBe(2_000)
  expect(idsAt(list, 1_595, 1_610)).toEqual(engine.ids("state = 'waiting'").slice(1_595, 1_611))
})

test('while a scroll bar flies over a list only what is seen at last is asked for, one question at a time', async () => {
  const { engine, list } = opened(50_000)
  await whenSeen(list, 0, 19)
  engine.asked.length = 0
  for (let first = 1_000; first <= 40_000; first += 100) list.want(first, first + 19)
  await whenSeen(list, 40_000, 40_019)
  expect(engine.asked.length).toBeLessThanOrEqual(2)
  expect(engine.mostAtOnce).toBe(1)
})

test('new jobs on top push rows by their number, and nothing is laid out anew', async () => {
  const { engine, view, list } = opened(3_000)
  await whenSeen(list, 1_500, 1_520)
  const before = idsAt(list, 1_500, 1_520)
  engine.asked.length = 0
  engine.fill(7)
  list.stale(3_007)
  await until(() => view.shifts.length > 0, 'the new ones are here')
  expect(view.shifts).toEqual([7])
  expect(idsAt(list, 1_507, 1_527)).toEqual(before)
  expect(engine.asked).not.toContain('anchors')
  await whenSeen(list, 0, 20)
  expect(idsAt(list, 0, 20)).toEqual(engine.ids().slice(0, 21))
})

test('more new jobs than a page has: all is laid out anew and the row under the eyes stays', async () => {
  const { engine, view, list } = opened(3_000)
  await whenSeen(list, 1_500, 1_520)
  const before = idsAt(list, 1_500, 1_520)
  engine.later()
  engine.fill(250)
  list.stale(3_250)
  await until(() => view.shifts.length > 0, 'the new ones are here')
  expect(view.shifts).toEqual([250])
  expect(list.total).toBe(3_250)
  expect(idsAt(list, 1_750, 1_770)).toEqual(before)
})

test('rows that leave a state, above and at the eyes: the rest stays where it is seen', async () => {
  const { engine, view, list } = opened(10_000, { state: 'waiting' })
  await whenSeen(list, 500, 520)
  const before = idsAt(list, 500, 520)
  // Thirty above what is seen, and the first that is seen.
  const gone = [...engine.ids("state = 'waiting'").slice(100, 130), before[0] ?? 0]
  engine.store.database.exec(`UPDATE job SET state = 'done' WHERE id IN (${gone.join(',')})`)
  engine.later()
  list.stale(969)
  await until(() => view.shifts.length > 0, 'it is laid out anew')
  expect(list.total).toBe(969)
  expect(view.shifts).toEqual([-30])
  await whenSeen(list, 470, 490)
  expect(idsAt(list, 470, 489)).toEqual(before.slice(1))
})

test('what changed is asked again for what is seen, not for pages seen before', async () => {
  const { engine, list } = opened(5_000)
  await whenSeen(list, 0, 19)
  await whenSeen(list, 2_000, 2_019)
  await whenSeen(list, 4_000, 4_019)
  const [id = 0] = idsAt(list, 4_000, 4_000)
  engine.store.database.exec(`UPDATE job SET state = 'failed' WHERE id = ${String(id)}`)
  engine.asked.length = 0
  list.stale(5_000)
  await until(() => {
    const line = list.lineAt(4_000)
    return line.kind === 'job' && line.job.state === 'failed'
  }, 'the row tells it')
  expect(engine.asked).toEqual(['list newest', 'list 1001'])
})

test('an event changes a row where it stands; a job that nobody sees is left alone', async () => {
  const { view, list } = opened(500)
  await whenSeen(list, 0, 19)
  const { changes } = view
  list.patch(490, { state: 'failed' })
  list.patch(3, { state: 'failed' })
  expect(view.changes).toBe(changes + 1)
  expect(list.lineAt(10)).toMatchObject({ job: { id: 490, state: 'failed' } })
  expect([list.indexOf(490), list.indexOf(3)]).toEqual([10, null])
})

test('a walk through everything keeps a bounded number of rows', async () => {
  const { list } = opened(30_000)
  for (let first = 0; first < 30_000; first += 100) await whenSeen(list, first, first + 99)
  const kept = idsAt(list, 0, 29_999).filter((id) => id !== null).length
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThanOrEqual(3_200)
})

test('an engine that fails is asked again at the next change', async () => {
  const engine = new QueueEngine()
  engine.fill(10)
  let isDown = true
  let refusals = 0
  const view = new QueueView()
  const list = new JobPages(
    {},
    {
      list: async (input) => {
        if (!isDown) return await engine.list(input)
        refusals++
        throw new Error('down')
      },
      anchors: (input) => engine.anchors(input),
      nowMs: () => engine.nowMs(),
    },
    view.listener,
  )
  list.want(0, 9)
  await until(() => refusals > 0, 'it has asked')
  expect(list.isLoaded).toBe(false)
  isDown = false
  list.stale(10)
  await whenSeen(list, 0, 9)
  expect(idsAt(list, 0, 9)).toEqual(engine.ids())
})
