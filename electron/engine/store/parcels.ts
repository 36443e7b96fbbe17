import type { Database } from 'better-sqlite3'
import type { Phrase } from '../../../shared/phrase.ts'
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
  update_of: number | null
  number: number | null
  created_ms: number
  after_state: AfterState
  after_words: string | null
  /** The phrase behind `after_words`, as JSON. */
  after_said: string | null
}

export interface NewParcel {
  folderId: number
  root: string
  path: string
  identity: string
  sizeBytes: number
  sidecarPath: string | null
  sidecarIdentity: string | null
  /** The delivered parcel whose metadata this one brings up to date; null for a file that is to be sent. */
  updateOf: number | null
  atMs: number
}

/** Files that travel together, as they were when they were taken. */
export function createParcels(database: Database) {
  const insert = database.prepare(
    `INSERT INTO parcel (folder_id, root, path, identity, size_bytes, sidecar_path, sidecar_identity, update_of, created_ms, after_state)
     VALUES (@folderId, @root, @path, @identity, @sizeBytes, @sidecarPath, @sidecarIdentity, @updateOf, @atMs, 'none')`,
  )
  const byId = database.prepare<[number], ParcelRow>('SELECT * FROM parcel WHERE id = ?')
  const updatesOf = database.prepare<[number], ParcelRow>('SELECT * FROM parcel WHERE update_of = ?')
  const becameUpdate = database.prepare('UPDATE parcel SET update_of = ? WHERE id = ?')
  const setAfter = database.prepare(
    'UPDATE parcel SET after_state = ?, after_words = ?, after_said = ? WHERE id = ?',
  )
  const forgetAfter = database.prepare(
    "UPDATE parcel SET after_state = 'none', after_words = NULL, after_said = NULL WHERE id = ? AND after_state <> 'none'",
  )
  const pending = database.prepare<[number, number], ParcelRow>(
    "SELECT * FROM parcel WHERE after_state = 'pending' AND id > ? ORDER BY id LIMIT ?",
  )
  const moved = database.prepare('UPDATE parcel SET path = ? WHERE id = ?')
  const reidentified = database.prepare('UPDATE parcel SET identity = ?, size_bytes = ? WHERE id = ?')
  const sidecarReidentified = database.prepare('UPDATE parcel SET sidecar_identity = ? WHERE id = ?')
  const sidecarLeft = database.prepare(
    'UPDATE parcel SET sidecar_path = NULL, sidecar_identity = NULL WHERE id = ?',
  )
  const sidecarJoined = database.prepare(
    'UPDATE parcel SET sidecar_path = ?, sidecar_identity = ? WHERE id = ?',
  )
  const nextNumber = database.prepare<[number], { number: number }>(
    'UPDATE folder SET next_number = next_number + 1 WHERE id = ? RETURNING next_number - 1 AS number',
  )
  const setNumber = database.prepare('UPDATE parcel SET number = ? WHERE id = ?')
  const sidecarMoved = database.prepare('UPDATE parcel SET sidecar_path = ? WHERE id = ?')

  return {
    insert: (parcel: NewParcel): number => Number(insert.run(parcel).lastInsertRowid),
    byId: (id: number): ParcelRow => mustBe(byId.get(id), 'parcel'),
    /** The parcel that the picture itself travelled in. A parcel that is no longer known is its own. */
    rootOf: (id: number): number => byId.get(id)?.update_of ?? id,
    /** It turned out that the picture is there already: only its metadata goes. */
    becameUpdate: (id: number, updateOf: number) => becameUpdate.run(updateOf, id),
    /** Parcels that bring the metadata of this one up to date. */
    updatesOf: (id: number): ParcelRow[] => updatesOf.all(id),
    setAfter: (id: number, state: AfterState, words: Phrase) =>
      setAfter.run(state, words.text, JSON.stringify(words), id),
    /** It is tried again: what became of its source, or was to become of it, counts no more. */
    forgetAfter: (id: number) => forgetAfter.run(id),
    pendingAfter: (afterId: number, limit: number): ParcelRow[] => pending.all(afterId, limit),
    /** The file was renamed inside its folder before or after its delivery. */
    moved: (id: number, path: string) => moved.run(path, id),
    /** A person wants the file sent as it is now. */
    reidentified: (id: number, identity: string, sizeBytes: number) =>
      reidentified.run(identity, sizeBytes, id),
    sidecarReidentified: (id: number, identity: string) => sidecarReidentified.run(identity, id),
    /** The sidecar is no longer there: the file goes alone. */
    sidecarLeft: (id: number) => sidecarLeft.run(id),
    /** A sidecar that came after its picture was queued, and before it was sent. */
    sidecarJoined: (id: number, path: string, identity: string) => sidecarJoined.run(path, identity, id),
    /** The number of this parcel in its folder, given out at the first question. To be called inside `store.write`. */
    number(id: number): number {
      const parcel = mustBe(byId.get(id), 'parcel')
      if (parcel.number !== null) return parcel.number
      const { number } = mustBe(nextNumber.get(parcel.folder_id), 'folder')
      setNumber.run(number, id)
      return number
    },
    sidecarMoved: (id: number, path: string) => sidecarMoved.run(path, id),
  }
}
export type Parcels = ReturnType<typeof createParcels>
