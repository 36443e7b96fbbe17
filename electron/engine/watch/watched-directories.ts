import { realpath, stat } from 'node:fs/promises'
import { type Phrase, say } from '../../../shared/phrase.ts'
import path from 'node:path'
import { errorCode, errorText } from '../errors.ts'
import type { DirectoryWatch, OpenWatch } from './directory-watch.ts'
import { HintBatch } from './hint-batch.ts'
import type { DirectoryHints, HintListener } from './hints.ts'
import { type WatchLimits, limitWords, readWatchLimits } from './watch-limits.ts'

const LIMIT_BACK_OFF_MS = 600_000
const SAME_DOUBT_MS = 60_000
/** A directory that changed so shortly before it was asked for may have changed after it was scanned. */
const CHANGED_LATELY_MS = 10_000
const LIMITS = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])
const GONE = new Set(['ENOENT', 'ENOTDIR', 'ELOOP'])
/** A scan tells these, for each directory by name. */
const TOLD_BY_SCAN = new Set(['EACCES', 'EPERM', 'ENAMETOOLONG'])

/** `limited`: not even tried, or refused, because the system has no watches left. */
type PlaceState = 'queued' | 'open' | 'refused' | 'limited' | 'dropped'

interface Place {
  directory: string
  state: PlaceState
  askedMs: number
  inode: bigint
  watch: DirectoryWatch | null
  isChecked: boolean
}

/** Keeps one watch on every directory asked for, opened one after the other, and turns what they report into hints. */
export class WatchedDirectories implements DirectoryHints {
  readonly #listener: HintListener
  readonly #openWatch: OpenWatch
  readonly #batch: HintBatch
  readonly #places = new Map<string, Place>()
  readonly #queue = new Set<Place>()
  readonly #closings = new Set<Promise<void>>()
  readonly #doubtedMs = new Map<string, number>()
  #limits: WatchLimits | null = null
  #working: Promise<void> | null = null
  #noTriesUntilMs = 0
  #limited = 0
  #limitCode = 'ENOSPC'
  #announced = 0
  #watched = 0
  #isClosed = false

  constructor(listener: HintListener, openWatch: OpenWatch) {
    this.#listener = listener
    this.#openWatch = openWatch
    this.#batch = new HintBatch(
      (at) => listener.onHint(at),
      () =>
        this.#doubt(
          'EOVERFLOW',
          say`So many changes came at once that the system may have dropped some.`,
          false,
        ),
    )
  }

  get watched(): number {
    return this.#watched
  }

  watch(directory: string): void {
    if (this.#isClosed) return
    const before = this.#places.get(directory)
    if (before?.state === 'queued') return
    if (before?.state === 'open') {
      // A directory that was renamed takes the watches below it along, and others may stand in their places now.
      void this.#check(before)
      return
    }
    // No storm of attempts while the system has nothing to give.
    if (before?.state === 'limited' && Date.now() < this.#noTriesUntilMs) return
    if (before !== undefined) this.#drop(before)
    const place: Place = {
      directory,
      state: 'queued',
      askedMs: Date.now(),
      inode: 0n,
      watch: null,
      isChecked: false,
    }
    this.#places.set(directory, place)
    this.#queue.add(place)
    this.#working ??= this.#work()
  }

  forget(directory: string): void {
    const place = this.#places.get(directory)
    if (place !== undefined) this.#drop(place)
  }

  isWatched(directory: string): boolean {
    return this.#places.has(directory)
  }

  async settled(): Promise<void> {
    while (this.#working !== null) await this.#working
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#batch.close()
    for (const place of [...this.#places.values()]) this.#drop(place)
    await this.settled()
    await Promise.all(this.#closings)
  }

  async #work(): Promise<void> {
    this.#limits = await (this.#limits ?? readWatchLimits())
    this.#batch.suspiciousEvents = this.#limits.queuedEvents / 2
    for (const place of this.#queue) {
      this.#queue.delete(place)
      if (place.state === 'queued') await this.#open(place)
    }
    this.#working = null
    this.#announceLimit(this.#limits)
  }

  async #open(place: Place): Promise<void> {
    if (Date.now() < this.#noTriesUntilMs) {
      this.#setLimited(place)
      return
    }
    try {
      const real = await realpath(place.directory)
      place.inode = (await stat(real, { bigint: true })).ino
      const watch = await this.#openWatch(real, {
        onName: (name) => this.#batch.add(name === null ? place.directory : path.join(place.directory, name)),
        onSelf: () => void this.#check(place),
        onError: (error) => this.#broke(place, error),
      })
      if (place.state !== 'queued') {
        await watch.close()
        return
      }
      place.watch = watch
      place.state = 'open'
      this.#watched += 1
    } catch (error) {
      if (place.state === 'queued') this.#refused(place, errorCode(error), errorText(error))
      return
    }
    await this.#check(place)
  }

  /** Is it still the directory that was opened? And did it change before the watch was on it? */
  async #check(place: Place): Promise<void> {
    let isSame = false
    let changedMs = 0
    try {
      const stats = await stat(place.directory, { bigint: true })
      isSame = stats.ino === place.inode
      changedMs = Number(stats.mtimeMs)
    } catch {
      // Gone, or as good as gone: the scan that the hint brings about finds out.
    }
    if (place.state !== 'open') return
    if (!isSame) this.#drop(place)
    const wasMissed = !place.isChecked && changedMs > place.askedMs - CHANGED_LATELY_MS
    place.isChecked = true
    if (!isSame || wasMissed) this.#batch.add(place.directory)
  }

  #refused(place: Place, code: string, text: string): void {
    if (LIMITS.has(code)) {
      this.#noTriesUntilMs = Date.now() + LIMIT_BACK_OFF_MS
      this.#setLimited(place, code)
    } else if (GONE.has(code)) {
      this.#drop(place)
      this.#batch.add(place.directory)
    } else {
      place.state = 'refused'
      if (TOLD_BY_SCAN.has(code)) return
      this.#doubt(
        code,
        say`A directory cannot be watched (${text}): it is looked through at intervals instead.`,
        true,
      )
    }
  }

  #broke(place: Place, error: unknown): void {
    if (place.state !== 'open') return
    this.#drop(place)
    this.#batch.add(place.directory)
    this.#doubt(errorCode(error) || 'EIO', say`The watch on a directory broke (${errorText(error)}).`, false)
  }

  #drop(place: Place): void {
    if (place.state === 'limited') this.#limited -= 1
    place.state = 'dropped'
    if (this.#places.get(place.directory) === place) this.#places.delete(place.directory)
    if (place.watch === null) return
    this.#watched -= 1
    const closing: Promise<void> = place.watch.close().finally(() => this.#closings.delete(closing))
    place.watch = null
    this.#closings.add(closing)
  }

  #setLimited(place: Place, code = this.#limitCode): void {
    place.state = 'limited'
    this.#limitCode = code
    this.#limited += 1
  }

  /** One doubt for all directories, again only when there are twice as many. */
  #announceLimit(limits: WatchLimits): void {
    if (this.#limited === 0) this.#announced = 0
    if (this.#limited === 0 || this.#limited < 2 * this.#announced || this.#isClosed) return
    this.#announced = this.#limited
    this.#listener.onDoubt({
      code: this.#limitCode,
      words: limitWords(this.#limitCode, limits, this.#limited),
      isPermanent: true,
    })
  }

  #doubt(code: string, words: Phrase, isPermanent: boolean): void {
    const nowMs = Date.now()
    if (this.#isClosed || nowMs - (this.#doubtedMs.get(code) ?? -Infinity) < SAME_DOUBT_MS) return
    this.#doubtedMs.set(code, nowMs)
    this.#listener.onDoubt({ code, words, isPermanent })
  }
}
