import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { bagFieldIds } from '../servers/fotoware/data/field-table.ts'
import { type MetadataSet, valueList } from '../servers/fotoware/metadata-set.ts'
import { XmpDocument } from '../servers/fotoware/xmp-document.ts'
import { fieldsOf } from '../servers/fotoware/xmp-fields.ts'
import { type ArchivedFile, archiveName, hasValues } from './archived-metadata.ts'
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
  isSidecarKept: boolean | null
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

/**
 * Compares two folders byte by byte, by what lies on disk. Sidecars are compared by what they say, since they are merged
 * with what is embedded in the file.
 * @param archive what the archive itself tells of its files
 */
export async function compareFolders(
  folders: ComparedFolders,
  archive: ReadonlyMap<string, ArchivedFile>,
): Promise<Comparison> {
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
  for (const photo of photos) {
    const told = archive.get(archiveName(photo)) ?? null
    files.push(await compareFile(folders, photo, sidecars.get(photo) ?? null, told))
  }
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

async function compareFile(
  { source, archive, sidecars }: ComparedFolders,
  photo: string,
  sidecar: string | null,
  told: ArchivedFile | null,
): Promise<ComparedFile> {
  const sourceFile = path.join(source, photo)
  const archiveFile = path.join(archive, archiveName(photo))
  const { size, mtimeMs } = await stat(sourceFile)
  const archived = await stat(archiveFile).catch(() => null)
  const sourceSha256 = await sha256Of(sourceFile)
  const archiveSha256 = archived === null ? null : await sha256Of(archiveFile)
  // The upload carries whole seconds.
  const isTimeRight = archived !== null && Math.floor(archived.mtimeMs / 1000) === Math.floor(mtimeMs / 1000)
  const isSidecarKept = await compareSidecar(
    sidecar === null ? null : path.join(source, sidecar),
    path.join(sidecars, `${archiveName(photo)}.xmp`),
    told,
  )
  const isEqual = archiveSha256 === sourceSha256 && isTimeRight && isSidecarKept !== false
  return { path: photo, sizeBytes: size, sourceSha256, archiveSha256, isTimeRight, isSidecarKept, isEqual }
}

async function compareSidecar(
  source: string | null,
  archived: string,
  told: ArchivedFile | null,
): Promise<boolean | null> {
  const isArchived = (await stat(archived).catch(() => null)) !== null
  if (source === null) return isArchived ? false : null
  if (!isArchived || told === null) return false
  const [before, kept] = await Promise.all([sidecarFields(source), sidecarFields(archived)])
  if (before === null || kept === null) return false
  return Object.keys(before).every((id) => {
    const values = valueList(before, id)
    // What the template wrote is what the archive has instead.
    return (
      hasValues(kept, id, values) && (told.written.has(Number(id)) || hasValues(told.metadata, id, values))
    )
  })
}

/** What a sidecar says, field by field; null when it is no XMP. */
async function sidecarFields(file: string): Promise<MetadataSet | null> {
  const text = await readFile(file, 'utf8')
  try {
    return fieldsOf(new XmpDocument(text), bagFieldIds)
  } catch {
    return null
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
