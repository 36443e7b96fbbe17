import type { Database, Statement } from 'better-sqlite3'
import type { JobStateName } from '../../../shared/job.ts'
import { LISTED, type ListedJob } from './job-rows.ts'

/** Which jobs a list holds; newest first. */
export interface JobFilter {
  state?: JobStateName | undefined
  folderId?: number | undefined
}

/** Rows that a search looks at in one go: some ten milliseconds. */
const SEARCH_ROWS = 20_000
/** Ids that are read in one go on the way to anchors. */
const ANCHOR_ROWS = 50_000

/** Lists of jobs, as windows and commands walk through them. */
export function createJobLists(database: Database) {
  const statements = new Map<string, Statement<Record<string, unknown>>>()
  const prepared = (sql: string): Statement<Record<string, unknown>> => {
    const statement = statements.get(sql) ?? database.prepare<Record<string, unknown>>(sql)
    statements.set(sql, statement)
    return statement
  }
  const ids = ({ state, folderId }: JobFilter, before: number | undefined, limit: number): number[] => {
    const where = whereOf({ state, folderId }, before)
    const sql = `SELECT job.id FROM job ${where} ORDER BY job.id DESC LIMIT @limit`
    return prepared(sql).pluck().all({ state, folderId, before, limit }) as number[]
  }

  return {
    /** A page; `before` is the last id that was seen. */
    list(query: JobFilter & { before?: number | undefined; limit: number }): ListedJob[] {
      const sql = `${LISTED} ${whereOf(query, query.before)} ORDER BY job.id DESC LIMIT @limit`
      return prepared(sql).all({ ...query }) as ListedJob[]
    },
    /**
     * A page of those whose path holds a text, letter case aside. Looks at so many rows at most, so that nothing else
     * waits; `next` is where to go on, also after an empty page.
     */
    search(query: JobFilter & { before?: number | undefined; limit: number; find: string }): {
      jobs: ListedJob[]
      next: number | null
    } {
      const { state, folderId, before, limit } = query
      const slice = ids({ state, folderId }, before, SEARCH_ROWS)
      const oldest = slice.at(-1)
      if (oldest === undefined) return { jobs: [], next: null }
      const where = whereOf(query, before, ['job.id >= @oldest', "parcel.path LIKE @like ESCAPE '!'"])
      const sql = `${LISTED} ${where} ORDER BY job.id DESC LIMIT @limit`
      const like = `%${query.find.replaceAll(/[!%_]/g, '!$&')}%`
      const jobs = prepared(sql).all({ state, folderId, before, oldest, like, limit }) as ListedJob[]
      if (jobs.length === limit) return { jobs, next: jobs.at(-1)?.id ?? null }
      return { jobs, next: slice.length < SEARCH_ROWS ? null : oldest }
    },
    /** Some ids in order, from `before` on: the way through a list in steps that nobody has to wait for. */
    ids: (filter: JobFilter, before: number | undefined): number[] => ids(filter, before, ANCHOR_ROWS),
  }
}
export type JobLists = ReturnType<typeof createJobLists>

function whereOf(
  { state, folderId }: JobFilter,
  before: number | undefined,
  more: readonly string[] = [],
): string {
  const where = [
    state === undefined ? null : 'job.state = @state',
    folderId === undefined ? null : 'job.folder_id = @folderId',
    before === undefined ? null : 'job.id < @before',
    ...more,
  ].filter((part) => part !== null)
  return where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
}
