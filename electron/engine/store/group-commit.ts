import type { Database } from 'better-sqlite3'
import { errorCode } from '../errors.ts'
import type { Clock, Timer } from '../ports.ts'

/** How long to wait before asking a full or failing disk again. */
const RETRY_MS = 2_000
/** A bound on one transaction, so that the event loop is never held for long. */
const WRITES_PER_COMMIT_MAX = 500

/**
 * After so many writes the log is folded into the database: some 2,000 pages. SQLite would do it by itself in the middle
 * of a commit, flushing the log first, and that is where a slow disk holds up the event loop.
 */
const WRITES_PER_FOLD = 500

/** Writes that nobody waits for share a commit with others, or have their own after this. */
const SOON_MS = 15

/**
 * What must have happened before a write counts as done:
 *
 * - `kept`: it survives the death of this process (it is with the operating system)
 * - `kept-soon`: the same, for what nobody waits for: it joins the next commit
 * - `flushed`: it survives a power cut as well
 *
 * Writes keep their order. A flush makes everything durable that was written before it.
 */
export type Durability = 'kept' | 'kept-soon' | 'flushed'

interface Write {
  run: () => unknown
  durability: Durability
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

export interface DiskTrouble {
  onTrouble(code: string, detail: string): void
  onRecovered(): void
}

/**
 * Joins the writes of all steps that are under way into one transaction per turn of the event loop, and flushes to the
 * disk where something relies on it. Flushing goes on beside the event loop, and writes that come meanwhile share the
 * next one: a slow disk costs time, never a frozen window.
 *
 * A write is done when its promise resolves, and only then may anything rely on it. While the disk is full the promises
 * stay open and the same writes are tried again: what cannot be remembered is not begun.
 */
export class GroupCommit {
  readonly #database: Database
  readonly #clock: Clock
  readonly #trouble: DiskTrouble
  readonly #flush: () => Promise<void>
  #writes: Write[] = []
  /** Committed, and done as soon as the disk is flushed. */
  #unflushed: { done: () => void; reject: (error: unknown) => void }[] = []
  #flushing: Promise<void> | null = null
  #unfolded = 0
  #isFolding = false
  #isScheduled = false
  #soon: Timer | null = null
  #isInTrouble = false
  #isLeaving = false
  #isClosed = false

  /** @param flush brings everything that was committed before onto the disk */
  constructor(database: Database, clock: Clock, trouble: DiskTrouble, flush: () => Promise<void>) {
    this.#database = database
    this.#clock = clock
    this.#trouble = trouble
    this.#flush = flush
  }

  /** Runs `run` in the next transaction. Resolves when it is as durable as asked for. Rejects if `run` throws. */
  write<T>(run: () => T, durability: Durability = 'kept'): Promise<T> {
    if (this.#isClosed) return Promise.reject(closed())
    return new Promise<T>((resolve, reject) => {
      this.#writes.push({ run, durability, resolve: resolve as (value: unknown) => void, reject })
      // What waits for a flush anyway is committed together when the flush under way has ended.
      const isPatient = durability === 'kept-soon' || (durability === 'flushed' && this.#flushing !== null)
      if (isPatient) this.#scheduleSoon()
      else this.#schedule()
    })
  }

  /** The engine is ending: what the disk does not take from now on is given up, so that nobody waits for it. */
  leave(): void {
    this.#isLeaving = true
    if (this.#isInTrouble) this.#commit()
  }

  /** Commits what is waiting now and refuses more. Flushing is left to the closing of the database. */
  async close(): Promise<void> {
    // A disk in trouble is asked once more, but nobody who wants to leave waits for it.
    do this.#commit()
    while (this.#writes.length > 0 && !this.#isInTrouble)
    this.#isClosed = true
    for (const write of this.#writes.splice(0)) write.reject(closed())
    await this.#flushing
    for (const { reject } of this.#unflushed.splice(0)) reject(closed())
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#commit()
    })
  }

  #scheduleSoon(): void {
    this.#soon ??= this.#clock.after(SOON_MS, () => {
      this.#soon = null
      if (!this.#isScheduled) this.#commit()
    })
  }

  #commit(): void {
    if (this.#isClosed || this.#writes.length === 0) return
    this.#soon?.cancel()
    this.#soon = null
    const batch = this.#writes.splice(0, WRITES_PER_COMMIT_MAX)
    try {
      const results = this.#transact(() => batch.map((write) => write.run()))
      batch.forEach((write, index) => {
        this.#finish(write, results[index])
      })
      this.#recovered()
      this.#unfolded += batch.length
      this.#foldAfterFlush()
    } catch (error) {
      if (isDiskTrouble(error)) {
        this.#wait(batch, error)
        return
      }
      // One bad write must not undo its neighbours: each again on its own.
      for (const [index, write] of batch.entries()) {
        if (this.#runAlone(write)) continue
        this.#writes.splice(1, 0, ...batch.slice(index + 1))
        if (this.#isLeaving) this.#schedule()
        return
      }
    }
    if (this.#writes.length > 0) this.#schedule()
  }

  /** @returns false when the disk is in trouble; the write is then waiting again */
  #runAlone(write: Write): boolean {
    try {
      this.#finish(write, this.#transact(write.run))
      this.#recovered()
      return true
    } catch (error) {
      if (!isDiskTrouble(error)) {
        write.reject(error)
        return true
      }
      this.#wait([write], error)
      return false
    }
  }

  #finish(write: Write, result: unknown): void {
    if (write.durability !== 'flushed') {
      write.resolve(result)
      return
    }
    const done = (): void => {
      write.resolve(result)
    }
    this.#unflushed.push({ done, reject: write.reject })
    this.#flushing ??= this.#flushAll()
  }

  async #flushAll(): Promise<void> {
    while (this.#unflushed.length > 0) {
      const covered = this.#unflushed.length
      try {
        await this.#flush()
      } catch (error) {
        // What was told to the disk may be lost in it: nobody goes on before a flush has succeeded.
        this.#tell(error)
        if (this.#isLeaving || this.#isClosed) {
          for (const { reject } of this.#unflushed.splice(0)) reject(error)
          break
        }
        await new Promise<void>((resolve) => {
          this.#clock.after(RETRY_MS, resolve)
        })
        continue
      }
      this.#recovered()
      for (const { done } of this.#unflushed.splice(0, covered)) done()
    }
    this.#flushing = null
  }

  /** What is on the disk already need not be flushed again by SQLite. */
  #foldAfterFlush(): void {
    if (this.#isFolding || this.#unfolded < WRITES_PER_FOLD) return
    this.#isFolding = true
    this.#unfolded = 0
    const reject = (): void => {
      this.#isFolding = false
    }
    const done = (): void => {
      this.#isFolding = false
      this.#fold()
    }
    this.#unflushed.push({ done, reject })
    this.#flushing ??= this.#flushAll()
  }

  #fold(): void {
    try {
      this.#database.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // It comes round again, and SQLite does it by itself, and tells, before the log gets very long.
    }
  }

  #wait(batch: Write[], error: unknown): void {
    this.#tell(error)
    if (this.#isLeaving) {
      for (const write of [...batch, ...this.#writes.splice(0)]) write.reject(error)
      return
    }
    this.#writes.unshift(...batch)
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#clock.after(RETRY_MS, () => {
      this.#isScheduled = false
      this.#commit()
    })
  }

  #tell(error: unknown): void {
    if (this.#isInTrouble) return
    this.#isInTrouble = true
    this.#trouble.onTrouble(errorCode(error), error instanceof Error ? error.message : '')
  }

  #recovered(): void {
    if (!this.#isInTrouble) return
    this.#isInTrouble = false
    this.#trouble.onRecovered()
  }

  #transact<T>(run: () => T): T {
    return this.#database.transaction(run).immediate()
  }
}

function closed(): Error {
  return new Error('The database is closed')
}

/** Full disk, read-only disk, failing disk: worth asking again. Anything else is a bug or damage. */
export function isDiskTrouble(error: unknown): boolean {
  const code = errorCode(error)
  return (
    code === 'SQLITE_FULL' ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_CANTOPEN')
  )
}
