import type { Clock } from '../engine/ports.ts'

/** So many slips are human. */
const FREE = 5
const FORGET_MS = 60_000
const LONGEST_WAIT_MS = 4_000
const FIRST_WAIT_MS = 250
/** More are not held back but turned away: each one holds a connection. */
const HELD_MAX = 32

/** Slows down whoever tries tokens. The right token is never held up, so nobody can lock its owner out. */
export class WrongTokens {
  readonly #clock: Clock
  #times: number[] = []
  #held = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when the refusal may be sent. @returns false when too many wait already */
  async wrong(): Promise<boolean> {
    const nowMs = this.#clock.monotonic()
    this.#times = [...this.#times.filter((atMs) => nowMs - atMs < FORGET_MS), nowMs].slice(-FREE - HELD_MAX)
    const excess = this.#times.length - FREE
    if (excess <= 0) return true
    if (this.#held >= HELD_MAX) return false
    this.#held++
    await new Promise<void>((resolve) => {
      this.#clock.after(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (excess - 1)), resolve, true)
    })
    this.#held--
    return true
  }
}
