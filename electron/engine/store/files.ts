import type { Database } from 'better-sqlite3'
import { keptPhrase, type Phrase } from '../../../shared/phrase.ts'
import { mustBe } from './places.ts'

export type FileStateName = 'arriving' | 'stable' | 'taken' | 'duplicate' | 'orphan' | 'unreadable'

export interface FileRow {
  id: number
  folder_id: number
  directory_id: number
  name: string
  stem_key: string
  identity: string
  size_bytes: number
  state: FileStateName
  first_seen_ms: number
  changed_seen_ms: number
  changed_ms: number
  quiet_since_ms: number | null
  gone_ms: number | null
  due_ms: number | null
  words: string | null
  /** The phrase behind `words`, as JSON. */
  said: string | null
  parcel_id: number | null
}
export type PlacedFileRow = FileRow & { directory: string }

export interface NewFile {
  folderId: number
  directoryId: number
  name: string
  stemKey: string
  identity: string
  sizeBytes: number
  changedMs: number
  atMs: number
  dueMs: number
}

export interface FileChange {
  state: FileStateName
  words?: Phrase | string | null
  dueMs?: number | null
  quietSinceMs?: number | null
  parcelId?: number | null
}

const PLACED =
  'SELECT file.*, directory.path AS directory FROM file JOIN directory ON directory.id = file.directory_id'

/** What was seen in the hot folders. Paths are split into a directory row and a name. */
export function createFiles(database: Database) {
  const directory = database.prepare<[number, string, number], { id: number }>(
    'INSERT INTO directory (folder_id, path, seen_scan) VALUES (?, ?, ?) ON CONFLICT (folder_id, path) DO UPDATE SET seen_scan = max(seen_scan, excluded.seen_scan) RETURNING id',
  )
  const directoryId = database.prepare<[number, string], { id: number }>(
    'SELECT id FROM directory WHERE folder_id = ? AND path = ?',
  )
  const unseen = database.prepare<[number, number], { id: number; path: string }>(
    'SELECT id, path FROM directory WHERE folder_id = ? AND seen_scan < ?',
  )
  const dropDirectory = database.prepare(
    'DELETE FROM directory WHERE id = ? AND NOT EXISTS (SELECT 1 FROM file WHERE file.directory_id = directory.id)',
  )
  const presentIn = database.prepare<[number, string, number], { id: number; name: string }>(
    'SELECT id, name FROM file WHERE directory_id = ? AND name > ? AND gone_ms IS NULL ORDER BY name LIMIT ?',
  )
  const anyIn = database.prepare<[number], { id: number }>(
    'SELECT id FROM file WHERE directory_id = ? LIMIT 1',
  )
  const byName = database.prepare<[number, string], FileRow>(
    'SELECT * FROM file WHERE directory_id = ? AND name = ?',
  )
  const byIdentity = database.prepare<[number, string], PlacedFileRow>(
    `${PLACED} WHERE file.folder_id = ? AND file.identity = ? ORDER BY file.gone_ms IS NULL LIMIT 8`,
  )
  const byStem = database.prepare<[number, string], FileRow>(
    'SELECT * FROM file WHERE directory_id = ? AND stem_key = ? AND gone_ms IS NULL',
  )
  const byId = database.prepare<[number], PlacedFileRow>(`${PLACED} WHERE file.id = ?`)
  const byParcel = database.prepare<[number], PlacedFileRow>(`${PLACED} WHERE file.parcel_id = ?`)
  const due = database.prepare<[number, number, number], PlacedFileRow>(
    `${PLACED} WHERE file.folder_id = ? AND file.due_ms <= ? AND file.gone_ms IS NULL ORDER BY file.due_ms LIMIT ?`,
  )
  const nextDue = database.prepare<[number], { due_ms: number | null }>(
    'SELECT min(due_ms) AS due_ms FROM file WHERE folder_id = ? AND due_ms IS NOT NULL AND gone_ms IS NULL',
  )
  const arriving = database.prepare<[number, number], PlacedFileRow>(
    `${PLACED} WHERE file.folder_id = ? AND file.due_ms IS NOT NULL AND file.gone_ms IS NULL
     AND file.state IN ('arriving', 'stable') ORDER BY file.due_ms LIMIT ?`,
  )
  const insert = database.prepare<[NewFile], { id: number }>(
    `INSERT INTO file (folder_id, directory_id, name, stem_key, identity, size_bytes, state, first_seen_ms, changed_seen_ms, changed_ms, due_ms)
     VALUES (@folderId, @directoryId, @name, @stemKey, @identity, @sizeBytes, 'arriving', @atMs, @atMs, @changedMs, @dueMs)
     ON CONFLICT (directory_id, name) DO UPDATE SET identity = excluded.identity, size_bytes = excluded.size_bytes,
       state = 'arriving', first_seen_ms = excluded.first_seen_ms, changed_seen_ms = excluded.changed_seen_ms,
       changed_ms = excluded.changed_ms, quiet_since_ms = NULL, gone_ms = NULL, due_ms = excluded.due_ms, words = NULL, said = NULL, parcel_id = NULL
     RETURNING id`,
  )
  const change = database.prepare(
    'UPDATE file SET state = @state, words = @words, said = @said, due_ms = @dueMs, quiet_since_ms = @quietSinceMs, parcel_id = @parcelId WHERE id = @id',
  )
  const look = database.prepare(
    'UPDATE file SET identity = ?, size_bytes = ?, changed_ms = ?, changed_seen_ms = ?, due_ms = ?, words = ?, said = ? WHERE id = ?',
  )
  const move = database.prepare(
    'UPDATE file SET directory_id = ?, name = ?, stem_key = ?, gone_ms = NULL WHERE id = ?',
  )
  const setGone = database.prepare('UPDATE file SET gone_ms = ? WHERE id = ?')
  const remove = database.prepare('DELETE FROM file WHERE id = ?')
  const attention = database.prepare<[number], PlacedFileRow>(
    `${PLACED} WHERE file.folder_id = ? AND file.state IN ('orphan', 'unreadable') AND file.gone_ms IS NULL LIMIT 100`,
  )
  const counts = database.prepare<[number], { state: FileStateName; files: number }>(
    'SELECT state, files FROM file_counter WHERE folder_id = ?',
  )
  const clockBack = database.prepare('UPDATE file SET due_ms = ? WHERE due_ms > ?')
  const pruneGone = database.prepare(
    'DELETE FROM file WHERE id IN (SELECT id FROM file WHERE gone_ms < ? LIMIT 5000)',
  )

  return {
    directory: (folderId: number, path: string, scan: number): number =>
      mustBe(directory.get(folderId, path, scan), 'directory').id,
    directoryId: (folderId: number, path: string): number | null =>
      directoryId.get(folderId, path)?.id ?? null,
    /** Directories that the scan with this number did not come by. */
    unseenDirectories: (folderId: number, scan: number) => unseen.all(folderId, scan),
    dropDirectory: (id: number) => dropDirectory.run(id),
    /** Some of the files that were there when the directory was last looked at: those that follow a name, in order. */
    presentIn: (id: number, after: string, limit: number) => presentIn.all(id, after, limit),
    isEmptyDirectory: (id: number): boolean => anyIn.get(id) === undefined,
    byName: (directoryId: number, name: string): FileRow | null => byName.get(directoryId, name) ?? null,
    byIdentity: (folderId: number, identity: string): PlacedFileRow[] => byIdentity.all(folderId, identity),
    /** Present files of one directory with this stem. */
    byStem: (directoryId: number, stemKey: string): FileRow[] => byStem.all(directoryId, stemKey),
    byId: (id: number): PlacedFileRow | null => byId.get(id) ?? null,
    byParcel: (parcelId: number): PlacedFileRow[] => byParcel.all(parcelId),
    due: (folderId: number, nowMs: number, limit: number): PlacedFileRow[] => due.all(folderId, nowMs, limit),
    nextDueMs: (folderId: number): number | null => nextDue.get(folderId)?.due_ms ?? null,
    /** Files that are not complete yet, or wait for what travels with them. */
    arriving: (folderId: number, limit: number): PlacedFileRow[] => arriving.all(folderId, limit),
    insert: (file: NewFile): number => mustBe(insert.get(file), 'file').id,
    /** Sets the state; what is not given is cleared. */
    change: (
      id: number,
      { state, words = null, dueMs = null, quietSinceMs = null, parcelId = null }: FileChange,
    ) => change.run({ id, state, ...columns(words), dueMs, quietSinceMs, parcelId }),
    /** Notes another look at a file that is still arriving. */
    look: (
      id: number,
      seen: {
        identity: string
        sizeBytes: number
        changedMs: number
        changedSeenMs: number
        dueMs: number
        words: Phrase | string
      },
    ) => {
      const { words, said } = columns(seen.words)
      return look.run(
        seen.identity,
        seen.sizeBytes,
        seen.changedMs,
        seen.changedSeenMs,
        seen.dueMs,
        words,
        said,
        id,
      )
    },
    /** The same file under another path. Whatever row stood at the new path makes way. */
    move(id: number, directoryId: number, name: string, stemKey: string): void {
      const inTheWay = byName.get(directoryId, name)
      if (inTheWay !== undefined && inTheWay.id !== id) remove.run(inTheWay.id)
      move.run(directoryId, name, stemKey, id)
    },
    setGone: (id: number, goneMs: number | null) => setGone.run(goneMs, id),
    attention: (folderId: number): PlacedFileRow[] => attention.all(folderId),
    counts(folderId: number): Partial<Record<FileStateName, number>> {
      return Object.fromEntries(counts.all(folderId).map(({ state, files }) => [state, files]))
    },
    /** The clock was set back: nothing may wait for a time that lies far ahead. */
    clockSetBack: (nowMs: number, furthestMs: number) => clockBack.run(nowMs, furthestMs),
    pruneGone: (beforeMs: number): number => pruneGone.run(beforeMs).changes,
  }
}
export type Files = ReturnType<typeof createFiles>

function columns(words: Phrase | string | null): { words: string | null; said: string | null } {
  if (words === null || typeof words === 'string') return { words, said: null }
  return { words: words.text, said: JSON.stringify(words) }
}

/** What is told of a file; null for nothing. */
export function toldOf({ words, said }: FileRow): Phrase | string | null {
  return words === null ? null : keptPhrase(words, said)
}

/** `directory/name` with forward slashes, as shown to people. */
export function filePath(row: { directory: string; name: string }): string {
  return row.directory === '' ? row.name : `${row.directory}/${row.name}`
}
