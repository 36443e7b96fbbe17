import type { Clock } from './ports.ts'

/** The rate is told over so much time. */
const WINDOW_MS = 10_000
const SLOT_MS = 500
const SLOTS = WINDOW_MS / SLOT_MS

/** Bytes a second over the last ten seconds, counted when a server has accepted them. */
export class Rate {
  readonly #clock: Clock
  readonly #slots = new Float64Array(SLOTS)
  #slot = 0
  #startedMs: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  add(bytes: number): void {
    this.#startedMs ??= this.#clock.monotonic()
    this.#advance()
    const index = this.#slot % SLOTS
    this.#slots[index] = (this.#slots[index] ?? 0) + bytes
  }

  perSecond(): number {
    if (this.#startedMs === null) return 0
    this.#advance()
    const spanMs = Math.min(WINDOW_MS, Math.max(SLOT_MS, this.#clock.monotonic() - this.#startedMs))
    return (this.#slots.reduce((sum, bytes) => sum + bytes, 0) * 1000) / spanMs
  }

  #advance(): void {
    const now = Math.floor(this.#clock.monotonic() / SLOT_MS)
    const steps = Math.min(SLOTS, now - this.#slot)
    for (let step = 1; step <= steps; step++) this.#slots[(now - steps + step) % SLOTS] = 0
    this.#slot = now
  }
}
