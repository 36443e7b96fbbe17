import type { EngineStatus } from '../../shared/contract.ts'

export interface BatchProgress {
  sentBytes: number
  totalBytes: number
}

/**
 * How far along the present batch is. A batch begins when something is open after nothing was, or when the window
 * opens: measured against all that was ever delivered, the bar would always stand at its end.
 */
export class Batch {
  #doneBefore: number | null = null

  /** @param underWayBytes bytes of jobs that are under way and were accepted already */
  progress({ counts }: EngineStatus, underWayBytes: number): BatchProgress | null {
    const openBytes = counts.waiting.bytes + counts.uploading.bytes + counts.confirming.bytes
    const openJobs = counts.waiting.jobs + counts.uploading.jobs + counts.confirming.jobs
    if (openJobs === 0) {
      this.#doneBefore = counts.done.bytes
      return null
    }
    // Old deliveries are cleared away now and then.
    this.#doneBefore = Math.min(this.#doneBefore ?? counts.done.bytes, counts.done.bytes)
    const doneBytes = counts.done.bytes - this.#doneBefore
    const sentBytes = doneBytes + counts.confirming.bytes + underWayBytes
    return { sentBytes: Math.min(sentBytes, doneBytes + openBytes), totalBytes: doneBytes + openBytes }
  }
}
