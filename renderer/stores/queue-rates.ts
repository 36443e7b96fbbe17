/** How much a new measure counts: some ten messages until an old rate is forgotten. */
const WEIGHT = 0.2

interface Measure {
  atMs: number
  sentBytes: number
  bytesPerMs: number | null
}

/** How long each upload will take from here, from its own progress. */
export class UploadRates {
  readonly #measures = new Map<number, Measure>()

  /** @returns seconds until the file is sent; null while nobody can know */
  progress(job: number, sentBytes: number, sizeBytes: number, nowMs: number): number | null {
    const last = this.#measures.get(job)
    const tookMs = last === undefined ? 0 : nowMs - last.atMs
    if (last === undefined || tookMs <= 0 || sentBytes < last.sentBytes) {
      this.#measures.set(job, { atMs: nowMs, sentBytes, bytesPerMs: null })
      return null
    }
    const now = (sentBytes - last.sentBytes) / tookMs
    const bytesPerMs = last.bytesPerMs === null ? now : last.bytesPerMs * (1 - WEIGHT) + now * WEIGHT
    this.#measures.set(job, { atMs: nowMs, sentBytes, bytesPerMs })
    return bytesPerMs > 0 ? Math.max(0, sizeBytes - sentBytes) / bytesPerMs / 1000 : null
  }

  forget(job: number): void {
    this.#measures.delete(job)
  }
}
