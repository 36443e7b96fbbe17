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
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'a PNG'],
  [/^GIF8/, 'a GIF'],
  [/^(II\*\0|MM\0\*)/, 'a TIFF or camera raw file'],
  [/^RIFF[^]{4}WEBP/, 'a WebP'],
  [/^[^]{4}ftyp(heic|heix|mif1|msf1)/, 'a HEIC'],
  [/^[^]{4}ftypavif/, 'an AVIF'],
  [/^[^]{4}ftypcrx/, 'a camera raw file'],
  [/^%PDF/, 'a PDF'],
  [/^.E\xdf\xa3/s, 'a Matroska or WebM video'],
]

export type FoundType = { type: PhotoType } | { words: string }

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
  return { words: source.sizeBytes === 0 ? 'empty' : 'of an unknown type' }
}

/** The extension under which the server takes a type; null when it does not. */
export function takenExtension(type: PhotoType, videoTypes: readonly string[]): string | null {
  if (type === JPEG) return '.jpg'
  return type.extensions.find((extension) => videoTypes.includes(extension)) ?? null
}
