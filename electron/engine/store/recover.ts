import type { Database } from 'better-sqlite3'
import { carveRows, type CarvedRow, type CarvedValue } from './carve.ts'

/**
 * Copies every delivery that can still be read from a damaged database, and from the log beside it, into a new one.
 * The history is what must survive: the queue itself is made again from the folders.
 *
 * A delivery is written once and never changed, so an old copy of it, in a page that is no longer part of the tree, is
 * as true as the newest.
 *
 * @returns how many deliveries were carried over
 */
export function recoverDeliveries(damagedFile: string, log: string, into: Database): number {
  const columns = (into.pragma('table_info(delivery)') as { name: string }[]).map(({ name }) => name)
  const insert = into.prepare(
    `INSERT OR IGNORE INTO delivery (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  )
  let carried = 0
  into
    .transaction(() => {
      for (const row of carveRows(damagedFile, log)) {
        const delivery = asDelivery(row, columns)
        if (delivery !== null) carried += insert.run(delivery).changes
      }
      continueNumbers(into)
    })
    .immediate()
  return carried
}

const TEXTS = ['kind', 'path', 'destination', 'sha256', 'fingerprint', 'receipt'] as const
const TEXTS_OR_NULL = ['folder', 'asset_url'] as const
const INTEGERS = ['id', 'job_id', 'parcel_id', 'size_bytes', 'delivered_ms'] as const

/** Of all rows of all tables, only a delivery has this shape. Columns that came later are null in older rows. */
function asDelivery(row: CarvedRow, columns: readonly string[]): Record<string, CarvedValue> | null {
  if (row.values.length > columns.length) return null
  const values = Object.fromEntries(columns.map((name, index) => [name, row.values[index] ?? null]))
  // SQLite keeps an INTEGER PRIMARY KEY as the number of the row, and null in its place.
  if (values['id'] !== null) return null
  const delivery: Record<string, CarvedValue> = { ...values, id: row.rowId }
  const isShape =
    TEXTS.every((name) => typeof delivery[name] === 'string') &&
    TEXTS_OR_NULL.every((name) => delivery[name] === null || typeof delivery[name] === 'string') &&
    INTEGERS.every((name) => Number.isSafeInteger(delivery[name]))
  if (!isShape || !/^[0-9a-f]{64}$/.test(String(delivery['sha256']))) return null
  return isReceipt(String(delivery['receipt'])) ? delivery : null
}

function isReceipt(text: string): boolean {
  try {
    const receipt: unknown = JSON.parse(text)
    return typeof receipt === 'object' && receipt !== null
  } catch {
    return false
  }
}

/** Jobs and parcels that the history names are never mixed up with new ones. */
function continueNumbers(into: Database): void {
  into.exec(`
    DELETE FROM sqlite_sequence WHERE name IN ('job', 'parcel');
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'job', coalesce(max(job_id), 0) FROM delivery UNION ALL
      SELECT 'parcel', coalesce(max(parcel_id), 0) FROM delivery;`)
}
