import type { Clock } from '../../electron/engine/ports.ts'

/**
 * Real time, so many times as fast: with real servers a clock cannot stand still, but pauses between tries need not be
 * waited for.
 */
export class FastClock implements Clock {
  readonly #speed: number
  readonly #startMs = performance.now()
  readonly #wallMs: number
  #jumpedMs = 0

  constructor(speed: number, wallMs = Date.now()) {
    this.#speed = speed
    this.#wallMs = wallMs
  }

  now(): number {
    return Math.round(this.#wallMs + this.monotonic() + this.#jumpedMs)
  }

  monotonic(): number {
    return (performance.now() - this.#startMs) * this.#speed
  }

  after(delayMs: number, callback: () => void, unref = false): { cancel: () => void } {
    const timer = setTimeout(callback, delayMs / this.#speed)
    if (unref) timer.unref()
    return {
      cancel: () => {
        clearTimeout(timer)
      },
    }
  }

  /** The wall clock jumps. */
  jump(ms: number): void {
    this.#jumpedMs += ms
  }
}
