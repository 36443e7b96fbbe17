import type { Database } from 'better-sqlite3'

/** What destinations remember of uploads under way: a memo in their own words, and which chunks were accepted. */
export function createJournals(database: Database) {
  const read = database.prepare<[number], { memo: string }>('SELECT memo FROM journal WHERE job_id = ?')
  const write = database.prepare('INSERT OR REPLACE INTO journal VALUES (?, ?)')
  const erase = database.prepare('DELETE FROM journal WHERE job_id = ?')
  const eraseChunks = database.prepare('DELETE FROM journal_chunk WHERE job_id = ?')
  const chunks = database.prepare<[number], { chunk_index: number; check_value: number }>(
    'SELECT chunk_index, check_value FROM journal_chunk WHERE job_id = ?',
  )
  const addChunk = database.prepare('INSERT OR REPLACE INTO journal_chunk VALUES (?, ?, ?)')

  return {
    read: (jobId: number): string | null => read.get(jobId)?.memo ?? null,
    write: (jobId: number, memo: string) => write.run(jobId, memo),
    /** Forgets memo and chunks: the next attempt starts anew. */
    erase(jobId: number): void {
      eraseChunks.run(jobId)
      erase.run(jobId)
    },
    /** Check values of the chunks that the server has accepted, by index. */
    chunks: (jobId: number): Map<number, number> =>
      new Map(chunks.all(jobId).map(({ chunk_index, check_value }) => [chunk_index, check_value])),
    addChunk: (jobId: number, index: number, checkValue: number) => addChunk.run(jobId, index, checkValue),
  }
}
export type Journals = ReturnType<typeof createJournals>
