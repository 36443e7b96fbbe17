import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { filesBelow } from './photo-supply.ts'

/** One source file beside what the archive holds of it. */
export interface ComparedFile {
  /** Relative, as in the source folder. */
  path: string
  sizeBytes: number
  sourceSha256: string
  /** Null when the archive has no such file. */
  archiveSha256: string | null
  isTimeRight: boolean
  /** Null where neither side has a sidecar. */
  isSidecarEqual: boolean | null
  isEqual: boolean
}

export interface Comparison {
  files: ComparedFile[]
  /** In the archive, but nobody has put them into the source folder. */
  unexpected: string[]
  sidecarCount: number
  isEqual: boolean
}

export interface ComparedFolders {
  source: string
  archive: string
  sidecars: string
}

const RAW = /\.(cr2|nef)$/i
const SIDECAR = /\.xmp$/i

/** Compares two folders byte by byte, by what lies on disk and nothing else. */
export async function compareFolders(folders: ComparedFolders): Promise<Comparison> {
  const [sources, archived, archivedSidecars] = await Promise.all([
    filesBelow(folders.source),
    filesBelow(folders.archive),
    filesBelow(folders.sidecars),
  ])
  const photos = sources.filter((name) => !SIDECAR.test(name))
  const sidecars = new Map(
    sources.filter((name) => SIDECAR.test(name)).map((name) => [ownerOf(name, photos), name]),
  )
  const files: ComparedFile[] = []
  for (const photo of photos) files.push(await compareFile(folders, photo, sidecars.get(photo) ?? null))
  const expected = new Set(photos.map(archiveName))
  const unexpected = [
    ...archived.filter((name) => !expected.has(name)),
    ...archivedSidecars.filter((name) => !expected.has(name.replace(SIDECAR, ''))),
  ]
  const isEqual = unexpected.length === 0 && !sidecars.has(null) && files.every((file) => file.isEqual)
  return { files, unexpected, sidecarCount: sidecars.size, isEqual }
}

/** A sidecar belongs to the file whose whole name it bears, else to the RAW of its stem, else to the only file of it. */
function ownerOf(sidecar: string, photos: readonly string[]): string | null {
  const name = sidecar.replace(SIDECAR, '')
  const sharing = photos.filter((photo) => photo.replace(/\.[^.]+$/, '') === name)
  return (
    photos.find((photo) => photo === name) ?? sharing.find((photo) => RAW.test(photo)) ?? sharing[0] ?? null
  )
}

/** Archives spell accents in one way only (NFC), disks in two. */
function archiveName(name: string): string {
  return name.normalize('NFC').split(path.sep).join('/')
}

async function compareFile(
  { source, archive, sidecars }: ComparedFolders,
  photo: string,
  sidecar: string | null,
): Promise<ComparedFile> {
  const sourceFile = path.join(source, photo)
  const archiveFile = path.join(archive, archiveName(photo))
  const { size, mtimeMs } = await stat(sourceFile)
  const archived = await stat(archiveFile).catch(() => null)
  const sourceSha256 = await sha256Of(sourceFile)
  const archiveSha256 = archived === null ? null : await sha256Of(archiveFile)
  // The upload carries whole seconds.
  const isTimeRight = archived !== null && Math.floor(archived.mtimeMs / 1000) === Math.floor(mtimeMs / 1000)
  const isSidecarEqual = await compareSidecar(
    sidecar === null ? null : path.join(source, sidecar),
    path.join(sidecars, `${archiveName(photo)}.xmp`),
  )
  const isEqual = archiveSha256 === sourceSha256 && isTimeRight && isSidecarEqual !== false
  return { path: photo, sizeBytes: size, sourceSha256, archiveSha256, isTimeRight, isSidecarEqual, isEqual }
}

async function compareSidecar(source: string | null, archived: string): Promise<boolean | null> {
  const isArchived = (await stat(archived).catch(() => null)) !== null
  if (source === null) return isArchived ? false : null
  return isArchived && (await sha256Of(source)) === (await sha256Of(archived))
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
