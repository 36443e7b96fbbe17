import type { Clock, Timer } from '../ports.ts'
import type { LineRate } from './line-rate.ts'

/**
 * Aborts a request when nothing has moved for a while. A slow line may take all day.
 */
export class ProgressDeadline {
  readonly limitMs: number
  readonly #clock: Clock
  readonly #line: LineRate
  readonly #abort = new AbortController()
  #timer: Timer | null = null
  #beganMs = 0
  #lastMs = 0
  #handedBytes = 0
  #excuses = 0
  #work = { fromBytes: Number.POSITIVE_INFINITY, ms: 0 }
  hasPassed = false

  constructor(clock: Clock, limitMs: number, line: LineRate) {
    this.#clock = clock
    this.limitMs = limitMs
    this.#line = line
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Something moved. Cheap: no timer is touched. */
  moved(): void {
    this.#lastMs = this.#clock.monotonic()
  }

  /** The system has taken so many bytes; when they are through is for it to know. */
  handed(bytes: number): void {
    this.#handedBytes += bytes
    this.moved()
  }

  /** The server has work to do on so many bytes, and is given that much longer to answer once it has them all. */
  allow(workMs: number, sizeBytes: number): void {
    this.#work = { fromBytes: sizeBytes, ms: workMs }
  }

  /** Waiting for leave to send is not lack of progress. */
  async excused(wait: Promise<void>): Promise<void> {
    this.#excuses++
    try {
      await wait
    } finally {
      this.#excuses--
      this.moved()
    }
  }

  /** The server has answered: all that was handed over is through. */
  answered(): void {
    this.#line.learn(this.#handedBytes, this.#clock.monotonic() - this.#beganMs)
    this.#handedBytes = 0
    this.moved()
  }

  /** Starts the clock and passes on an abort from outside. Call what is returned when the request is over. */
  follow(outer: AbortSignal): () => void {
    const onAbort = (): void => {
      this.#abort.abort(outer.reason)
    }
    if (outer.aborted) onAbort()
    else outer.addEventListener('abort', onAbort, { once: true })
    this.moved()
    this.#beganMs = this.#lastMs
    this.#arm(this.limitMs)
    return () => {
      outer.removeEventListener('abort', onAbort)
      this.#timer?.cancel()
    }
  }

  #arm(delayMs: number): void {
    this.#timer = this.#clock.after(delayMs, () => {
      const quietMs = this.#excuses > 0 ? 0 : this.#clock.monotonic() - this.#lastMs
      const workMs = this.#handedBytes >= this.#work.fromBytes ? this.#work.ms : 0
      const allowedMs = this.limitMs + this.#line.allowanceMs(this.#handedBytes) + workMs
      if (quietMs < allowedMs) {
        this.#arm(allowedMs - quietMs)
        return
      }
      this.hasPassed = true
      if (this.#handedBytes > 0) this.#line.forget()
      this.#abort.abort(new Error(`No progress for ${String(Math.round(quietMs))} ms`))
    })
  }
}
