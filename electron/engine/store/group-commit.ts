import type { Database } from 'better-sqlite3'
import { errorCode } from '../errors.ts'
import type { Clock } from '../ports.ts'

/** How long to wait before asking a full or failing disk again. */
const RETRY_MS = 2_000
/** A bound on one transaction, so that the event loop is never held for long. */
const WRITES_PER_COMMIT_MAX = 500

interface Write {
  run: () => unknown
  resolve: (value: never) => void
  reject: (error: unknown) => void
}

export interface DiskTrouble {
  onTrouble(code: string, detail: string): void
  onRecovered(): void
}

/**
 * Joins the writes of all steps that are under way into one durable transaction per turn of the event loop:
 * `synchronous=FULL` costs one flush per commit, not one per write.
 *
 * A write is done when its promise resolves, and only then may anything rely on it. While the disk is full the promises
 * stay open and the same writes are tried again: what cannot be remembered is not begun.
 */
export class GroupCommit {
  readonly #database: Database
  readonly #clock: Clock
  readonly #trouble: DiskTrouble
  #writes: Write[] = []
  #isScheduled = false
  #isInTrouble = false
  #isClosed = false

  constructor(database: Database, clock: Clock, trouble: DiskTrouble) {
    this.#database = database
    this.#clock = clock
    this.#trouble = trouble
  }

  /** Runs `run` in the next transaction; its changes are on disk when the promise resolves. Rejects if `run` throws. */
  write<T>(run: () => T): Promise<T> {
    if (this.#isClosed) return Promise.reject(new Error('The database is closed'))
    return new Promise<T>((resolve, reject) => {
      this.#writes.push({ run, resolve: resolve as (value: never) => void, reject })
      this.#schedule()
    })
  }

  /** Writes what is waiting now and refuses more. */
  close(): void {
    while (this.#writes.length > 0 && !this.#isInTrouble) this.#flush()
    this.#isClosed = true
    for (const write of this.#writes.splice(0)) write.reject(new Error('The database is closed'))
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#isClosed || this.#writes.length === 0) return
    const batch = this.#writes.splice(0, WRITES_PER_COMMIT_MAX)
    try {
      const results = this.#inTransaction(() => batch.map((write) => write.run()))
      batch.forEach((write, index) => {
        write.resolve(results[index] as never)
      })
      this.#recovered()
    } catch (error) {
      if (isDiskTrouble(error)) {
        this.#wait(batch, error)
        return
      }
      // One bad write must not undo its neighbours: each again on its own.
      for (const write of batch) this.#runAlone(write)
    }
    if (this.#writes.length > 0) this.#schedule()
  }

  #runAlone(write: Write): void {
    try {
      write.resolve(this.#inTransaction(write.run) as never)
    } catch (error) {
      if (isDiskTrouble(error)) this.#wait([write], error)
      else write.reject(error)
    }
  }

  #wait(batch: Write[], error: unknown): void {
    this.#writes.unshift(...batch)
    if (!this.#isInTrouble) {
      this.#isInTrouble = true
      this.#trouble.onTrouble(errorCode(error), error instanceof Error ? error.message : '')
    }
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#clock.after(RETRY_MS, () => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  #recovered(): void {
    if (!this.#isInTrouble) return
    this.#isInTrouble = false
    this.#trouble.onRecovered()
  }

  #inTransaction<T>(run: () => T): T {
    return this.#database.transaction(run).immediate()
  }
}

/** Full disk, read-only disk, failing disk: worth asking again. Anything else is a bug or damage. */
export function isDiskTrouble(error: unknown): boolean {
  const code = errorCode(error)
  return (
    code === 'SQLITE_FULL' ||
    code === 'SQLITE_READONLY' ||
    code.startsWith('SQLITE_IOERR') ||
    code === 'SQLITE_CANTOPEN'
  )
}
