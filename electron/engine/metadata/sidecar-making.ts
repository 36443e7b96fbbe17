import { errorText } from '../errors.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'
import type { FileMetadata, Reader } from './exiftool.ts'
import { isDerivable, OLDER_NAMES } from './derive-arguments.ts'
import { mergeProperties, propertiesOf, propertyName } from './merge-xmp.ts'
import type { XmlElement } from './xml-tree.ts'
import { workFolderProblem } from './tool-problems.ts'
import { readPacketTree, readSidecarTree } from './xmp-check.ts'
import { isUtf8Xmp, withoutPadding, xmpText } from './xmp-text.ts'

/** What the configuration says of sidecars: merge with the embedded metadata, send as it is, make one, send none. */
export type SidecarMode = 'merge' | 'as-is' | 'extract' | 'ignore'

export interface SidecarWish {
  file: string
  mode: SidecarMode
  sidecar: { bytes: Buffer; name: string } | null
  /** What `reader.read(file)` gave, when it was asked already; saves a call to ExifTool. */
  metadata?: FileMetadata
}

export interface PreparedSidecar {
  /** What is to be sent as sidecar; null for none. */
  bytes: Buffer | null
  way: 'none' | 'as-is' | 'merged' | 'extracted'
  notes: Phrase[]
}

/**
 * The sidecar that goes along with a file. FotoWare ignores the embedded XMP as soon as a sidecar is sent (Upload API,
 * «Metadata»), so what is sent must be complete: the sidecar's properties, then those of the embedded XMP, then those
 * made from IPTC and EXIF. Without a sidecar nothing is sent unless asked for (`extract`), since the server reads the
 * embedded XMP itself. Costs no call to ExifTool, or one to read and one to derive; the original is only read.
 *
 * @throws UploadError `refused` for a sidecar that the archive would refuse; what `MetadataReader.read` throws
 */
export async function prepareSidecar(
  wish: SidecarWish,
  reader: Reader,
  signal: AbortSignal,
): Promise<PreparedSidecar> {
  const { mode, sidecar } = wish
  if (mode === 'ignore') return NONE()
  if (sidecar === null) return mode === 'extract' ? extracted(wish, reader, signal) : NONE()
  const tree = readSidecarTree(sidecar.bytes, sidecar.name)
  if (mode === 'as-is') return asItIs(sidecar)
  const embedded = await embeddedSources(wish, reader, signal)
  const alone = asItIs(sidecar)
  if (embedded.sources.length === 0) return { ...alone, notes: [...alone.notes, ...embedded.notes] }
  const text = mergeProperties([propertiesOf(tree), ...embedded.sources])
  return { bytes: Buffer.from(text), way: 'merged', notes: embedded.notes }
}

function NONE(): PreparedSidecar {
  return { bytes: null, way: 'none', notes: [] }
}

async function extracted(wish: SidecarWish, reader: Reader, signal: AbortSignal): Promise<PreparedSidecar> {
  const { sources, notes } = await embeddedSources(wish, reader, signal)
  if (sources.length === 0) return { ...NONE(), notes }
  return { bytes: Buffer.from(mergeProperties(sources)), way: 'extracted', notes }
}

/** Byte for byte where the archive can read it, else the same text in UTF-8. */
function asItIs({ bytes, name }: { bytes: Buffer; name: string }): PreparedSidecar {
  if (isUtf8Xmp(bytes)) return { bytes, way: 'as-is', notes: [] }
  return {
    bytes: Buffer.from(xmpText(bytes)),
    way: 'as-is',
    notes: [say`«${name}» was not in UTF-8 and was sent in it; its content is the same.`],
  }
}

interface Embedded {
  /** The properties of each source, the one that counts most first. */
  sources: XmlElement[][]
  notes: Phrase[]
}

async function embeddedSources(wish: SidecarWish, reader: Reader, signal: AbortSignal): Promise<Embedded> {
  const metadata = wish.metadata ?? (await reader.read(wish.file, signal))
  const found: Embedded = { sources: [], notes: [...metadata.notes] }
  let isBroken = false
  for (const packet of metadata.packets) {
    try {
      add(found, withoutPadding(packet))
    } catch (error) {
      isBroken = true
      found.notes.push(
        say`The XMP embedded in the file is damaged (${errorText(error)}); what ExifTool could read of it was taken.`,
      )
    }
  }
  if (!isBroken && !metadata.tags.some(isDerivable)) return found
  const derived = await reader.deriveXmp(wish.file, signal, isBroken)
  try {
    if (derived !== null) add(found, derived, OLDER_NAMES)
  } catch (error) {
    // ExifTool always writes whole XML, so it was cut.
    throw workFolderProblem(error)
  }
  return found
}

function add(found: Embedded, packet: Buffer, without: ReadonlySet<string> = new Set()): void {
  const properties = propertiesOf(readPacketTree(packet)).filter(
    (property) => !without.has(propertyName(property)),
  )
  if (properties.length > 0) found.sources.push(properties)
}
