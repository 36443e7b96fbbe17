import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Problem } from '../../../shared/problem.ts'
import { errorCode, errorText, ProblemError } from '../errors.ts'
import { migrate } from './migrate.ts'
import { recoverDeliveries } from './recover.ts'

/** "Slui" in ASCII: tells this database from any other SQLite file. */
const APPLICATION_ID = 0x536c7569
export const DATABASE_NAME = 'sluice.db'

/** SQLite's write-ahead log beside the database. */
export function walFile(dataDir: string): string {
  return path.join(dataDir, `${DATABASE_NAME}-wal`)
}

export interface OpenedDatabase {
  database: Database.Database
  /** What a person should know about how it was opened, for example that it had been damaged. */
  notice: Problem | null
}

/**
 * Opens the queue database of a data folder for this process alone; a second process gets `data-folder-in-use`.
 * A damaged database is copied aside, and the deliveries that can still be read are carried over into a new one.
 *
 * @param copyName how the copy made before a migration or a recovery is named, for example from the date
 * @throws ProblemError `data-folder-in-use`, `database-from-the-future`, `data-folder-unusable`
 */
export function openDatabase(dataDir: string, copyName: string): OpenedDatabase {
  const file = path.join(dataDir, DATABASE_NAME)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return { database: openOnce(file, copyName), notice: null }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    if (isBusy(error)) throw inUse(dataDir)
    if (!isDamage(error)) throw unusable(dataDir, error)
    return recover(file, copyName, errorText(error))
  }
}

function openOnce(file: string, copyName: string): Database.Database {
  const isNew = !existsSync(file)
  const database = new Database(file)
  try {
    // The lock lives as long as the process: it cannot be left behind by a crash.
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('busy_timeout = 500')
    if (isNew) database.pragma(`application_id = ${APPLICATION_ID}`)
    else if (Number(database.pragma('application_id', { simple: true })) !== APPLICATION_ID)
      throw notOurs(file)
    database.pragma('journal_mode = WAL')
    // The first commits are flushed by SQLite itself, with the directory; later ones by GroupCommit where it matters.
    database.pragma('synchronous = FULL')
    database.pragma('wal_autocheckpoint = 2000')
    database.pragma('cache_size = -16000')
    migrate(database, () => {
      database.exec(`VACUUM INTO '${`${file}.before-${copyName}`.replaceAll("'", "''")}'`)
    })
    database.pragma('foreign_keys = ON')
    // Takes the lock now, not at the first write, and touches the pages that every start needs.
    database.exec("BEGIN IMMEDIATE; INSERT OR REPLACE INTO meta VALUES ('opened', ''); COMMIT")
    database.pragma('synchronous = NORMAL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function recover(file: string, copyName: string, reason: string): OpenedDatabase {
  const aside = `${file}.damaged-${copyName}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) copyFileSync(file + suffix, aside + suffix)
  }
  const fresh = `${file}.new`
  for (const suffix of ['', '-wal', '-shm']) rmSync(fresh + suffix, { force: true })
  const rebuilt = openOnce(fresh, copyName)
  const carried = recoverDeliveries(aside, rebuilt)
  rebuilt.close()
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
  renameSync(fresh, file)
  return { database: openOnce(file, copyName), notice: damaged(aside, carried, reason) }
}

function isBusy(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_BUSY') || errorCode(error).startsWith('SQLITE_LOCKED')
}

/** True when SQLite says that the file itself is broken. */
export function isDamage(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_CORRUPT') || errorCode(error) === 'SQLITE_NOTADB'
}

function inUse(dataDir: string): ProblemError {
  return new ProblemError({
    code: 'data-folder-in-use',
    what: `Another Sluice is already running on the data folder ${dataDir}.`,
    remedy: 'Use that one, stop it first, or choose another data folder with --data.',
    isRetried: false,
  })
}

function notOurs(file: string): ProblemError {
  return new ProblemError({
    code: 'data-folder-unusable',
    what: `${file} is a database of another program.`,
    means: 'Nothing was changed in it.',
    remedy: 'Choose another data folder with --data.',
    isRetried: false,
  })
}

function unusable(dataDir: string, error: unknown): ProblemError {
  return new ProblemError({
    code: 'data-folder-unusable',
    what: `Sluice cannot keep its queue in ${dataDir}.`,
    remedy:
      'See that the folder is on a local disk with free space and that you may write there, or choose another with --data.',
    isRetried: false,
    detail: errorText(error),
  })
}

function damaged(aside: string, carried: number, reason: string): Problem {
  return {
    code: 'database-was-damaged',
    what: `The queue database was damaged. It was copied to ${aside}, and ${carried} deliveries were carried over into a new one.`,
    means:
      'Every watched folder is looked through again; files known as delivered are not sent a second time.',
    remedy: 'Check the disk. Keep the copy until you have run «sluice audit» on each folder.',
    isRetried: false,
    detail: reason,
  }
}
