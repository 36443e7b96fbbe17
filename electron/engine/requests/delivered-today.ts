import type { Clock, Log } from '../ports.ts'
import type { Store } from '../store/store.ts'

interface CountingWorld {
  store: Store
  clock: Clock
  log: Log
  life: { readonly isClosed: boolean }
}

/** Rows that are looked at before others get a turn: some milliseconds. */
const SLICE_ROWS = 5_000

/**
 * How many files were delivered since midnight, in all and by hot folder. What there was before is counted once, in steps
 * that nobody waits for; then only what is new.
 */
export class DeliveredToday {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #life: { readonly isClosed: boolean }
  readonly #onKnown: () => void
  readonly #byFolder = new Map<string | null, number>()
  #sinceMs = -1
  /** The newest row that is counted. */
  #upTo = 0
  #walk: Promise<void> | null = null

  /** @param onKnown told when a count that was not known yet is */
  constructor({ store, clock, log, life }: CountingWorld, onKnown: () => void) {
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#life = life
    this.#onKnown = onKnown
  }

  /** By the name of a hot folder, null for files that were picked by hand; null itself while it is being counted. */
  now(): ReadonlyMap<string | null, number> | null {
    const midnight = new Date(this.#clock.now()).setHours(0, 0, 0, 0)
    if (midnight !== this.#sinceMs) {
      this.#sinceMs = midnight
      this.#byFolder.clear()
      this.#upTo = this.#store.deliveries.lastBefore(midnight)
    }
    if (this.#walk === null && this.#slice()) return this.#byFolder
    this.#walk ??= this.#walkOn()
      .catch((error: unknown) => {
        this.#log.error('What was delivered today could not be counted', { detail: String(error) })
      })
      .finally(() => {
        this.#walk = null
      })
    return null
  }

  /** @returns whether all is counted now */
  #slice(): boolean {
    const { last, rows, folders } = this.#store.deliveries.uploadsAfter(this.#upTo, SLICE_ROWS)
    for (const [folder, files] of folders)
      this.#byFolder.set(folder, (this.#byFolder.get(folder) ?? 0) + files)
    this.#upTo = last
    return rows < SLICE_ROWS
  }

  async #walkOn(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve))
      if (this.#life.isClosed) return
      if (this.#slice()) break
    }
    this.#onKnown()
  }
}
