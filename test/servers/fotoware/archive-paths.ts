import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ArchiveSettings } from './settings.ts'

/** Name of the place behind `destination: null` on an on-premises system. */
export const uploadAreaSlug = 'upload-area'

/** An archive as it stands in URLs and on disk: id, dash, name with dashes for blanks and marks. */
export function archiveSlug(archive: Pick<ArchiveSettings, 'id' | 'name'>): string {
  return `${archive.id}-${archive.name.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-')}`
}

/** URL of an archive or of a folder in it; ends in a slash. */
export function collectionUrl(slug: string, folder: string): string {
  return `/fotoweb/archives/${[slug, ...levelsOf(folder)].map(encodeURIComponent).join('/')}/`
}

/** URL of an asset; the ending `.info` is part of it. */
export function assetUrlOf(slug: string, folder: string, filename: string): string {
  return `${collectionUrl(slug, folder)}${encodeURIComponent(filename)}.info`
}

/** Folder levels of a path with forward slashes; none for the archive itself. */
export function levelsOf(folder: string): string[] {
  return folder === '' ? [] : folder.split('/')
}

/** Longest name that file systems take, in bytes. */
const longestNameBytes = 255

function xmpFilename(filename: string): string {
  const name = `${filename}.xmp`
  if (Buffer.byteLength(name) <= longestNameBytes) return name
  return `${createHash('sha256').update(filename).digest('hex')}.xmp`
}

/** The places below the store folder in which the server keeps things. */
export class StorePaths {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  file(slug: string, folder: string, filename: string): string {
    return join(this.root, slug, ...levelsOf(folder), filename)
  }

  sidecar(slug: string, folder: string, filename: string): string {
    return join(this.root, '.xmp', slug, ...levelsOf(folder), xmpFilename(filename))
  }

  outcome(slug: string, folder: string, filename: string): string {
    return join(this.root, 'outcome', slug, ...levelsOf(folder), xmpFilename(filename))
  }

  record(taskId: string): string {
    return join(this.root, '.assets', `${taskId}.json`)
  }

  task(taskId: string): string {
    return join(this.root, '.tasks', taskId)
  }

  revision(taskId: string): string {
    return join(this.root, '.revisions', taskId)
  }
}
