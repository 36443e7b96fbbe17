import type { JobRow } from '../../../shared/contract.ts'
import type { JobQuestions } from '../../../renderer/stores/queue-pages.ts'
import { memoryStore, type MemoryStore } from '../store/rows.ts'

const ROWS_PER_WALK = 50_000

/** The lists of a real store, answered as the engine answers `jobs.list` and `jobs.anchors`; every question is noted. */
export class QueueEngine implements JobQuestions {
  readonly store: MemoryStore = memoryStore()
  readonly asked: string[] = []
  mostAtOnce = 0
  #atOnce = 0
  #nowMs = 0

  /** Jobs in the order of their ids; every tenth waits, the others are done. */
  fill(count: number): void {
    if (count === 0) return
    this.store.database.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(count)})
        INSERT INTO parcel (folder_id, root, path, identity, size_bytes, created_ms, after_state)
        SELECT 1, '/hot', 'd/file ' || i || '.jpg', '1:' || i, 1000, i, 'none' FROM n;
      INSERT INTO job (parcel_id, folder_id, destination_id, state, not_before_ms, size_bytes, created_ms, changed_ms)
        SELECT id, folder_id, 1, CASE id % 10 WHEN 0 THEN 'waiting' ELSE 'done' END, id, size_bytes, id, id
        FROM parcel WHERE id NOT IN (SELECT parcel_id FROM job);`)
  }

  /** Ids as a list of this kind should hold them, newest first. */
  ids(where = '1'): number[] {
    const rows = this.store.database
      .prepare(`SELECT id FROM job WHERE ${where} ORDER BY id DESC`)
      .pluck()
      .all()
    return rows.map(Number)
  }

  count(where = '1'): number {
    return this.ids(where).length
  }

  nowMs(): number {
    return this.#nowMs
  }

  /** So that a list that has just been laid out may be laid out again. */
  later(): void {
    this.#nowMs += 60_000
  }

  async list(input: Parameters<JobQuestions['list']>[0]): Promise<{ jobs: JobRow[]; next: number | null }> {
    return await this.#answer(`list ${input.before ?? 'newest'}`, () => {
      const query = { ...input, folderId: undefined }
      if (input.find !== undefined) {
        const found = this.store.jobLists.search({ ...query, find: input.find })
        return { jobs: found.jobs.map(asRow), next: found.next }
      }
      const jobs = this.store.jobLists.list(query)
      return { jobs: jobs.map(asRow), next: jobs.length < input.limit ? null : (jobs.at(-1)?.id ?? null) }
    })
  }

  async anchors({
    state,
    every,
  }: Parameters<JobQuestions['anchors']>[0]): Promise<{ ids: number[]; total: number }> {
    return await this.#answer('anchors', () => {
      const all: number[] = []
      for (let before: number | undefined; ;) {
        const ids = this.store.jobLists.ids({ state }, before)
        all.push(...ids)
        before = ids.at(-1)
        if (ids.length < ROWS_PER_WALK) break
      }
      return { ids: all.filter((_id, index) => index % every === 0), total: all.length }
    })
  }

  async #answer<T>(question: string, answer: () => T): Promise<T> {
    this.asked.push(question)
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce)
    await new Promise((resolve) => setImmediate(resolve))
    this.#atOnce--
    return answer()
  }
}

type Listed = ReturnType<MemoryStore['jobLists']['list']>[number]

function asRow(job: Listed): JobRow {
  return {
    id: job.id,
    state: job.state,
    folder: job.folder,
    path: job.path,
    destination: job.destination,
    sizeBytes: job.size_bytes,
    sentBytes: job.sent_bytes,
    hasSidecar: false,
    isUpdate: false,
    attempt: job.attempt,
    notBeforeMs: job.not_before_ms,
    changedMs: job.changed_ms,
    problem: null,
  }
}
