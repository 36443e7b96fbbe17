import Database from 'better-sqlite3'
import { copyFileSync, existsSync, linkSync, rmSync, statSync } from 'node:fs'
import { errorCode, ProblemError } from '../errors.ts'
import { migrate } from './migrate.ts'
import { say } from '../../../shared/phrase.ts'

/** "Slui" in ASCII: tells this database from any other SQLite file. */
const APPLICATION_ID = 0x536c7569
/** Tables by which a database of ours is known even when its header is not. */
const OUR_TABLES = ['job', 'job_event', 'journal_chunk', 'delivery']
/** Up to this size all pages are looked at whenever the database is opened: about 0.1 s. */
const CHECKED_BYTES_MAX = 64 * 1024 * 1024

/** What SQLite itself does not notice, or not yet. */
export class DamagedDatabase extends Error {
  override readonly name = 'DamagedDatabase'
}

/** True when the database file itself is broken, so that waiting will not help. */
export function isDamage(error: unknown): boolean {
  const code = errorCode(error)
  return error instanceof DamagedDatabase || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB'
}

/** Stands beside a database in which damage showed while it was in use: it is checked whole before it is used again. */
export function suspectFile(file: string): string {
  return `${file}.suspect`
}

/** Where the log of a database that may be damaged is kept until it is opened or mended. */
export function heldLog(file: string): string {
  return `${file}.log`
}

/**
 * Opens or makes one database file, brings it to the newest shape, and holds its lock until it is closed. The lock lives
 * as long as the process: it cannot be left behind by a crash.
 *
 * @throws the errors of SQLite, DamagedDatabase, ProblemError `database-from-the-future`, `data-folder-unusable`
 */
export function openFile(file: string, copyName: string): Database.Database {
  holdLog(file)
  try {
    const database = openHeld(file, copyName)
    rmSync(heldLog(file), { force: true })
    return database
  } catch (error) {
    if (!isDamage(error)) rmSync(heldLog(file), { force: true })
    throw error
  }
}

function openHeld(file: string, copyName: string): Database.Database {
  const sizeBytes = sizeOf(file)
  // SQLite would throw the log away.
  if (sizeBytes === 0 && sizeOf(`${file}-wal`) > 0)
    throw new DamagedDatabase('The database is empty, but the log of its last changes is not.')
  const database = new Database(file)
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('busy_timeout = 500')
    // Empty is what a process leaves that was killed while it made the file.
    if (sizeBytes === 0) database.pragma(`application_id = ${APPLICATION_ID}`)
    else mustBeOurs(database, file)
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    // GroupCommit folds the log in before that.
    database.pragma('wal_autocheckpoint = 8000')
    database.pragma('cache_size = -16000')
    if (sizeBytes > 0) checkPages(database, file, sizeBytes)
    migrate(database, () => {
      copyTo(database, `${file}.before-${copyName}`)
    })
    database.pragma('foreign_keys = ON')
    // Takes the lock now, not at the first write, and finds out whether the disk can be written.
    database.exec("BEGIN IMMEDIATE; INSERT OR REPLACE INTO meta VALUES ('opened', ''); COMMIT")
    // From here on flushing is a matter of WalFlusher: SQLite would do it in the middle of the event loop at every commit.
    database.pragma('synchronous = NORMAL')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function mustBeOurs(database: Database.Database, file: string): void {
  const id = Number(database.pragma('application_id', { simple: true }))
  const version = Number(database.pragma('user_version', { simple: true }))
  const tables = database.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all()
  const looksLikeOurs = OUR_TABLES.every((name) => tables.includes(name))
  if (id !== APPLICATION_ID) {
    if (looksLikeOurs) throw new DamagedDatabase('The header is not the one that Sluice has written.')
    throw notOurs(file)
  }
  if (version < 0 || (version === 0 && tables.length > 0))
    throw new DamagedDatabase('The header does not tell which shape the database has.')
}

/** Damage in the middle would show only when the page is needed, in the middle of the work. */
function checkPages(database: Database.Database, file: string, sizeBytes: number): void {
  const isSuspect = existsSync(suspectFile(file))
  if (!isSuspect && sizeBytes > CHECKED_BYTES_MAX) return
  const [found] = database
    .prepare<[], string>(isSuspect ? 'PRAGMA integrity_check(1)' : 'PRAGMA quick_check(1)')
    .pluck()
    .all()
  if (found !== 'ok') throw new DamagedDatabase(found ?? 'The check gave no answer.')
  rmSync(suspectFile(file), { force: true })
}

function copyTo(database: Database.Database, copy: string): void {
  try {
    database.exec(`VACUUM INTO '${copy.replaceAll("'", "''")}'`)
  } catch (error) {
    rmSync(copy, { force: true })
    throw error
  }
}

/** A second name for the log: a log that SQLite cannot make sense of it removes when it closes the database. */
function holdLog(file: string): void {
  const log = `${file}-wal`
  if (sizeOf(log) === 0 || existsSync(heldLog(file))) return
  try {
    linkSync(log, heldLog(file))
  } catch {
    // A file system without links.
    copyFileSync(log, heldLog(file))
  }
}

/** 0 for a file that is not there. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function notOurs(file: string): ProblemError {
  return new ProblemError({
    code: 'data-folder-unusable',
    what: say`${file} is a database of another program.`,
    means: say`Nothing was changed in it.`,
    remedy: say`Choose another data folder with --data.`,
    isRetried: false,
  })
}
