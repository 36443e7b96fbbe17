import type { BigIntStats, Dirent } from 'node:fs'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { errorCode } from '../errors.ts'
import type { Disk } from './disk.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import { DAMAGED_NAME, type Listing, joinPath, mayBeDamaged, sightedFile } from './sighting.ts'

/** What one entry of a directory is looked at with. */
export interface EntryView {
  disk: Disk
  rules: IgnoreRules
  root: string
  rootDev: bigint
}

interface Kinds {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
  isSocket(): boolean
  isFIFO(): boolean
}

/** Puts one entry of a directory where it belongs in `listing`. An entry that has vanished meanwhile is left out. */
export function placeEntry(view: EntryView, entry: Dirent, listing: Listing): void {
  const { name } = entry
  const path = joinPath(listing.directory, name)
  const reason = view.rules.reason(path, entry.isDirectory())
  if (reason !== null) {
    listing.ignored.push({ name, reason })
    return
  }
  const special = specialKind(entry)
  if (special !== null) listing.ignored.push({ name, reason: special })
  else if (entry.isDirectory() && !mayBeDamaged(name)) listing.directories.push(name)
  else placeLooked(view, path, name, listing)
}

function placeLooked(view: EntryView, path: string, name: string, listing: Listing): void {
  let stats: BigIntStats | undefined
  try {
    stats = view.disk.look(joinPath(view.root, path))
  } catch (error) {
    listing.unreadable.push({ name, code: errorCode(error) || 'EIO' })
    return
  }
  if (stats === undefined) {
    if (mayBeDamaged(name)) listing.unreadable.push({ name, code: DAMAGED_NAME })
    return
  }
  // Some file systems do not say in a listing what an entry is.
  const special = specialKind(stats)
  if (stats.isFile()) listing.files.push(sightedFile(name, stats, view.rootDev))
  else if (stats.isDirectory()) placeDirectory(view, path, name, listing)
  else listing.ignored.push({ name, reason: special ?? say`device, not a file` })
}

function placeDirectory(view: EntryView, path: string, name: string, listing: Listing): void {
  const reason = view.rules.reason(path, true)
  if (reason === null) listing.directories.push(name)
  else listing.ignored.push({ name, reason })
}

function specialKind(entry: Kinds): Phrase | null {
  if (entry.isSymbolicLink()) return say`symbolic link: put the file itself here, links are not followed`
  if (entry.isSocket()) return say`socket, not a file`
  return entry.isFIFO() ? say`pipe, not a file` : null
}
