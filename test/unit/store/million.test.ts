import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryStore, type MemoryStore } from './rows.ts'

const FEW = 1_000
const MANY = 1_000_000
/** A tree of a million rows is two or three levels deeper, and the machine may be busy. */
const RATIO_MAX = 8
/** Below this a ratio measures only the clock. */
const NOISE_MS = 0.05
const ROUNDS = 300
/** Goals for a million jobs: first page < 20 ms, claim < 1 ms; doubled for a busy machine. */
const PAGE_MS = 40
const CLAIM_MS = 2

function filled(count: number): MemoryStore {
  const store = memoryStore()
  store.database.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(count)})
      INSERT INTO parcel (id, folder_id, root, path, identity, size_bytes, created_ms, after_state)
      SELECT i, 1, '/hot', 'd/' || i || '.jpg', '1:' || i, 1000, i, 'none' FROM n;
    INSERT INTO job (parcel_id, folder_id, destination_id, state, not_before_ms, size_bytes, created_ms, changed_ms)
      SELECT id, folder_id, 1, CASE id % 10 WHEN 0 THEN 'done' ELSE 'waiting' END, id, size_bytes, id, id FROM parcel;`)
  return store
}

function medianMs(run: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const startMs = performance.now()
    run()
    return performance.now() - startMs
  })
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? Number.POSITIVE_INFINITY
}

const stores: { few: MemoryStore; many: MemoryStore } = { few: memoryStore(), many: memoryStore() }
beforeAll(() => {
  stores.few = filled(FEW)
  stores.many = filled(MANY)
})
afterAll(() => {
  for (const { database } of Object.values(stores)) database.close()
})

function claim({ jobs, database }: MemoryStore): void {
  database.transaction(() => {
    for (const job of jobs.next(1, [0, 1, 2], Number.MAX_SAFE_INTEGER, 1)) {
      const to = { state: 'uploading' as const, attempt: 1, notBeforeMs: 0, problem: null, receipt: null }
      jobs.record(job.id, 'waiting', 'claimed', to, 1)
    }
  })()
}

test.each<[string, (store: MemoryStore) => void, number]>([
  ['claiming', claim, CLAIM_MS],
  ['the first page', ({ jobLists }) => void jobLists.list({ limit: 100 }), PAGE_MS],
  ['a page in the middle', ({ jobLists }) => void jobLists.list({ before: 500, limit: 100 }), PAGE_MS],
  ['a page of one state', ({ jobLists }) => void jobLists.list({ state: 'waiting', limit: 100 }), PAGE_MS],
  [
    'a page of a folder without jobs',
    ({ jobLists }) => void jobLists.list({ folderId: 2, limit: 100 }),
    PAGE_MS,
  ],
  [
    'a state that no job of the folder has',
    ({ jobLists }) => void jobLists.list({ folderId: 1, state: 'cancelled', limit: 100 }),
    PAGE_MS,
  ],
  ['counting', ({ jobs }) => void jobs.totals(), CLAIM_MS],
  ['the next time', ({ jobs }) => void jobs.nextTimeMs(1, [0, 1, 2]), CLAIM_MS],
])('%s takes no longer with a million jobs than with a thousand', (_what, run, limitMs) => {
  const fewMs = medianMs(() => {
    run(stores.few)
  })
  const manyMs = medianMs(() => {
    run(stores.many)
  })
  expect(manyMs).toBeLessThan(limitMs)
  expect(manyMs).toBeLessThan(Math.max(fewMs, NOISE_MS) * RATIO_MAX)
})
