import type { Database } from 'better-sqlite3'
import type { JobRecord } from './job-rows.ts'

/** When a group goes: at once with so many members, with fewer when none has joined for so long. */
export interface GroupRule {
  size: number
  quietMs: number
}

type Waiting = Pick<JobRecord, 'id' | 'folder_id' | 'attempt' | 'not_before_ms'>

/** Waiting jobs that go together. A job is `ungathered` until somebody has said what it has in common with others. */
export function createJobGroups(database: Database) {
  const setGrouped = database.prepare('UPDATE destination SET is_grouped = ? WHERE id = ?')
  const scatter = database.prepare(
    `UPDATE job SET group_key = (SELECT CASE is_grouped WHEN 1 THEN '' END FROM destination WHERE id = job.destination_id)
     WHERE state = 'waiting' AND destination_id = ? AND group_key IS NOT NULL`,
  )
  const scatterAll = database.prepare(
    `UPDATE job SET group_key = '' WHERE state = 'waiting' AND destination_id = ? AND group_key IS NULL`,
  )
  const ungather = database.prepare(
    "UPDATE job SET group_key = (SELECT CASE is_grouped WHEN 1 THEN '' END FROM destination WHERE id = job.destination_id) WHERE id = ?",
  )
  const ungathered = database.prepare<[number, number], JobRecord>(
    "SELECT * FROM job WHERE state = 'waiting' AND destination_id = ? AND group_key = '' ORDER BY id LIMIT ?",
  )
  const join = database.prepare('UPDATE job SET group_key = ? WHERE id = ?')
  const waiting = database.prepare<[number, string], Waiting>(
    "SELECT id, folder_id, attempt, not_before_ms FROM job WHERE state = 'waiting' AND destination_id = ? AND group_key = ? ORDER BY id",
  )
  const setDue = database.prepare('UPDATE job SET not_before_ms = ? WHERE id = ?')
  const members = database.prepare<[number, string, string, number, number], JobRecord>(
    `SELECT * FROM job WHERE state = 'waiting' AND destination_id = ? AND group_key = ?
     AND folder_id IN (SELECT value FROM json_each(?)) AND (attempt > 0) = ? ORDER BY id LIMIT ?`,
  )

  return {
    /** Begins anew: all waiting jobs of a destination are ungathered, or go alone from now on. */
    begin(destinationId: number, isGrouped: boolean): void {
      setGrouped.run(isGrouped ? 1 : 0, destinationId)
      scatter.run(destinationId)
      if (isGrouped) scatterAll.run(destinationId)
    },
    /** It is tried again, or under another path: whom it belongs to may have changed. */
    ungather: (jobId: number) => ungather.run(jobId),
    ungathered: (destinationId: number, limit: number): JobRecord[] => ungathered.all(destinationId, limit),
    /**
     * Puts jobs into their groups, and says when those groups go.
     * @param open jobs that look as if they were waiting, and are not; and the folders whose jobs may go now: others
     * complete no group
     */
    gather(
      destinationId: number,
      keys: readonly { id: number; key: string }[],
      rule: GroupRule,
      open: { taken: ReadonlySet<number>; folderIds: readonly number[] },
      nowMs: number,
    ): void {
      for (const { id, key } of keys) join.run(key, id)
      for (const key of new Set(keys.map((one) => one.key))) {
        const all = waiting.all(destinationId, key).filter(({ id }) => !open.taken.has(id))
        const isOpen = ({ folder_id: folderId }: Waiting): boolean => open.folderIds.includes(folderId)
        // What lies in a folder that is paused goes when that goes on: together with all others, if they still wait.
        const held = full(all, rule).filter((job) => !isOpen(job))
        const complete = new Set([...full(all.filter(isOpen), rule), ...held])
        for (const job of all) {
          // What has failed before waits for its own time, unless others take it along.
          if (job.attempt > 0) continue
          if (!complete.has(job)) setDue.run(nowMs + rule.quietMs, job.id)
          else if (job.not_before_ms > nowMs) setDue.run(nowMs, job.id)
        }
      }
    },
    /** The waiting members of a group in these folders that have failed before, or have not, the oldest first. */
    members: (
      destinationId: number,
      key: string,
      folderIds: readonly number[],
      { hasFailed, limit }: { hasFailed: boolean; limit: number },
    ): JobRecord[] => members.all(destinationId, key, JSON.stringify(folderIds), hasFailed ? 1 : 0, limit),
  }
}
/** Those that make full groups, the oldest first. */
function full(jobs: readonly Waiting[], { size }: GroupRule): readonly Waiting[] {
  return jobs.slice(0, jobs.length - (jobs.length % size))
}
export type JobGroups = ReturnType<typeof createJobGroups>
