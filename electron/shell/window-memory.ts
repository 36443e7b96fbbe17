import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import writeFileAtomic from 'write-file-atomic'
import { errorText } from '../engine/errors.ts'
import type { Clock, Log, Timer } from '../engine/ports.ts'
import { WindowPlace } from './window-place.ts'

/** While somebody drags the window nothing is written. */
const QUIET_MS = 500

export interface WindowMemoryOptions {
  dataDir: string
  clock: Clock
  log: Log
}

/**
 * Remembers where the window was, in `<data>/window-place.json`. Written whole, soon after each change: a crash costs
 * at most the last one.
 */
export class WindowMemory {
  readonly #options: WindowMemoryOptions
  #place: WindowPlace | null = null
  #written: WindowPlace | null = null
  #timer: Timer | null = null
  #writing: Promise<void> = Promise.resolve()

  constructor(options: WindowMemoryOptions) {
    this.#options = options
  }

  /** Where the window was; null when it is not known, or no longer makes sense. */
  recall(): WindowPlace | null {
    if (this.#place !== null) return this.#place
    try {
      const known = WindowPlace.parse(JSON.parse(readFileSync(this.#file(), 'utf8')))
      this.#written = known
      return known
    } catch {
      return null
    }
  }

  changed(place: WindowPlace): void {
    this.#place = place
    this.#timer?.cancel()
    this.#timer = this.#options.clock.after(
      QUIET_MS,
      () => {
        this.#timer = null
        this.#write()
      },
      true,
    )
  }

  /** Writes what is not written yet. */
  async flush(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    this.#write()
    await this.#writing
  }

  #write(): void {
    const place = this.#place
    if (place === null || isDeepStrictEqual(place, this.#written)) return
    this.#written = place
    const file = this.#file()
    this.#writing = this.#writing
      .then(async () => {
        await mkdir(path.dirname(file), { recursive: true })
        await writeFileAtomic(file, `${JSON.stringify(place)}\n`, { mode: 0o600 })
      })
      .catch((error: unknown) => {
        // The next change tries again.
        this.#written = null
        this.#options.log.warn('Where the window was could not be written down', { error: errorText(error) })
      })
  }

  #file(): string {
    return path.join(this.#options.dataDir, 'window-place.json')
  }
}
