import type { Clock, Timer } from '../ports.ts'

/**
 * Aborts a request when nothing has moved for a while. A slow line may take all day.
 */
export class ProgressDeadline {
  readonly limitMs: number
  readonly #clock: Clock
  readonly #abort = new AbortController()
  #timer: Timer | null = null
  #lastMs = 0
  hasPassed = false

  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock
    this.limitMs = limitMs
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Something moved. Cheap: no timer is touched. */
  moved(): void {
    this.#lastMs = this.#clock.monotonic()
  }

  /** Starts the clock and passes on an abort from outside. Call what is returned when the request is over. */
  follow(outer: AbortSignal): () => void {
    const onAbort = (): void => {
      this.#abort.abort(outer.reason)
    }
    if (outer.aborted) onAbort()
    else outer.addEventListener('abort', onAbort, { once: true })
    this.moved()
    this.#arm(this.limitMs)
    return () => {
      outer.removeEventListener('abort', onAbort)
      this.#timer?.cancel()
    }
  }

  #arm(delayMs: number): void {
    this.#timer = this.#clock.after(delayMs, () => {
      const quietMs = this.#clock.monotonic() - this.#lastMs
      if (quietMs < this.limitMs) {
        this.#arm(this.limitMs - quietMs)
        return
      }
      this.hasPassed = true
      this.#abort.abort(new Error(`No progress for ${String(this.limitMs)} ms`))
    })
  }
}
