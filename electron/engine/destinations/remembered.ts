import type { Clock } from '../ports.ts'
import { abortable } from './abortable.ts'

/** One answer of a server, asked for by one request however many want it, and kept for a while. A failure is not kept. */
export class Remembered<T> {
  readonly #clock: Clock
  readonly #lifetimeMs: number
  readonly #ask: (signal: AbortSignal) => Promise<T>
  #kept: { answer: T; staleMs: number } | null = null
  #pending: Promise<T> | null = null

  constructor(clock: Clock, lifetimeMs: number, ask: (signal: AbortSignal) => Promise<T>) {
    this.#clock = clock
    this.#lifetimeMs = lifetimeMs
    this.#ask = ask
  }

  get(signal: AbortSignal): Promise<T> {
    const isFresh = this.#kept !== null && this.#clock.monotonic() < this.#kept.staleMs
    return isFresh && this.#kept !== null ? Promise.resolve(this.#kept.answer) : this.renew(signal)
  }

  /** Asks, even if the answer is known; waits for the request that is under way if there is one. */
  renew(signal: AbortSignal): Promise<T> {
    this.#pending ??= this.#request().finally(() => {
      this.#pending = null
    })
    return abortable(this.#pending, signal)
  }

  async #request(): Promise<T> {
    // Shared by all who want it, so that none of them may end it for the others.
    const answer = await this.#ask(new AbortController().signal)
    this.#kept = { answer, staleMs: this.#clock.monotonic() + this.#lifetimeMs }
    return answer
  }
}
