import type { EngineStatus } from '../../shared/contract.ts'

/** An archive's word comes within minutes, or not until the network is back: a laptop does not wait for that. */
const CONFIRMING_MS = 10 * 60_000

/** Decides whether the computer is kept awake: while bytes go out, and a while longer for the archive's word. */
export class Awake {
  #sentMs: number | null = null

  /** @param nowMs on a clock that only grows */
  isNeeded({ isPaused, counts }: EngineStatus, nowMs: number): boolean {
    if (isPaused) return false
    if (counts.uploading.jobs > 0) this.#sentMs = nowMs
    if (counts.uploading.jobs + counts.confirming.jobs === 0) this.#sentMs = null
    return this.#sentMs !== null && nowMs - this.#sentMs < CONFIRMING_MS
  }
}
