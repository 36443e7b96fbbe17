import type { Database } from 'better-sqlite3'

/** Hand-picked files belong to this folder row. */
export const MANUAL_FOLDER_ID = 0

export interface FolderRow {
  id: number
  name: string
  path: string
  marker: string | null
  volume_id: string | null
  is_paused: number
  learned_window_ms: number | null
  clean_arrivals: number
  scan_number: number
  last_scan_ms: number | null
}

export interface DestinationRow {
  id: number
  name: string
  is_paused: number
}

/** The rows of hot folders and destinations: what Sluice must remember of them beyond the configuration. */
export function createPlaces(database: Database) {
  const folderByName = database.prepare<[string], FolderRow>('SELECT * FROM folder WHERE name = ?')
  const folderById = database.prepare<[number], FolderRow>('SELECT * FROM folder WHERE id = ?')
  const addFolder = database.prepare(
    'INSERT INTO folder (name, path) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET path = excluded.path',
  )
  const forgetRoot = database.prepare('UPDATE folder SET marker = NULL, volume_id = NULL WHERE id = ?')
  const setRoot = database.prepare('UPDATE folder SET marker = ?, volume_id = ? WHERE id = ?')
  const setFolderPaused = database.prepare('UPDATE folder SET is_paused = ? WHERE id = ?')
  const setWindow = database.prepare(
    'UPDATE folder SET learned_window_ms = ?, clean_arrivals = ? WHERE id = ?',
  )
  const addArrivals = database.prepare('UPDATE folder SET clean_arrivals = clean_arrivals + ? WHERE id = ?')
  const beginScan = database.prepare<[number], { scan_number: number }>(
    'UPDATE folder SET scan_number = scan_number + 1 WHERE id = ? RETURNING scan_number',
  )
  const endScan = database.prepare('UPDATE folder SET last_scan_ms = ? WHERE id = ?')
  const destinationByName = database.prepare<[string], DestinationRow>(
    'SELECT * FROM destination WHERE name = ?',
  )
  const nextNumber = database.prepare<[string], { next_number: number }>(
    'SELECT next_number FROM folder WHERE name = ?',
  )
  const destinationById = database.prepare<[number], DestinationRow>('SELECT * FROM destination WHERE id = ?')
  const addDestination = database.prepare(
    'INSERT INTO destination (name) VALUES (?) ON CONFLICT (name) DO NOTHING',
  )
  const setDestinationPaused = database.prepare('UPDATE destination SET is_paused = ? WHERE id = ?')
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)')
  const getMeta = database.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?')

  return {
    /** The row of a configured folder. A folder that was moved elsewhere in the configuration starts with a new root. */
    folder(name: string, path: string): FolderRow {
      const known = folderByName.get(name)
      addFolder.run(name, path)
      if (known !== undefined && known.path !== path) forgetRoot.run(known.id)
      return mustBe(folderByName.get(name), 'folder')
    },
    folderById: (id: number): FolderRow => mustBe(folderById.get(id), 'folder'),
    destination(name: string): DestinationRow {
      addDestination.run(name)
      return mustBe(destinationByName.get(name), 'destination')
    },
    /** What {counter} gives next in this folder. */
    nextNumber: (folderName: string): number => nextNumber.get(folderName)?.next_number ?? 1,
    destinationName: (id: number): string | null => destinationById.get(id)?.name ?? null,
    setRoot: (folderId: number, marker: string | null, volumeId: string) =>
      setRoot.run(marker, volumeId, folderId),
    setFolderPaused: (folderId: number, isPaused: boolean) => setFolderPaused.run(isPaused ? 1 : 0, folderId),
    setDestinationPaused: (id: number, isPaused: boolean) => setDestinationPaused.run(isPaused ? 1 : 0, id),
    setWindow: (folderId: number, windowMs: number | null) => setWindow.run(windowMs, 0, folderId),
    addCleanArrivals: (folderId: number, count: number) => addArrivals.run(count, folderId),
    beginScan: (folderId: number): number => mustBe(beginScan.get(folderId), 'folder').scan_number,
    endScan: (folderId: number, atMs: number) => endScan.run(atMs, folderId),
    getMeta: (key: string): string | null => getMeta.get(key)?.value ?? null,
    setMeta: (key: string, value: string) => setMeta.run(key, value),
  }
}
export type Places = ReturnType<typeof createPlaces>

/** For rows that the same code has just written. */
export function mustBe<T>(row: T | undefined, what: string): T {
  if (row === undefined) throw new Error(`A ${what} row is missing`)
  return row
}
