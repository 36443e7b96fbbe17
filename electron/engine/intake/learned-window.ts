import { relaxWindow, widenWindow } from '../settle/stability.ts'
import type { Store } from '../store/store.ts'
import type { Volume } from '../watch/volume.ts'

/** On network volumes writers pause for longer. */
const NETWORK_WINDOW_MS = 5_000
/** After so many files without a false start the learned window shrinks a little. */
const RELAX_AFTER = 200

/** How long files of one folder must be quiet: what is configured, or longer where writers were seen to pause for longer. */
export class LearnedWindow {
  readonly #store: Store
  readonly #folderId: number
  readonly #settleMs: number

  constructor(store: Store, folderId: number, settleMs: number) {
    this.#store = store
    this.#folderId = folderId
    this.#settleMs = settleMs
  }

  windowMs(volume: Volume): number {
    const learnedMs = this.#store.places.folderById(this.#folderId).learned_window_ms ?? 0
    return Math.max(this.#settleMs, learnedMs, volume.kind === 'network' ? NETWORK_WINDOW_MS : 0)
  }

  /** A file that was called stable changed again after so long. */
  async falseStart(stallMs: number): Promise<void> {
    const known = this.#store.places.folderById(this.#folderId).learned_window_ms
    const windowMs = widenWindow(known ?? this.#settleMs, stallMs)
    // What cannot be written is told by the store, and learned at the next stall.
    await this.#store
      .write(() => this.#store.places.setWindow(this.#folderId, windowMs))
      .catch(() => undefined)
  }

  /** So many files became stable. */
  async arrived(count: number): Promise<void> {
    const { places } = this.#store
    const row = places.folderById(this.#folderId)
    if (row.learned_window_ms === null) return
    const clean = row.clean_arrivals + count
    const windowMs =
      clean < RELAX_AFTER ? row.learned_window_ms : relaxWindow(row.learned_window_ms, this.#settleMs, clean)
    await this.#store.write(() => {
      if (windowMs === row.learned_window_ms) places.addCleanArrivals(this.#folderId, count)
      else places.setWindow(this.#folderId, windowMs <= this.#settleMs ? null : windowMs)
    })
  }
}
