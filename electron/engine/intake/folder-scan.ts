import { lstat } from 'node:fs/promises'
import { told } from '../../../shared/phrase.ts'
import path from 'node:path'
import { REJECTED_FOLDER } from '../../../shared/rejected-folder.ts'
import type { FileEvent } from '../../../shared/contract.ts'
import { filePath } from '../store/files.ts'
import type { Store } from '../store/store.ts'
import { MARKER_NAME } from '../watch/volume.ts'
import { type Listing, type SightedFile, sightFiles } from '../watch/scan.ts'
import { type KnownElsewhere, noteGone, noteSightings } from './sightings.ts'

/** What Sluice itself puts into a hot folder is no news. */
const OWN_NAMES: ReadonlySet<string> = new Set([MARKER_NAME, REJECTED_FOLDER])
/** Rows held against a listing in one go: a directory may have a hundred thousand. */
const COMPARED_ROWS = 250

/** The disk side of one hot folder, as far as comparing needs it. */
export interface ScanWorld {
  store: Store
  folderId: number
  folderName: string
  /** As for `SightingWorld`. */
  goesByName: boolean
  root: string
  rootDev: bigint
  nowMs(): number
  /** Watches a directory from now on; called before its files are compared, so that nothing slips in between. */
  watch(directory: string): void
  forget(directory: string): void
  emit(event: FileEvent): void
  /** False for what was told before. */
  isNews(text: string): boolean
  /** A file changed after it had been quiet for so long and was taken. */
  onStall(stallMs: number): void
  /** There is something to send that was not there before. */
  onJobs(): void
}

/**
 * Compares the listings of one scan with what is known, directory by directory; memory holds the names of one
 * directory at a time.
 */
export class FolderScan {
  readonly #world: ScanWorld
  readonly #scanNumber: number
  #directory: string | null = null
  #seen = new Set<string>()
  /** Places that could not be read, with the system's code. */
  readonly unreadable: { path: string; code: string }[] = []
  files = 0
  ignored = 0

  constructor(world: ScanWorld, scanNumber: number) {
    this.#world = world
    this.#scanNumber = scanNumber
  }

  async take(listing: Listing): Promise<void> {
    const { store, folderId } = this.#world
    if (this.#directory !== listing.directory) {
      this.#directory = listing.directory
      this.#seen = new Set()
    }
    this.#world.watch(listing.directory)
    for (const file of listing.files) this.#seen.add(file.name)
    for (const { name, code } of listing.unreadable) {
      this.#seen.add(name)
      this.#note(`${listing.directory === '' ? '' : `${listing.directory}/`}${name}`, code)
    }
    if (listing.failed !== null) this.#note(listing.directory, listing.failed)
    this.files += listing.files.length
    this.ignored += listing.ignored.length
    for (const { name, reason } of listing.ignored) {
      const path = filePath({ directory: listing.directory, name })
      if (OWN_NAMES.has(name) || !this.#world.isNews(path)) continue
      this.#world.emit({ event: 'ignored', folder: this.#world.folderName, path, ...told(reason) })
    }
    const elsewhere = await knownElsewhere(this.#world, listing.directory, listing.files)
    const sighted = await store.write(() => {
      const directoryId = store.files.directory(folderId, listing.directory, this.#scanNumber)
      return { directoryId, ...this.#compare(listing, directoryId, elsewhere) }
    })
    // A listing that broke off says nothing about what it does not name.
    if (listing.isLast && listing.failed === null)
      await this.#markGone(sighted.directoryId, (name) => this.#seen.has(name))
    if (sighted.stallMs > 0) this.#world.onStall(sighted.stallMs)
    for (const event of sighted.events) this.#world.emit(event)
    if (sighted.hasJobs) this.#world.onJobs()
  }

  /** After a scan of the whole folder: directories that it did not come by are gone, and their files with them. */
  async finish(): Promise<void> {
    const { store, folderId } = this.#world
    const unread = this.unreadable.map(({ path: place }) => place)
    const isBelowUnread = (directory: string): boolean =>
      unread.some((place) => place === '' || directory === place || directory.startsWith(`${place}/`))
    const gone = store.files
      .unseenDirectories(folderId, this.#scanNumber)
      .filter(({ path: place }) => !isBelowUnread(place))
    for (const directory of gone) {
      this.#world.forget(directory.path)
      await this.#markGone(directory.id, () => false)
      await store.write(() => {
        if (store.files.isEmptyDirectory(directory.id)) store.files.dropDirectory(directory.id)
      })
    }
  }

  #compare(listing: Listing, directoryId: number, elsewhere: ReadonlyMap<string, KnownElsewhere>) {
    const { store, folderId, folderName, goesByName } = this.#world
    const world = { store, folderId, folderName, goesByName, nowMs: this.#world.nowMs() }
    return noteSightings(world, listing.directory, directoryId, listing.files, elsewhere)
  }

  /** Files that are not there any more. Others are let in between the pieces. */
  async #markGone(directoryId: number, isThere: (name: string) => boolean): Promise<void> {
    const { store } = this.#world
    let after = ''
    for (;;) {
      const rows = store.files.presentIn(directoryId, after, COMPARED_ROWS)
      const missing = rows.filter(({ name }) => !isThere(name))
      const events = missing.length > 0 ? await store.write(() => this.#leave(directoryId, missing)) : []
      for (const event of events) this.#world.emit(event)
      if (events.length > 0) this.#world.onJobs()
      const last = rows.at(-1)
      if (last === undefined || rows.length < COMPARED_ROWS) return
      after = last.name
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #leave(directoryId: number, missing: readonly { id: number; name: string }[]): FileEvent[] {
    const { store, folderName, goesByName } = this.#world
    const now = { store, folderName, goesByName, nowMs: this.#world.nowMs() }
    return missing.flatMap(({ id, name }) => {
      // It may have been moved since, together with one that left before it.
      const row = store.files.byId(id)
      if (row?.directory_id !== directoryId || row.name !== name) return []
      return noteGone(now, id) ?? []
    })
  }

  #note(place: string, code: string): void {
    if (this.unreadable.length < 1000) this.unreadable.push({ path: place, code })
  }
}

/** What single names look like now: for a few hints, where a listing would be too much. */
export async function lookAtNames(
  world: ScanWorld,
  directory: string,
  names: readonly string[],
  isIgnored: (path: string) => boolean,
): Promise<{ newDirectories: string[] }> {
  const paths = names.map((name) => filePath({ directory, name })).filter((place) => !isIgnored(place))
  const looks = await sightFiles(world.root, world.rootDev, paths)
  const files: SightedFile[] = []
  const missing: string[] = []
  const newDirectories: string[] = []
  for (const [index, look] of looks.entries()) {
    const place = paths[index] ?? ''
    if (look.kind === 'file') files.push(look.file)
    else if (look.kind === 'gone' && (await isDirectory(path.join(world.root, place))))
      newDirectories.push(place)
    else if (look.kind === 'gone') missing.push(place.slice(directory === '' ? 0 : directory.length + 1))
  }
  const elsewhere = await knownElsewhere(world, directory, files)
  const { store, folderId, folderName, goesByName } = world
  const sighted = await store.write(() => {
    const known = store.files.directoryId(folderId, directory)
    const directoryId = known ?? store.files.directory(folderId, directory, 0)
    const now = { store, folderId, folderName, goesByName, nowMs: world.nowMs() }
    const left = missing.flatMap((name) => {
      const row = store.files.byName(directoryId, name)
      return row?.gone_ms === null ? (noteGone(now, row.id) ?? []) : []
    })
    const found = noteSightings(now, directory, directoryId, files, elsewhere)
    return { ...found, events: [...left, ...found.events], hasJobs: found.hasJobs || missing.length > 0 }
  })
  if (sighted.stallMs > 0) world.onStall(sighted.stallMs)
  for (const event of sighted.events) world.emit(event)
  if (sighted.hasJobs) world.onJobs()
  return { newDirectories }
}

async function isDirectory(place: string): Promise<boolean> {
  try {
    return (await lstat(place)).isDirectory()
  } catch {
    return false
  }
}

/** New names whose file is known under another path of the folder: renamed, moved, or linked a second time. */
async function knownElsewhere(
  world: ScanWorld,
  directory: string,
  files: readonly SightedFile[],
): Promise<Map<string, KnownElsewhere>> {
  const { store, folderId } = world
  const directoryId = store.files.directoryId(folderId, directory)
  const found = new Map<string, KnownElsewhere>()
  for (const file of files) {
    if (directoryId !== null && store.files.byName(directoryId, file.name) !== null) continue
    const row = store.files
      .byIdentity(folderId, file.identity)
      .find((candidate) => candidate.directory_id !== directoryId || candidate.name !== file.name)
    if (row === undefined) continue
    const [look] = await sightFiles(world.root, world.rootDev, [filePath(row)])
    const isStillThere = look?.kind === 'file' && look.file.identity === file.identity
    found.set(file.name, { row, isStillThere })
  }
  return found
}
