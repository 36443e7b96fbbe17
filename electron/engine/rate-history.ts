import type { Clock, Timer } from './ports.ts'

/** One point for so much time, for so long: what a small graph can show. */
const EVERY_MS = 5_000
const POINTS = 120

/** The rate over the last ten minutes, for a graph. */
export class RateHistory {
  readonly everyMs = EVERY_MS
  readonly #clock: Clock
  readonly #rate: () => number
  readonly #points: number[] = []
  #timer: Timer | null = null

  constructor(clock: Clock, rate: () => number) {
    this.#clock = clock
    this.#rate = rate
  }

  /** Bytes a second, oldest first. */
  get points(): readonly number[] {
    return this.#points
  }

  start(): void {
    this.#timer = this.#clock.after(
      EVERY_MS,
      () => {
        this.#points.push(Math.round(this.#rate()))
        if (this.#points.length > POINTS) this.#points.shift()
        this.start()
      },
      true,
    )
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
