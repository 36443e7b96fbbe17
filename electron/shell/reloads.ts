/** A page that falls over again and again is not loaded a fourth time, but one that falls over once a month is. */
const RELOADS_MAX = 3
const WITHIN_MS = 10 * 60_000

/** Decides whether a page that has ended is loaded anew by itself. */
export class Reloads {
  #atMs: number[] = []

  /** @param nowMs on a clock that only grows */
  mayReload(nowMs: number): boolean {
    this.#atMs = this.#atMs.filter((atMs) => nowMs - atMs < WITHIN_MS)
    if (this.#atMs.length >= RELOADS_MAX) return false
    this.#atMs.push(nowMs)
    return true
  }
}
