import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryStore, type MemoryStore, someDelivery } from './rows.ts'

const NOW = 5_000
const ids = (jobs: readonly { id: number }[]): number[] => jobs.map(({ id }) => id)

function finish(
  { jobs }: MemoryStore,
  id: number,
  state: 'done' | 'cancelled' | 'failed',
  atMs: number,
): void {
  jobs.record(
    id,
    'waiting',
    'ended',
    { state, attempt: 1, notBeforeMs: 0, problem: null, receipt: null },
    atMs,
  )
}

describe('what is claimed next', () => {
  test('the oldest first; of one age, the first that came', () => {
    const store = memoryStore()
    const later = store.addJob({ atMs: 2_000 })
    const earlier = store.addJob({ atMs: 1_000 })
    const twin = store.addJob({ atMs: 1_000 })
    expect(ids(store.jobs.next(1, [1], NOW, 10))).toEqual([earlier, twin, later])
    expect(ids(store.jobs.next(1, [1], NOW, 2))).toEqual([earlier, twin])
  })

  test('what a person picked goes ahead of any hot folder, though it came last', () => {
    const store = memoryStore()
    const hot = store.addJob({ atMs: 1_000 })
    const picked = store.addJob({ folderId: 0, priority: 1, atMs: 4_000 })
    expect(ids(store.jobs.next(1, [0, 1], NOW, 10))).toEqual([picked, hot])
  })

  test('a picked job that must wait does not hold up the others', () => {
    const store = memoryStore()
    store.addJob({ folderId: 0, priority: 1, atMs: NOW + 1 })
    const hot = store.addJob({ atMs: 1_000 })
    expect(ids(store.jobs.next(1, [0, 1], NOW, 10))).toEqual([hot])
  })

  test('folders take turns by age: a full one does not starve a small one', () => {
    const store = memoryStore()
    const many = Array.from({ length: 50 }, (_, index) => store.addJob({ folderId: 1, atMs: 1_000 + index }))
    const one = store.addJob({ folderId: 2, atMs: 1_010 })
    const order = ids(store.jobs.next(1, [1, 2], NOW, 60))
    expect(order).toHaveLength(51)
    expect(order.indexOf(one)).toBe(11)
    expect(order.filter((id) => id !== one)).toEqual(many)
  })

  test('other destinations, closed folders, later times and ended jobs are passed over', () => {
    const store = memoryStore()
    store.addJob({ destinationId: 2 })
    store.addJob({ folderId: 2 })
    store.addJob({ atMs: NOW + 1 })
    finish(store, store.addJob(), 'cancelled', NOW)
    expect(store.jobs.next(1, [1], NOW, 10)).toEqual([])
    expect(store.jobs.next(1, [], NOW, 10)).toEqual([])
    expect(store.jobs.nextTimeMs(1, [1])).toBe(NOW + 1)
    expect(store.jobs.nextTimeMs(1, [])).toBeNull()
  })

  test('the order is total, whatever is waiting', () => {
    const job = fc.record({
      folderId: fc.constantFrom(0, 1, 2),
      priority: fc.constantFrom(0, 1),
      atMs: fc.integer({ min: 0, max: 20 }),
    })
    fc.assert(
      fc.property(fc.array(job, { maxLength: 30 }), fc.nat(20), fc.nat(10), (wanted, nowMs, limit) => {
        const store = memoryStore()
        const rows = wanted.map((one) => ({ ...one, id: store.addJob(one) }))
        const expected = rows
          .filter(({ atMs }) => atMs <= nowMs)
          .sort((a, b) => b.priority - a.priority || a.atMs - b.atMs || a.id - b.id)
        expect(ids(store.jobs.next(1, [0, 1, 2], nowMs, limit))).toEqual(ids(expected).slice(0, limit))
        store.database.close()
      }),
      { numRuns: 100 },
    )
  })
})

describe('lists', () => {
  test('pages by key miss nothing and repeat nothing, though jobs are added and change meanwhile', () => {
    const store = memoryStore()
    const all = Array.from({ length: 25 }, (_, index) => store.addJob({ folderId: 1 + (index % 2) }))
    const seen: number[] = []
    let before: number | undefined
    for (;;) {
      const page = store.jobLists.list({ before, limit: 4 })
      if (page.length === 0) break
      seen.push(...ids(page))
      before = page.at(-1)?.id
      store.addJob()
      finish(store, seen[0] ?? 0, 'done', NOW)
    }
    expect(seen).toEqual(all.toReversed())
  })

  test('by state, by folder, and by both', () => {
    const store = memoryStore()
    const failed = store.addJob({ folderId: 1 })
    const other = store.addJob({ folderId: 2 })
    const waiting = store.addJob({ folderId: 1 })
    finish(store, failed, 'failed', NOW)
    finish(store, other, 'failed', NOW)
    expect(ids(store.jobLists.list({ state: 'failed', limit: 10 }))).toEqual([other, failed])
    expect(ids(store.jobLists.list({ folderId: 1, limit: 10 }))).toEqual([waiting, failed])
    expect(ids(store.jobLists.list({ folderId: 1, state: 'failed', limit: 10 }))).toEqual([failed])
    expect(store.jobLists.list({ folderId: 2, state: 'failed', limit: 10 })).toMatchObject([
      { id: other, folder: 'cold', destination: 'archive', path: 'a.jpg' },
    ])
  })
})

describe('numbers', () => {
  test('a job that was pruned never lends its number to another: the history names it', () => {
    const store = memoryStore()
    const old = store.addJob()
    store.deliveries.insert(someDelivery(old))
    finish(store, old, 'done', 1_000)
    expect(store.jobs.prune(2_000)).toBe(1)
    const fresh = store.addJob()
    expect(fresh).toBeGreaterThan(old)
    store.deliveries.insert(someDelivery(fresh))
  })

  test('pruning takes what ended long ago, with its events and journal, and nothing else', () => {
    const store = memoryStore()
    const old = store.addJob()
    const cancelled = store.addJob()
    const failed = store.addJob()
    const recent = store.addJob()
    store.journals.write(old, '{}')
    store.journals.addChunk(old, 0, 7)
    for (const [id, state, atMs] of [
      [old, 'done', 1_000],
      [cancelled, 'cancelled', 1_000],
      [failed, 'failed', 1_000],
      [recent, 'done', 3_000],
    ] as const)
      finish(store, id, state, atMs)
    const waiting = store.addJob({ atMs: 1 })
    expect(store.jobs.prune(2_000)).toBe(2)
    expect(ids(store.jobLists.list({ limit: 10 }))).toEqual([waiting, recent, failed])
    for (const table of ['job_event', 'journal', 'journal_chunk']) {
      const left = store.database.prepare(`SELECT count(*) FROM ${table} WHERE job_id IN (?, ?)`).pluck()
      expect([table, left.get(old, cancelled)]).toEqual([table, 0])
    }
  })
})

test('every change of state leaves its event, in order', () => {
  const store = memoryStore()
  const id = store.addJob()
  finish(store, id, 'failed', 1)
  finish(store, id, 'cancelled', 2)
  expect(store.jobs.events(id)).toMatchObject([
    { at_ms: 1, to_state: 'failed' },
    { at_ms: 2, to_state: 'cancelled' },
  ])
  expect(() => {
    finish(store, 99, 'failed', 1)
  }).toThrow('Job 99 is missing')
})

test('a state that the table of transitions does not know is refused by the database', () => {
  const store = memoryStore()
  store.addJob()
  expect(() => store.database.exec("UPDATE job SET state = 'lost'")).toThrow('CHECK')
})

test('after the clock was set back nothing waits for a time far ahead', () => {
  const store = memoryStore()
  const far = store.addJob({ atMs: 1_000_000 })
  const near = store.addJob({ atMs: 6_000 })
  store.jobs.clockSetBack(NOW, NOW + 2_000)
  expect(store.jobs.byId(far)?.not_before_ms).toBe(NOW)
  expect(store.jobs.byId(near)?.not_before_ms).toBe(6_000)
})

test('the story of a job that waits for ever is cut at its beginning', () => {
  const store = memoryStore()
  const id = store.addJob()
  const change = { state: 'waiting' as const, attempt: 0, notBeforeMs: 0, problem: null, receipt: null }
  for (let number = 0; number < 1_000; number++) store.jobs.record(id, 'waiting', 'postponed', change, number)
  const events = store.jobs.events(id)
  expect(events.length).toBeLessThan(260)
  expect(events.at(-1)?.at_ms).toBe(999)
})
