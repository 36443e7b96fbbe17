import type { Database } from 'better-sqlite3'
import { readFileSync, readdirSync } from 'node:fs'
import { ProblemError } from '../errors.ts'
import { say } from '../../../shared/phrase.ts'

const MIGRATIONS = new URL('./migrations/', import.meta.url)

export interface Migration {
  version: number
  name: string
  sql: string
}

/** The migrations in this program, oldest first. Throws when their numbers have gaps. */
export function readMigrations(): Migration[] {
  const migrations = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      version: Number(name.slice(0, 4)),
      name,
      sql: readFileSync(new URL(name, MIGRATIONS), 'utf8'),
    }))
  migrations.forEach(({ version, name }, index) => {
    if (version !== index + 1) throw new Error(`Migration ${name} should have the number ${index + 1}`)
  })
  return migrations
}

/**
 * Brings the database to the newest shape, each step in a transaction of its own.
 * `copyAside` is called once before anything is changed in a database that already holds data.
 *
 * @throws ProblemError `database-from-the-future` when a newer Sluice has written it; nothing is touched then.
 */
export function migrate(
  database: Database,
  copyAside: () => void,
  migrations: readonly Migration[] = readMigrations(),
): void {
  const found = Number(database.pragma('user_version', { simple: true }))
  const newest = migrations.length
  if (found > newest) throw fromTheFuture(found, newest)
  if (found === newest) return
  if (found > 0) copyAside()
  // Inside a transaction this pragma does nothing, so it is set before.
  database.pragma('foreign_keys = OFF')
  for (const migration of migrations.slice(found)) {
    database
      .transaction(() => {
        database.exec(migration.sql)
        database.pragma(`user_version = ${migration.version}`)
        // SQLite reports violations as rows, not as an error.
        const violations = database.pragma('foreign_key_check') as unknown[]
        if (violations.length > 0)
          throw new Error(`${migration.name} leaves ${violations.length} dangling references`)
      })
      .immediate()
  }
  database.pragma('foreign_keys = ON')
}

function fromTheFuture(found: number, newest: number): ProblemError {
  return new ProblemError({
    code: 'database-from-the-future',
    what: say`The queue database was written by a newer version of Sluice (shape ${found}; this version knows up to ${newest}).`,
    means: say`Nothing was changed in it.`,
    remedy: say`Install the newer Sluice again, or choose another data folder with --data.`,
    isRetried: false,
  })
}
