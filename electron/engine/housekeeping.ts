import type { Clock, Timer } from './ports.ts'
import type { Store } from './store/store.ts'

const TICK_MS = 1_000
/** A tick that comes so late means that the machine slept or the loop was held: events may have been missed. */
const LATE_MS = 3_000
/** A wall clock that moved so far against the monotonic one was set by somebody. */
const JUMP_MS = 5_000
/** No job waits for longer than this of its own accord; a time further ahead comes from before the clock was set back. */
const FURTHEST_MS = 60 * 60_000
const PRUNE_EVERY_MS = 60 * 60_000
/** Finished jobs are kept so long; the history of deliveries for ever. */
const JOBS_KEPT_MS = 30 * 24 * 60 * 60_000
const GONE_FILES_KEPT_MS = 90 * 24 * 60 * 60_000

export interface HousekeepingEvents {
  /** The machine slept, or the event loop was held for long. */
  onGap(): void
  onClockSetBack(): void
}

/** Watches the clocks and keeps the database from growing for ever. */
export class Housekeeping {
  readonly #clock: Clock
  readonly #store: Store
  readonly #events: HousekeepingEvents
  #timer: Timer | null = null
  #wallMs = 0
  #monotonicMs = 0
  #prunedMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, store: Store, events: HousekeepingEvents) {
    this.#clock = clock
    this.#store = store
    this.#events = events
  }

  start(): void {
    this.#mark()
    this.#arm()
  }

  stop(): void {
    this.#timer?.cancel()
  }

  #arm(): void {
    this.#timer = this.#clock.after(
      TICK_MS,
      () => {
        // What fails here was told by the store, and comes round again.
        this.#tick().catch(() => undefined)
        this.#arm()
      },
      true,
    )
  }

  async #tick(): Promise<void> {
    const passedMs = this.#clock.monotonic() - this.#monotonicMs
    const wallPassedMs = this.#clock.now() - this.#wallMs
    this.#mark()
    // The wall clock runs on while the machine sleeps; the monotonic one may not.
    if (Math.max(passedMs, wallPassedMs) > TICK_MS + LATE_MS) this.#events.onGap()
    if (wallPassedMs < passedMs - JUMP_MS) await this.#clockSetBack()
    if (this.#clock.monotonic() - this.#prunedMs > PRUNE_EVERY_MS) await this.#prune()
  }

  async #clockSetBack(): Promise<void> {
    const nowMs = this.#clock.now()
    await this.#store.write(() => {
      this.#store.jobs.clockSetBack(nowMs, nowMs + FURTHEST_MS)
      this.#store.files.clockSetBack(nowMs, nowMs + FURTHEST_MS)
    })
    this.#events.onClockSetBack()
  }

  async #prune(): Promise<void> {
    this.#prunedMs = this.#clock.monotonic()
    const nowMs = this.#clock.now()
    const { jobs, files } = this.#store
    // In pieces, so that nobody else waits for long.
    while ((await this.#store.write(() => jobs.prune(nowMs - JOBS_KEPT_MS))) > 0);
    while ((await this.#store.write(() => files.pruneGone(nowMs - GONE_FILES_KEPT_MS))) > 0);
  }

  #mark(): void {
    this.#wallMs = this.#clock.now()
    this.#monotonicMs = this.#clock.monotonic()
  }
}
