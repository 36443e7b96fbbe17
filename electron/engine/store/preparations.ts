import type { Database } from 'better-sqlite3'

/** Metadata that was made ready for one job. */
export interface PreparationRow {
  /** Digest of all it was made from: with other inputs it is made anew. */
  inputs: string
  /** JSON, as dispatch writes it. */
  result: string
  /** The sidecar as it is to be sent. */
  sidecar: Buffer | null
}

/** What was made ready to go along with uploads under way, so that one that is taken up again sends the same. */
export function createPreparations(database: Database) {
  const read = database.prepare<[number], PreparationRow>(
    'SELECT inputs, result, sidecar FROM preparation WHERE job_id = ?',
  )
  const write = database.prepare('INSERT OR REPLACE INTO preparation VALUES (?, ?, ?, ?)')
  const erase = database.prepare('DELETE FROM preparation WHERE job_id = ?')

  return {
    read: (jobId: number): PreparationRow | null => read.get(jobId) ?? null,
    write: (jobId: number, { inputs, result, sidecar }: PreparationRow) =>
      write.run(jobId, inputs, result, sidecar),
    erase: (jobId: number) => erase.run(jobId),
  }
}
export type Preparations = ReturnType<typeof createPreparations>
