import type { Database } from 'better-sqlite3'
import { mustBe } from './places.ts'

export type AfterState = 'none' | 'pending' | 'done' | 'kept'

export interface ParcelRow {
  id: number
  folder_id: number
  root: string
  path: string
  identity: string
  size_bytes: number
  sidecar_path: string | null
  sidecar_identity: string | null
  created_ms: number
  after_state: AfterState
  after_words: string | null
}

export interface NewParcel {
  folderId: number
  root: string
  path: string
  identity: string
  sizeBytes: number
  sidecarPath: string | null
  sidecarIdentity: string | null
  atMs: number
}

/** Files that travel together, as they were when they were taken. */
export function createParcels(database: Database) {
  const insert = database.prepare(
    `INSERT INTO parcel (folder_id, root, path, identity, size_bytes, sidecar_path, sidecar_identity, created_ms, after_state)
     VALUES (@folderId, @root, @path, @identity, @sizeBytes, @sidecarPath, @sidecarIdentity, @atMs, 'none')`,
  )
  const byId = database.prepare<[number], ParcelRow>('SELECT * FROM parcel WHERE id = ?')
  const setAfter = database.prepare('UPDATE parcel SET after_state = ?, after_words = ? WHERE id = ?')
  const pending = database.prepare<[number, number], ParcelRow>(
    "SELECT * FROM parcel WHERE after_state = 'pending' AND id > ? ORDER BY id LIMIT ?",
  )
  const moved = database.prepare('UPDATE parcel SET path = ? WHERE id = ?')
  const reidentified = database.prepare('UPDATE parcel SET identity = ?, size_bytes = ? WHERE id = ?')
  const sidecarReidentified = database.prepare('UPDATE parcel SET sidecar_identity = ? WHERE id = ?')
  const sidecarLeft = database.prepare(
    'UPDATE parcel SET sidecar_path = NULL, sidecar_identity = NULL WHERE id = ?',
  )
  const sidecarMoved = database.prepare('UPDATE parcel SET sidecar_path = ? WHERE id = ?')

  return {
    insert: (parcel: NewParcel): number => Number(insert.run(parcel).lastInsertRowid),
    byId: (id: number): ParcelRow => mustBe(byId.get(id), 'parcel'),
    setAfter: (id: number, state: AfterState, words: string | null) => setAfter.run(state, words, id),
    pendingAfter: (afterId: number, limit: number): ParcelRow[] => pending.all(afterId, limit),
    /** The file was renamed inside its folder before or after its delivery. */
    moved: (id: number, path: string) => moved.run(path, id),
    /** A person wants the file sent as it is now. */
    reidentified: (id: number, identity: string, sizeBytes: number) =>
      reidentified.run(identity, sizeBytes, id),
    sidecarReidentified: (id: number, identity: string) => sidecarReidentified.run(identity, id),
    /** The sidecar is no longer there: the file goes alone. */
    sidecarLeft: (id: number) => sidecarLeft.run(id),
    sidecarMoved: (id: number, path: string) => sidecarMoved.run(path, id),
  }
}
export type Parcels = ReturnType<typeof createParcels>
