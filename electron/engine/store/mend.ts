import Database from 'better-sqlite3'
import { constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { errorText } from '../errors.ts'
import { heldLog, isDamage, openFile, suspectFile } from './open-file.ts'
import { recoverDeliveries } from './recover.ts'

export interface Mended {
  database: Database.Database
  /** Where the damaged database was copied to; null when it was whole after all. */
  aside: string | null
  /** Deliveries that were carried over. */
  carried: number
  /** What was broken, in SQLite's words. */
  reason: string
}

/** A finished new database that has yet to take the damaged one's place. */
const mendedFile = (file: string): string => `${file}.mended`

/** True when a process died between finishing a new database and putting it in place. */
export function isHalfMended(file: string): boolean {
  return existsSync(mendedFile(file))
}

/**
 * Puts a new database in the place of a damaged one, with every delivery that can still be read. The damaged one is
 * copied aside first and not touched before the new one is complete on disk, so a crash or a full disk in between leaves
 * things as they were.
 *
 * @throws the errors of SQLite, for example SQLITE_BUSY when another process is at it, and of the file system
 */
export function mend(file: string, copyName: string): Mended {
  // The damaged file cannot be locked. Two processes that mend it at once would each replace what the other has made.
  // The guard stays: to take away a file that another process waits for is to let two of them in.
  const guard = new Database(`${file}.mending`)
  try {
    guard.pragma('busy_timeout = 500')
    guard.exec('BEGIN EXCLUSIVE')
    if (isHalfMended(file)) putInPlace(file)
    return mendLocked(file, copyName)
  } finally {
    guard.close()
  }
}

function mendLocked(file: string, copyName: string): Mended {
  let reason: string
  try {
    return { database: openFile(file, copyName), aside: null, carried: 0, reason: '' }
  } catch (error) {
    if (!isDamage(error)) throw error
    reason = errorText(error)
  }
  const aside = `${file}.damaged-${copyName}`
  let carried: number
  try {
    copyAside(file, aside)
    carried = rebuild(file, copyName)
  } catch (error) {
    // One copy for every try would fill the disk further.
    for (const suffix of ['', '-wal']) rmSync(aside + suffix, { force: true })
    throw error
  }
  putInPlace(file)
  return { database: openFile(file, copyName), aside, carried, reason }
}

function copyAside(file: string, aside: string): void {
  for (const [from, to] of [
    [file, aside],
    [logOf(file), `${aside}-wal`],
  ] as const) {
    if (existsSync(from)) copyFileSync(from, to, constants.COPYFILE_FICLONE)
  }
}

/** The log as it was before anybody tried to open the database. */
function logOf(file: string): string {
  return existsSync(heldLog(file)) ? heldLog(file) : `${file}-wal`
}

function rebuild(file: string, copyName: string): number {
  const fresh = `${file}.new`
  const remove = (): void => {
    for (const suffix of ['', '-wal', '-journal']) rmSync(fresh + suffix, { force: true })
  }
  remove()
  try {
    const database = openFile(fresh, copyName)
    let carried: number
    try {
      carried = recoverDeliveries(file, logOf(file), database)
      // Everything into the one file that is about to be renamed.
      database.pragma('journal_mode = DELETE')
    } finally {
      database.close()
    }
    renameSync(fresh, mendedFile(file))
    return carried
  } catch (error) {
    remove()
    throw error
  }
}

/** Can be done again after a crash at any point: the log of the damaged database must never meet the new one. */
function putInPlace(file: string): void {
  for (const suffix of ['-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
  renameSync(mendedFile(file), file)
  for (const left of [suspectFile(file), heldLog(file)]) rmSync(left, { force: true })
}
