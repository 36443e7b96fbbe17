import path from 'node:path'
import type { Clock } from '../ports.ts'
import { chokidarHints, type DirectoryHints, type HintDoubt } from '../watch/directory-hints.ts'
import { MARKER_NAME, touchMarker } from '../watch/volume.ts'
import { HintBook, type Hints } from './hint-book.ts'
import { say } from '../../../shared/phrase.ts'

/** A watcher that is silent for so long after a touch reports nothing at all. */
const ECHO_WITHIN_MS = 10_000
const SILENT: HintDoubt = {
  code: 'ESILENT',
  words: say`The system does not report changes in this folder.`,
  isPermanent: true,
}

/** The watcher of one hot folder: gathers what it hints at, and remembers what it cannot do. */
export class FolderWatch {
  readonly #root: string
  readonly #clock: Clock
  readonly #onHint: () => void
  readonly #onDoubt: (doubt: HintDoubt) => void
  readonly #book = new HintBook()
  #hints: DirectoryHints | null = null
  #doubt: HintDoubt | null = null
  #lastHintMs: number | null = null
  #onEcho: () => void = () => undefined

  constructor(root: string, clock: Clock, onHint: () => void, onDoubt: (doubt: HintDoubt) => void) {
    this.#root = root
    this.#clock = clock
    this.#onHint = onHint
    this.#onDoubt = onDoubt
  }

  /** Why events are not to be trusted here; null when they are. */
  get doubt(): HintDoubt | null {
    return this.#doubt
  }

  get lastHintMs(): number | null {
    return this.#lastHintMs
  }

  get watched(): number {
    return this.#hints?.watched ?? 0
  }

  get hasHints(): boolean {
    return !this.#book.isEmpty
  }

  takeHints(): Hints {
    return this.#book.take()
  }

  /** @param directory relative to the root, '' for the root itself */
  watch(directory: string): void {
    this.#hints ??= this.#open()
    this.#hints.watch(this.#absolute(directory))
  }

  forget(directory: string): void {
    this.#hints?.forget(this.#absolute(directory))
  }

  isWatched(directory: string): boolean {
    return this.#hints?.isWatched(this.#absolute(directory)) ?? false
  }

  /**
   * Touches the folder's own marker and waits for the echo, so that a watcher which has gone deaf is found out. A folder
   * that cannot be written to is not tested.
   */
  async proveItself(): Promise<void> {
    const hints = this.#hints
    if (hints === null) return
    await hints.settled()
    const echo = new Promise<boolean>((resolve) => {
      this.#onEcho = () => resolve(true)
      this.#clock.after(ECHO_WITHIN_MS, () => resolve(false), true)
    })
    if (!(await touchMarker(this.#root))) return
    const isHeard = await echo
    if (this.#hints !== hints) return
    if (isHeard && this.#doubt === SILENT) this.#doubt = null
    if (isHeard || this.#doubt !== null) return
    this.#doubt = SILENT
    this.#onDoubt(SILENT)
  }

  async close(): Promise<void> {
    const hints = this.#hints
    this.#hints = null
    this.#doubt = null
    await hints?.close()
  }

  #absolute(directory: string): string {
    return directory === '' ? this.#root : path.join(this.#root, directory)
  }

  #open(): DirectoryHints {
    return chokidarHints({
      onHint: (place) => {
        this.#lastHintMs = this.#clock.now()
        const relative = path.relative(this.#root, place).split(path.sep).join('/')
        const slash = relative.lastIndexOf('/')
        if (relative === MARKER_NAME) {
          this.#onEcho()
          return
        }
        // As a mere name in the directory above it could be passed over: a listing there does not go into what is watched.
        if (relative === '' || this.#hints?.isWatched(place) === true) this.#book.addDirectory(relative)
        else this.#book.add(slash < 0 ? '' : relative.slice(0, slash), relative.slice(slash + 1))
        this.#onHint()
      },
      onDoubt: (doubt) => {
        if (doubt.isPermanent) this.#doubt = doubt
        this.#book.addEverything()
        this.#onDoubt(doubt)
      },
    })
  }
}
