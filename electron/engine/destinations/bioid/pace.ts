/** Shorter bodies tell more of the way than of the line. */
const TELLING_BYTES = 32 * 1024

/** How fast samples get through, to tell whether another one fits into the life of a token. */
export class Pace {
  #bytesPerMs: number | null = null

  learn(bytes: number, tookMs: number): void {
    if (bytes < TELLING_BYTES || tookMs <= 0) return
    const rate = bytes / tookMs
    this.#bytesPerMs = this.#bytesPerMs === null ? rate : (this.#bytesPerMs + rate) / 2
  }

  /** 0 while nothing is known. */
  estimateMs(bytes: number): number {
    return this.#bytesPerMs === null ? 0 : bytes / this.#bytesPerMs
  }
}
