import type { Database } from 'better-sqlite3'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { type Problem, tellProblem, type ToldProblem } from '../../../shared/problem.ts'
import { errorCode, errorText, ProblemError } from '../errors.ts'
import { isHalfMended, mend, type Mended } from './mend.ts'
import { isDamage, openFile } from './open-file.ts'
import { say } from '../../../shared/phrase.ts'

export const DATABASE_NAME = 'sluice.db'

/** The queue database of a data folder. */
export function databaseFile(dataDir: string): string {
  return path.join(dataDir, DATABASE_NAME)
}

/** The log of the last changes, beside the database. */
export function walFile(dataDir: string): string {
  return `${databaseFile(dataDir)}-wal`
}

export interface OpenedDatabase {
  database: Database
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
  const file = databaseFile(dataDir)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    return openOrMend(file, copyName)
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw isBusy(error) ? inUse(dataDir) : unusable(dataDir, error)
  }
}

function openOrMend(file: string, copyName: string): OpenedDatabase {
  if (isHalfMended(file)) return opened(mend(file, copyName))
  try {
    return { database: openFile(file, copyName), notice: null }
  } catch (error) {
    if (!isDamage(error)) throw error
    return opened(mend(file, copyName))
  }
}

function opened(mended: Mended): OpenedDatabase {
  const { database, aside } = mended
  return { database, notice: aside === null ? null : damaged(aside, mended.carried, mended.reason) }
}

function isBusy(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_BUSY') || errorCode(error).startsWith('SQLITE_LOCKED')
}

function inUse(dataDir: string): ProblemError {
  return new ProblemError({
    code: 'data-folder-in-use',
    what: say`Another Sluice is already running on the data folder ${dataDir}.`,
    remedy: say`Use that one, stop it first, or choose another data folder with --data.`,
    isRetried: false,
  })
}

function unusable(dataDir: string, error: unknown): ProblemError {
  return new ProblemError({
    code: 'data-folder-unusable',
    ...unusableWords(dataDir, causeOf(dataDir, error)),
    isRetried: false,
    detail: errorText(error),
  })
}

/** SQLite calls it «disk I/O error» when it may not write; the system knows better. */
function causeOf(dataDir: string, error: unknown): string {
  const code = errorCode(error)
  if (!code.startsWith('SQLITE_') || code === 'SQLITE_FULL') return code
  try {
    accessSync(dataDir, constants.W_OK)
    if (existsSync(databaseFile(dataDir))) accessSync(databaseFile(dataDir), constants.W_OK)
    return code
  } catch (refusal) {
    return errorCode(refusal)
  }
}

function unusableWords(dataDir: string, code: string): Pick<ToldProblem, 'what' | 'remedy'> {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return {
      what: say`The disk that holds ${dataDir} is full. Sluice cannot keep its queue there.`,
      remedy: say`Make space on that disk and start again, or choose another data folder with --data.`,
    }
  }
  if (code.startsWith('SQLITE_READONLY') || ['EROFS', 'EACCES', 'EPERM'].includes(code)) {
    return {
      what: say`Sluice may not write in its data folder ${dataDir}.`,
      remedy: say`Give the user who runs Sluice permission to write there, or choose another with --data.`,
    }
  }
  return {
    what: say`Sluice cannot keep its queue in ${dataDir}.`,
    remedy: say`See that it is a folder on a local disk with free space and that you may write there, or choose another with --data.`,
  }
}

function damaged(aside: string, carried: number, reason: string): Problem {
  return tellProblem({
    code: 'database-was-damaged',
    what: say`The queue database was damaged. It was copied to ${aside}, and ${carried} deliveries were carried over into a new one.`,
    means: say`Every watched folder is looked through again; files known as delivered are not sent a second time. Files picked by hand that were still waiting are no longer in the queue.`,
    remedy: say`Check the disk. Keep the copy until you have run «sluice audit» on each folder. Pick again what you had picked by hand.`,
    isRetried: false,
    detail: reason,
  })
}
