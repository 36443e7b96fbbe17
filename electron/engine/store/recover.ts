import Database from 'better-sqlite3'

const ROWS_PER_READ = 500

interface DeliveryColumns {
  id: number
}

/**
 * Copies every delivery that can still be read from a damaged database into a new one, walking around broken pages.
 * The history is what must survive: the queue itself is made again from the folders.
 *
 * @returns how many deliveries were carried over
 */
export function recoverDeliveries(damagedFile: string, into: Database.Database): number {
  let damaged: Database.Database
  try {
    damaged = new Database(damagedFile, { readonly: true })
  } catch {
    return 0
  }
  try {
    return copyReadable(damaged, into)
  } finally {
    damaged.close()
  }
}

function copyReadable(damaged: Database.Database, into: Database.Database): number {
  const columns = (into.pragma('table_info(delivery)') as { name: string }[]).map((column) => column.name)
  const insert = into.prepare(
    `INSERT OR IGNORE INTO delivery (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  let carried = 0
  let after = 0
  let step = ROWS_PER_READ
  const last = lastId(damaged)
  while (after < last) {
    const rows = readSome(damaged, columns, after, step)
    if (rows === null) {
      // A broken page within reach: come nearer by halves, then step over the one row that cannot be read.
      if (step > 1) step = Math.floor(step / 2)
      else after += 1
      continue
    }
    if (rows.length === 0) break
    for (const row of rows) carried += insert.run(row).changes
    after = rows.at(-1)?.id ?? last
    step = ROWS_PER_READ
  }
  return carried
}

function readSome(
  damaged: Database.Database,
  columns: string[],
  after: number,
  limit: number,
): DeliveryColumns[] | null {
  try {
    return damaged
      .prepare<[number, number], DeliveryColumns>(
        `SELECT ${columns.join(', ')} FROM delivery WHERE id > ? ORDER BY id LIMIT ?`,
      )
      .all(after, limit)
  } catch {
    return null
  }
}

function lastId(damaged: Database.Database): number {
  for (const sql of ['SELECT max(id) AS id FROM delivery', 'SELECT max(rowid) AS id FROM delivery']) {
    try {
      return damaged.prepare<[], { id: number | null }>(sql).get()?.id ?? 0
    } catch {
      continue
    }
  }
  return 0
}
