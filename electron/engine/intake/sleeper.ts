import type { Clock, Timer } from '../ports.ts'

/** Lets one loop sleep, and others wake it. A wake that comes while it is awake counts for the next sleep. */
export class Sleeper {
  readonly #clock: Clock
  #resolve: (() => void) | null = null
  #timer: Timer | null = null
  #soon: Timer | null = null
  #isWoken = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  sleep(delayMs: number): Promise<void> {
    if (this.#isWoken || delayMs <= 0) {
      this.#isWoken = false
      return new Promise((resolve) => setImmediate(resolve))
    }
    return new Promise((resolve) => {
      this.#resolve = resolve
      this.#timer = this.#clock.after(delayMs, () => {
        this.wake()
      })
    })
  }

  wake(): void {
    this.#soon?.cancel()
    this.#soon = null
    const resolve = this.#resolve
    if (resolve === null) {
      this.#isWoken = true
      return
    }
    this.#timer?.cancel()
    this.#resolve = null
    this.#isWoken = false
    resolve()
  }

  /** Wakes a little later; further calls in the meantime change nothing. */
  wakeWithin(delayMs: number): void {
    this.#soon ??= this.#clock.after(delayMs, () => {
      this.#soon = null
      this.wake()
    })
  }
}
