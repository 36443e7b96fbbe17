import { setImmediate as turn } from 'node:timers/promises'
import type { Clock, Timer } from '../../electron/engine/ports.ts'

interface Waiting {
  dueMs: number
  callback: () => void
}

/** A clock that stands still until a test lets time pass. */
export class FakeClock implements Clock {
  #wallMs: number
  #monotonicMs = 0
  #waiting: Waiting[] = []

  /** @param wallMs the wall clock at the start, ms since 1970 */
  constructor(wallMs = Date.UTC(2025, 5, 2, 12)) {
    this.#wallMs = wallMs
  }

  now(): number {
    return this.#wallMs
  }

  monotonic(): number {
    return this.#monotonicMs
  }

  after(delayMs: number, callback: () => void): Timer {
    const entry = { dueMs: this.#monotonicMs + Math.max(0, delayMs), callback }
    this.#waiting.push(entry)
    return {
      cancel: () => {
        this.#waiting = this.#waiting.filter((other) => other !== entry)
      },
    }
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#waiting.length
  }

  /** Lets time pass; timers fire in their order, and what they set off runs before the next one. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#monotonicMs + ms
    await turn()
    for (let next = this.#next(untilMs); next !== undefined; next = this.#next(untilMs)) {
      const { dueMs, callback } = next
      this.#waiting = this.#waiting.filter((other) => other !== next)
      this.#pass(dueMs)
      callback()
      await turn()
    }
    this.#pass(untilMs)
  }

  /** The wall clock jumps, as when it is set; durations do not notice. */
  jump(ms: number): void {
    this.#wallMs += ms
  }

  #next(untilMs: number): Waiting | undefined {
    return this.#waiting.filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0]
  }

  #pass(toMs: number): void {
    const passedMs = Math.max(0, toMs - this.#monotonicMs)
    this.#monotonicMs += passedMs
    this.#wallMs += passedMs
  }
}
