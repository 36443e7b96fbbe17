import type { Database } from 'better-sqlite3'
import { expect, test } from 'vitest'
import { createDeliveries } from '../../../electron/engine/store/deliveries.ts'
import { createFiles } from '../../../electron/engine/store/files.ts'
import { createJobGroups } from '../../../electron/engine/store/job-groups.ts'
import { createJobLists } from '../../../electron/engine/store/job-lists.ts'
import { createJobs } from '../../../electron/engine/store/jobs.ts'
import { createJournals } from '../../../electron/engine/store/journals.ts'
import { createParcels } from '../../../electron/engine/store/parcels.ts'
import { createPreparations } from '../../../electron/engine/store/preparations.ts'
import { createPlaces } from '../../../electron/engine/store/places.ts'
import { memoryStore } from './rows.ts'

/** Tables that may hold a million rows. */
const LARGE = ['job', 'job_event', 'parcel', 'file', 'directory', 'delivery', 'journal', 'journal_chunk']

/** Statements that look through a whole table, and why they may. */
const LOOK_THROUGH: { sql: RegExp; why: string }[] = [
  { sql: /after_state = 'pending'/, why: 'an index that holds only those' },
  { sql: /SET due_ms = \? WHERE due_ms >/, why: 'only when somebody has set the clock back' },
  { sql: /SET not_before_ms = \?\s+WHERE state/, why: 'only when somebody has set the clock back' },
  {
    sql: /delivery\.path LIKE/,
    why: 'a text anywhere in the history; newest first, and it stops at one page',
  },
  { sql: /FROM delivery LEFT JOIN parcel .*\s+WHERE delivery\.id < \?\s+ORDER/, why: 'a page by key' },
  {
    sql: /^SELECT job\.id FROM job {2}ORDER BY job\.id DESC LIMIT/,
    why: 'the first step through a list by key',
  },
  { sql: /JOIN parcel ON parcel\.id = job\.parcel_id\s+ORDER BY job\.id DESC/, why: 'the first page by key' },
]

interface Planned {
  sql: string
  plan: string[]
}

/** Every statement that the store prepares, with the way in which SQLite would run it. */
function plans(): Planned[] {
  const { database } = memoryStore()
  const statements = new Set<string>()
  const recorder = new Proxy(database, {
    get(target, key) {
      if (key !== 'prepare') return Reflect.get(target, key) as unknown
      return (sql: string) => {
        statements.add(sql)
        return target.prepare(sql)
      }
    },
  })
  const jobs = createJobs(recorder)
  const lists = createJobLists(recorder)
  for (const create of [
    createDeliveries,
    createFiles,
    createJobGroups,
    createJournals,
    createParcels,
    createPlaces,
    createPreparations,
  ])
    create(recorder)
  // Some are put together when they are asked for.
  jobs.next(1, [1], 0, 3)
  jobs.nextTimeMs(1, [1])
  for (const state of [undefined, 'failed' as const])
    for (const folderId of [undefined, 1])
      for (const before of [undefined, 100]) {
        lists.list({ state, folderId, before, limit: 1 })
        lists.search({ state, folderId, before, limit: 1, find: 'x' })
      }
  return [...statements].map((sql) => ({ sql, plan: planOf(database, sql) }))
}

function planOf(database: Database, sql: string): string[] {
  const named = [...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name ?? '', null] as const)
  const marks = sql.split('?').slice(1)
  const parameters: unknown[] = named.length > 0 ? [Object.fromEntries(named)] : marks.map(() => null)
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[]
  return rows.map(({ detail }) => detail)
}

const ALL = plans()
const planFor = (part: string | RegExp): string[] =>
  ALL.filter(({ sql }) => (typeof part === 'string' ? sql.includes(part) : part.test(sql))).flatMap(
    ({ plan }) => plan,
  )

test('no statement looks through a large table, but for those with a reason', () => {
  expect(ALL.length).toBeGreaterThan(60)
  const scans = ALL.filter(({ sql, plan }) => {
    const isScan = plan.some((step) => LARGE.some((table) => new RegExp(`^SCAN ${table}\\b`).test(step)))
    return isScan && !LOOK_THROUGH.some((allowed) => allowed.sql.test(sql))
  })
  expect(scans).toEqual([])
})

test('no list is sorted after it was found', () => {
  const sorted = ALL.filter(({ plan }) => plan.some((step) => step.includes('TEMP B-TREE')))
  // At most a handful of rows has one identity; the totals are a few dozen rows.
  const expected = [/file\.identity = \?/, /FROM counter/]
  expect(sorted.filter(({ sql }) => !expected.some((part) => part.test(sql)))).toEqual([])
})

test.each([
  ['claim', /ORDER BY not_before_ms, id LIMIT 3/, 'USING INDEX job_claim'],
  ['next time', /ORDER BY not_before_ms, id LIMIT 1$/, 'USING INDEX job_claim'],
  ['jobs by state', 'WHERE state = ? AND id > ?', 'USING INDEX job_state'],
  ['jobs of a folder', /job\.folder_id = @folderId\s+ORDER/, 'USING INDEX job_folder'],
  [
    'jobs of a folder in a state',
    /state = @state AND job\.folder_id = @folderId\s/,
    'USING INDEX job_folder_state',
  ],
  ['jobs to prune', 'DELETE FROM job', 'USING INDEX job_ended'],
  ['files that are due', 'file.due_ms <= ?', 'USING INDEX file_due'],
  ['next due file', 'SELECT min(due_ms)', 'INDEX file_due'],
  ['files that need a look by a person', "IN ('orphan', 'unreadable')", 'USING INDEX file_attention'],
  ['files that went', 'gone_ms < ?', 'INDEX file_gone'],
  ['files of a parcel', 'file.parcel_id = ?', 'USING INDEX file_parcel'],
  ['files of one stem', 'stem_key = ? AND', 'USING INDEX file_stem'],
  ['the same file elsewhere', 'file.identity = ?', 'USING INDEX file_identity'],
  ['twins', 'fingerprint = ?', 'USING INDEX delivery_fingerprint'],
  ['what follows a delivery', "after_state = 'pending'", 'INDEX parcel_after'],
])('%s', (_what, part, step) => {
  expect(planFor(part).join('\n')).toContain(step)
})
