import { type Phrase, say } from '../../../../shared/phrase.ts'
import type { Source } from '../destination.ts'

/** Enough for every mark below. */
const START_BYTES = 16

/** A type that can be sent. */
export interface PhotoType {
  contentType: string
  /** With the dot, the usual one first. */
  extensions: readonly string[]
}

export const JPEG: PhotoType = { contentType: 'image/jpeg', extensions: ['.jpg', '.jpeg'] }
const MP4: PhotoType = { contentType: 'video/mp4', extensions: ['.mp4', '.m4v'] }
const MOV: PhotoType = { contentType: 'video/quicktime', extensions: ['.mov', '.qt'] }
const AVI: PhotoType = { contentType: 'video/x-msvideo', extensions: ['.avi'] }

/** What else lies in hot folders; named in the refusal. */
const OTHERS: readonly (readonly [RegExp, Phrase])[] = [
  [/^\x89PNG/, say`a PNG`],
  [/^GIF8/, say`a GIF`],
  [/^(II\*\0|MM\0\*)/, say`a TIFF or camera raw file`],
  [/^RIFF[^]{4}WEBP/, say`a WebP`],
  [/^[^]{4}ftyp(heic|heix|mif1|msf1)/, say`a HEIC`],
  [/^[^]{4}ftypavif/, say`an AVIF`],
  [/^[^]{4}ftypcrx/, say`a camera raw file`],
  [/^%PDF/, say`a PDF`],
  [/^.E\xdf\xa3/s, say`a Matroska or WebM video`],
]

export type FoundType = { type: PhotoType } | { words: Phrase }

/** The type of a file by its first bytes, never by its name; or in words what else it is. @throws what reading throws */
export async function typeOf(source: Source): Promise<FoundType> {
  const start = Buffer.alloc(Math.min(START_BYTES, source.sizeBytes))
  if (start.length > 0) await source.read(start, 0)
  const text = start.toString('latin1')
  if (text.startsWith('\xff\xd8\xff')) return { type: JPEG }
  const other = OTHERS.find(([mark]) => mark.test(text))
  if (other !== undefined) return { words: other[1] }
  if (/^RIFF[^]{4}AVI /.test(text)) return { type: AVI }
  if (/^[^]{4}ftypqt {2}/.test(text) || /^[^]{4}(moov|mdat|wide)/.test(text)) return { type: MOV }
  if (/^[^]{4}ftyp/.test(text)) return { type: MP4 }
  return { words: source.sizeBytes === 0 ? say`empty` : say`of an unknown type` }
}

/** The extensions under which the server takes a type, the usual one first; none when it does not. */
export function takenExtensions(type: PhotoType, videoTypes: readonly string[]): readonly string[] {
  if (type === JPEG) return type.extensions
  return type.extensions.filter((extension) => videoTypes.includes(extension))
}
