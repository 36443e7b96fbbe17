import type { Database, Statement } from 'better-sqlite3'
import type { JobStateName } from '../../../shared/job.ts'
import { type JobRecord, LISTED, type ListedJob } from './job-rows.ts'
import { mustBe } from './places.ts'

export type { JobRecord } from './job-rows.ts'

export interface NewJob {
  parcelId: number
  folderId: number
  destinationId: number
  priority: number
  sizeBytes: number
  subfolder: string | null
  template: string | null
  comment: string | null
  atMs: number
}

/** The columns that a change of state may touch. */
export interface JobChange {
  state: JobStateName
  attempt: number
  notBeforeMs: number
  problem: string | null
  receipt: string | null
}

/** A job that waits for weeks for the same reason does not fill the disk with its story. */
const EVENTS_KEPT = 200
const EVENTS_CHECKED_EVERY = 50

export const PRIORITIES = [1, 0] as const
/** The queue. Nothing but `record` writes a state, and always with its row in `job_event`. */
export function createJobs(database: Database) {
  const insert = database.prepare(
    `INSERT INTO job (parcel_id, folder_id, destination_id, state, priority, not_before_ms, size_bytes, subfolder, template, comment, group_key, created_ms, changed_ms)
     VALUES (@parcelId, @folderId, @destinationId, 'waiting', @priority, @atMs, @sizeBytes, @subfolder, @template, @comment,
     (SELECT CASE is_grouped WHEN 1 THEN '' END FROM destination WHERE id = @destinationId), @atMs, @atMs)`,
  )
  const byId = database.prepare<[number], JobRecord>('SELECT * FROM job WHERE id = ?')
  const listedById = database.prepare<[number], ListedJob>(`${LISTED} WHERE job.id = ?`)
  const change = database.prepare(
    `UPDATE job SET state = @state, attempt = @attempt, not_before_ms = @notBeforeMs, problem = @problem, receipt = @receipt,
     changed_ms = @atMs WHERE id = @id`,
  )
  const addEvent = database.prepare<[Record<string, unknown>], { number: number }>(
    `INSERT INTO job_event (job_id, number, at_ms, event, from_state, to_state, problem)
     VALUES (@id, (SELECT coalesce(max(number), 0) + 1 FROM job_event WHERE job_id = @id), @atMs, @event, @from, @to, @problem)
     RETURNING number`,
  )
  const dropEvents = database.prepare('DELETE FROM job_event WHERE job_id = ? AND number <= ?')
  const recount = database.prepare(
    `UPDATE counter SET bytes = bytes + @sizeBytes - (SELECT size_bytes FROM job WHERE id = @id)
     WHERE (folder_id, destination_id, state) = (SELECT folder_id, destination_id, state FROM job WHERE id = @id)`,
  )
  const resize = database.prepare('UPDATE job SET size_bytes = @sizeBytes WHERE id = @id')
  const setSent = database.prepare('UPDATE job SET sent_bytes = ? WHERE id = ?')
  const progressed = database.prepare('UPDATE job SET sent_bytes = ?, attempt = 1 WHERE id = ?')
  const first = database.prepare("UPDATE job SET priority = ? WHERE id = ? AND state = 'waiting'")
  const hurry = database.prepare("UPDATE job SET not_before_ms = ? WHERE id = ? AND state = 'waiting'")
  const byState = database.prepare<[JobStateName, number, number], JobRecord>(
    'SELECT * FROM job WHERE state = ? AND id > ? ORDER BY id LIMIT ?',
  )
  const byParcel = database.prepare<[number], JobRecord>('SELECT * FROM job WHERE parcel_id = ?')
  const totals = database.prepare<[], { state: JobStateName; jobs: number; bytes: number }>(
    'SELECT state, sum(jobs) AS jobs, sum(bytes) AS bytes FROM counter GROUP BY state',
  )
  const totalsOfPlaces = database.prepare<
    [],
    { folder: string; destination: string; state: JobStateName; jobs: number }
  >(
    `SELECT folder.name AS folder, destination.name AS destination, state, jobs FROM counter
      JOIN folder ON folder.id = folder_id JOIN destination ON destination.id = destination_id WHERE jobs > 0`,
  )
  const sentOfActive = database.prepare<[], { bytes: number }>(
    "SELECT coalesce(sum(sent_bytes), 0) AS bytes FROM job WHERE state = 'uploading'",
  )
  const events = database.prepare<
    [number],
    { at_ms: number; event: string; to_state: JobStateName; problem: string | null }
  >('SELECT at_ms, event, to_state, problem FROM job_event WHERE job_id = ? ORDER BY number')
  const clockBack = database.prepare(
    "UPDATE job SET not_before_ms = ? WHERE state = 'waiting' AND not_before_ms > ?",
  )
  const prune = database.prepare(
    // A parcel goes as a whole: as long as one of its jobs is open, or its source waits to be cleared away, all are needed.
    `DELETE FROM job WHERE id IN (
       SELECT id FROM job INDEXED BY job_ended WHERE state IN ('done', 'cancelled') AND changed_ms < ?
         AND NOT EXISTS (SELECT 1 FROM job AS other WHERE other.parcel_id = job.parcel_id AND other.state NOT IN ('done', 'cancelled'))
         AND NOT EXISTS (SELECT 1 FROM parcel WHERE parcel.id = job.parcel_id AND parcel.after_state = 'pending')
       ORDER BY changed_ms LIMIT 2000)`,
  )
  const turns = createTurns(database)

  return {
    insert: (job: NewJob): number => Number(insert.run(job).lastInsertRowid),
    byId: (id: number): JobRecord | null => byId.get(id) ?? null,
    listedById: (id: number): ListedJob | null => listedById.get(id) ?? null,
    /** The jobs that should go next, looking only into the given folders; urgent ones first, then the oldest. */
    next(destinationId: number, folderIds: readonly number[], nowMs: number, limit: number): JobRecord[] {
      const found: JobRecord[] = []
      for (const priority of PRIORITIES) {
        const left = limit - found.length
        if (left <= 0) break
        const jobs = folderIds.flatMap((folderId) => turns.first(destinationId, folderId, priority, left))
        const due = jobs.filter((job) => job.not_before_ms <= nowMs)
        found.push(...due.sort(byTurn).slice(0, left))
      }
      return found
    },
    /** When the next waiting job of these folders may be claimed; null when none waits. */
    nextTimeMs(destinationId: number, folderIds: readonly number[]): number | null {
      const times = folderIds.flatMap((folderId) =>
        PRIORITIES.flatMap((priority) => turns.first(destinationId, folderId, priority, 1)),
      )
      return times.length === 0 ? null : Math.min(...times.map((job) => job.not_before_ms))
    },
    /** Writes a change of state and the event that caused it, to be called inside one transaction. */
    record(id: number, from: JobStateName, event: string, to: JobChange, atMs: number): void {
      const { changes } = change.run({ id, atMs, ...to })
      if (changes !== 1) throw new Error(`Job ${id} is missing`)
      const { number } = mustBe(
        addEvent.get({ id, atMs, event, from, to: to.state, problem: to.problem }),
        'event',
      )
      if (number % EVENTS_CHECKED_EVERY === 0) dropEvents.run(id, number - EVENTS_KEPT)
    },
    /** The file is sent as it is now, which may be longer or shorter than it was. */
    resized(id: number, sizeBytes: number): void {
      recount.run({ id, sizeBytes })
      resize.run({ id, sizeBytes })
    },
    /** Waiting jobs go before all others. */
    first: (id: number): boolean => first.run(PRIORITIES[0], id).changes > 0,
    /** A person does not want to wait for the next try. */
    hurry: (id: number, nowMs: number) => hurry.run(nowMs, id),
    /** A chunk was accepted: the file is on its way, so its earlier attempts no longer count against it. */
    progressed: (id: number, sentBytes: number) => progressed.run(sentBytes, id),
    setSentBytes: (id: number, sentBytes: number) => setSent.run(sentBytes, id),
    byState: (state: JobStateName, afterId: number, limit: number): JobRecord[] =>
      byState.all(state, afterId, limit),
    byParcel: (parcelId: number): JobRecord[] => byParcel.all(parcelId),
    totals: () => totals.all(),
    /** For each hot folder and destination. */
    totalsOfPlaces: () => totalsOfPlaces.all(),
    sentBytesOfActive: (): number => mustBe(sentOfActive.get(), 'sum').bytes,
    events: (id: number) => events.all(id),
    clockSetBack: (nowMs: number, furthestMs: number) => clockBack.run(nowMs, furthestMs),
    prune: (beforeMs: number): number => prune.run(beforeMs).changes,
  }
}
export type Jobs = ReturnType<typeof createJobs>

function byTurn(one: JobRecord, other: JobRecord): number {
  return one.not_before_ms - other.not_before_ms || one.id - other.id
}

/**
 * Who is next in one queue. The numbers stand in the statement itself, one statement for each queue: with them as
 * parameters SQLite plans this statement anew at every call, which costs twenty times as much as running it, because it
 * uses a partial index.
 */
function createTurns(database: Database) {
  const statements = new Map<string, Statement<[], JobRecord>>()
  return {
    first(destinationId: number, folderId: number, priority: number, limit: number): JobRecord[] {
      const numbers = [destinationId, folderId, priority, limit].map((number) => Math.trunc(number))
      const key = numbers.join('/')
      let statement = statements.get(key)
      if (statement === undefined) {
        statement = database.prepare<[], JobRecord>(
          `SELECT * FROM job WHERE state = 'waiting' AND destination_id = ${numbers[0]} AND folder_id = ${numbers[1]}
           AND priority = ${numbers[2]} ORDER BY not_before_ms, id LIMIT ${numbers[3]}`,
        )
        statements.set(key, statement)
      }
      return statement.all()
    },
  }
}
