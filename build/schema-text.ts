import Database from 'better-sqlite3'
import { migrate } from '../electron/engine/store/migrate.ts'

const HEAD = `-- The present shape of the queue database. Written by «npm run schema» from a fresh database; a test compares.
-- To change the shape, add a migration in migrations/ and run «npm run schema» again.
`
/** Tables first, then what hangs on them. */
const KINDS = ['table', 'index', 'trigger'] as const

/** The shape that a new database has after all migrations, as SQL. */
export function schemaText(): string {
  const database = new Database(':memory:')
  try {
    migrate(database, () => undefined)
    const statements = database.prepare<[string], string>(
      "SELECT sql FROM sqlite_schema WHERE type = ? AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    const parts = KINDS.flatMap((kind) => statements.pluck().all(kind))
    return [HEAD, ...parts.map((sql) => `${sql};\n`)].join('\n')
  } finally {
    database.close()
  }
}
