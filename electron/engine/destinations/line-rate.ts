/** What a line is taken for until it has shown better: 4 MiB in four minutes. */
const SLOWEST_BYTES_PER_MS = 16
/** Smaller bodies tell more about the way there and back than about the line. */
const TELLING_BYTES = 64 * 1024
/** No system buffers more than this of one connection; what was handed over before that is on its way. */
const BUFFERED_BYTES_MAX = 8 * 1024 * 1024
/** How much slower than usual a line may become without being taken for dead. */
const PATIENCE = 4

/**
 * How fast the line takes bodies. The system swallows megabytes at once and passes them on at the pace of the line,
 * and nobody is told how far it has come: so the silence that follows is judged by the pace of earlier bodies.
 */
export class LineRate {
  #bytesPerMs = SLOWEST_BYTES_PER_MS

  /** A body was taken and answered. */
  learn(sizeBytes: number, tookMs: number): void {
    if (sizeBytes < TELLING_BYTES) return
    const seen = sizeBytes / Math.max(1, tookMs)
    // Slower counts at once, faster bit by bit.
    this.#bytesPerMs = seen < this.#bytesPerMs ? seen : this.#bytesPerMs + (seen - this.#bytesPerMs) / 4
  }

  /** Nothing moved for too long: the line is not what it was. */
  forget(): void {
    this.#bytesPerMs = SLOWEST_BYTES_PER_MS
  }

  /** How long so many bytes may still be on their way when nothing is heard of them, ms. */
  allowanceMs(handedBytes: number): number {
    const floor = Math.min(this.#bytesPerMs, SLOWEST_BYTES_PER_MS)
    return Math.min(handedBytes, BUFFERED_BYTES_MAX) / Math.max(floor, this.#bytesPerMs / PATIENCE)
  }
}
