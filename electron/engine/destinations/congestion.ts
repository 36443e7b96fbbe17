/** Halved at most once in this time, so that the resets of one moment count as one sign. */
const HALVE_INTERVAL_MS = 1_000

/**
 * How many requests may be under way at one destination: grows by one after as many good answers, halves when the
 * server shows that it is too much (429, 503, a broken connection). Additive increase, multiplicative decrease, as in TCP.
 */
export class Congestion {
  readonly #max: number
  readonly #monotonic: () => number
  #limit: number
  #good = 0
  #inFlight = 0
  #halvedMs = Number.NEGATIVE_INFINITY
  #waiting: { enter: () => void; signal: AbortSignal; onAbort: () => void }[] = []

  constructor(max: number, monotonic: () => number) {
    this.#max = max
    this.#limit = max
    this.#monotonic = monotonic
  }

  get limit(): number {
    return Math.max(1, Math.floor(this.#limit))
  }

  /** Runs `work` when there is room. Rejects with the signal's reason if that comes first. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal)
    try {
      return await work()
    } finally {
      this.#inFlight--
      this.#admit()
    }
  }

  succeeded(): void {
    if (this.#limit >= this.#max) return
    this.#good++
    if (this.#good < this.#limit) return
    this.#good = 0
    this.#limit = Math.min(this.#max, this.#limit + 1)
    this.#admit()
  }

  pushedBack(): void {
    const nowMs = this.#monotonic()
    if (nowMs - this.#halvedMs < HALVE_INTERVAL_MS) return
    this.#halvedMs = nowMs
    this.#good = 0
    this.#limit = Math.max(1, this.#limit / 2)
  }

  #enter(signal: AbortSignal): Promise<void> | void {
    signal.throwIfAborted()
    if (this.#inFlight < this.limit) {
      this.#inFlight++
      return
    }
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((entry) => entry.onAbort !== onAbort)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      this.#waiting.push({ enter: resolve, signal, onAbort })
    })
  }

  #admit(): void {
    while (this.#inFlight < this.limit) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      next.signal.removeEventListener('abort', next.onAbort)
      this.#inFlight++
      next.enter()
    }
  }
}
