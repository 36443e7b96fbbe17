import type { Database } from 'better-sqlite3'

export interface DeliveryRecord {
  id: number
  kind: 'upload' | 'update'
  job_id: number
  parcel_id: number
  folder: string | null
  path: string
  destination: string
  size_bytes: number
  sha256: string
  fingerprint: string
  asset_url: string | null
  receipt: string
  delivered_ms: number
}
/** With what became of the source. */
export type ListedDelivery = DeliveryRecord & { after_words: string | null; after_said: string | null }
export type NewDelivery = Omit<DeliveryRecord, 'id'>

/** The history: one row for every parcel that has arrived somewhere, with the receipt. Kept for ever. */
export function createDeliveries(database: Database) {
  const insert = database.prepare(
    `INSERT INTO delivery (kind, job_id, parcel_id, folder, path, destination, size_bytes, sha256, fingerprint, asset_url, receipt, delivered_ms)
     VALUES (@kind, @job_id, @parcel_id, @folder, @path, @destination, @size_bytes, @sha256, @fingerprint, @asset_url, @receipt, @delivered_ms)`,
  )
  const twins = database.prepare<[string, string], DeliveryRecord>(
    'SELECT * FROM delivery WHERE destination = ? AND fingerprint = ?',
  )
  const page = database.prepare<[number, number], ListedDelivery>(
    `SELECT delivery.*, parcel.after_words, parcel.after_said FROM delivery LEFT JOIN parcel ON parcel.id = delivery.parcel_id
     WHERE delivery.id < ? ORDER BY delivery.id DESC LIMIT ?`,
  )
  const found = database.prepare<[number, string, string, string, string, number], ListedDelivery>(
    `SELECT delivery.*, parcel.after_words, parcel.after_said FROM delivery LEFT JOIN parcel ON parcel.id = delivery.parcel_id
     WHERE delivery.id < ? AND (delivery.path LIKE ? ESCAPE '!' OR delivery.asset_url LIKE ? ESCAPE '!'
       OR delivery.destination LIKE ? ESCAPE '!' OR delivery.sha256 = ?)
     ORDER BY delivery.id DESC LIMIT ?`,
  )
  const byId = database.prepare<[number], DeliveryRecord>('SELECT * FROM delivery WHERE id = ?')
  const byJob = database.prepare<[number], DeliveryRecord>('SELECT * FROM delivery WHERE job_id = ?')
  const ofPicture = database.prepare<{ parcelId: number; destination: string }, DeliveryRecord>(
    `SELECT delivery.* FROM (SELECT @parcelId AS id UNION ALL SELECT id FROM parcel WHERE update_of = @parcelId) AS picture
     CROSS JOIN delivery INDEXED BY delivery_parcel ON delivery.parcel_id = picture.id WHERE delivery.destination = @destination`,
  )
  const at = database.prepare<[number], { id: number; delivered_ms: number }>(
    'SELECT id, delivered_ms FROM delivery WHERE id >= ? ORDER BY id LIMIT 1',
  )
  const newest = database.prepare<[], number | null>('SELECT max(id) FROM delivery').pluck()
  const after = database.prepare<[number, number], Pick<DeliveryRecord, 'id' | 'kind' | 'folder'>>(
    'SELECT id, kind, folder FROM delivery WHERE id > ? ORDER BY id LIMIT ?',
  )
  const byParcel = database.prepare<[number], DeliveryRecord>('SELECT * FROM delivery WHERE parcel_id = ?')

  return {
    insert: (delivery: NewDelivery): number => Number(insert.run(delivery).lastInsertRowid),
    /** Deliveries to a destination that look the same by size, head and tail. */
    twins: (destination: string, fingerprint: string): DeliveryRecord[] =>
      twins.all(destination, fingerprint),
    /** The newest delivery of a parcel to a destination, updates of its metadata counted in; null without one. */
    latestOf(parcelId: number, destination: string): DeliveryRecord | null {
      const found = ofPicture.all({ parcelId, destination })
      return found.toSorted((one, other) => other.id - one.id)[0] ?? null
    },
    byParcel: (parcelId: number): DeliveryRecord[] => byParcel.all(parcelId),
    byId: (id: number): DeliveryRecord | null => byId.get(id) ?? null,
    byJob: (jobId: number): DeliveryRecord | null => byJob.get(jobId) ?? null,
    /** The last row that is older than a moment; 0 without one. Rows stand in the order of their time. */
    lastBefore(timeMs: number): number {
      let low = 0
      let high = (newest.get() ?? 0) + 1
      while (low < high) {
        const middle = Math.floor((low + high) / 2)
        const row = at.get(middle)
        if (row !== undefined && row.delivered_ms < timeMs) low = row.id + 1
        else high = middle
      }
      return Math.max(0, low - 1)
    },
    /** Uploads by hot folder among the next rows; `last` is where to go on. */
    uploadsAfter(id: number, limit: number) {
      const rows = after.all(id, limit)
      const folders = new Map<string | null, number>()
      for (const { kind, folder } of rows)
        if (kind === 'upload') folders.set(folder, (folders.get(folder) ?? 0) + 1)
      return { last: rows.at(-1)?.id ?? id, rows: rows.length, folders }
    },
    /** Newest first. `text` is looked for in paths, asset addresses and destinations, or is a whole SHA-256. */
    search(text: string | undefined, before: number | undefined, limit: number) {
      const from = before ?? Number.MAX_SAFE_INTEGER
      if (text === undefined || text === '') return page.all(from, limit)
      const like = `%${text.replaceAll(/[!%_]/g, '!$&')}%`
      return found.all(from, like, like, like, text.toLowerCase(), limit)
    },
  }
}
export type Deliveries = ReturnType<typeof createDeliveries>
