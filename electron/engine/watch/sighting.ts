import type { BigIntStats } from 'node:fs'
import type { Phrase } from '../../../shared/phrase.ts'

/** A file as a scan or a fresh look found it. */
export interface SightedFile {
  name: string
  /** `device:inode:size:mtimeNs`; the device is `r` on the root's own volume, whose number changes with a remount. */
  identity: string
  sizeBytes: number
  mtimeMs: number
  /** The later of mtime and ctime, ms: a copied old mtime does not hide that the file is new. */
  changedMs: number
}

/** What a directory holds. One with many entries comes in several pieces of at most 250 entries. */
export interface Listing {
  /** Relative to the root with `/`; empty for the root itself. */
  directory: string
  files: SightedFile[]
  directories: string[]
  ignored: { name: string; reason: Phrase }[]
  unreadable: { name: string; code: string }[]
  /** errno when the directory could not be read (to its end): then nothing may be concluded from what is not listed. */
  failed: string | null
  /** True on the last piece of a directory. */
  isLast: boolean
}

/** The code for a name that is not valid UTF-8: the system hands it over damaged, so it cannot be opened. */
export const DAMAGED_NAME = 'EILSEQ'

export function sightedFile(name: string, stats: BigIntStats, rootDev: bigint): SightedFile {
  const device = stats.dev === rootDev ? 'r' : String(stats.dev)
  const mtimeMs = Number(stats.mtimeMs)
  return {
    name,
    identity: `${device}:${stats.ino}:${stats.size}:${stats.mtimeNs}`,
    sizeBytes: Number(stats.size),
    mtimeMs,
    changedMs: Math.max(mtimeMs, Number(stats.ctimeMs)),
  }
}

/** True when the name holds the mark that stands in for bytes which are not UTF-8. */
export function mayBeDamaged(name: string): boolean {
  return name.includes('\uFFFD')
}

export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`
}
