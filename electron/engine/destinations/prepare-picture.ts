import type { Metadata, Sharp } from 'sharp'
import type { BoxConfig, PrepareConfig } from '../../../shared/destination-config.ts'
import { say } from '../../../shared/phrase.ts'
import { errorText, UploadError } from '../errors.ts'
import type { Source } from './destination.ts'

/** No face needs more, and a small file can claim to be enormous. */
const PIXELS_MAX = 150_000_000
/** Close to what cameras write. */
const QUALITY = 92

/** A picture as it is sent in place of the file. */
export interface PreparedPicture {
  bytes: Buffer
  type: 'image/jpeg' | 'image/png'
  width: number
  height: number
}

/**
 * A picture made ready for a face engine: upright, cropped around a box or its middle, within the size limit, as baseline JPEG or
 * as PNG. Only the copy that is sent; the file stays as it is.
 *
 * @throws UploadError `rejected` (`not-a-picture`) for what cannot be decoded, and what `source.read` throws
 */
export async function preparePicture(
  source: Source,
  rule: NonNullable<PrepareConfig>,
  signal: AbortSignal,
): Promise<PreparedPicture> {
  const file = Buffer.allocUnsafe(source.sizeBytes)
  await source.read(file, 0)
  signal.throwIfAborted()
  try {
    const { data, info } = await ready(await decoder(file), rule)
    return {
      bytes: data,
      type: rule.format === 'png' ? 'image/png' : 'image/jpeg',
      width: info.width,
      height: info.height,
    }
  } catch (error) {
    throw notAPicture(source.name, error)
  }
}

/** What the file says of itself; null when it cannot be decoded. Width and height as they are stored, not yet upright. */
export async function pictureFacts(file: Uint8Array): Promise<Metadata | null> {
  // The decoder does not take it at all.
  if (file.byteLength === 0) return null
  const picture = await decoder(file)
  return await picture.metadata().catch(() => null)
}

/** Why a picture cannot be decoded to its last line, in the decoder's words; null when it can. */
export async function decodingTrouble(file: Uint8Array): Promise<string | null> {
  const picture = await decoder(file)
  return await picture
    .resize(16)
    .raw()
    .toBuffer()
    .then(
      () => null,
      (error: unknown) => errorText(error),
    )
}

async function ready(picture: Sharp, rule: NonNullable<PrepareConfig>) {
  const { crop, box, format, maxWidth, maxHeight } = rule
  const { autoOrient } = await picture.metadata()
  const upright = picture.autoOrient()
  if (crop !== null || box !== null) upright.extract(partOf(autoOrient, crop, box))
  if (maxWidth !== undefined || maxHeight !== undefined)
    upright.resize({
      ...(maxWidth === undefined ? {} : { width: maxWidth }),
      ...(maxHeight === undefined ? {} : { height: maxHeight }),
      fit: 'inside',
      withoutEnlargement: true,
    })
  const flat = upright.flatten({ background: '#ffffff' }).toColourspace('srgb')
  const encoded =
    format === 'png'
      ? flat.png()
      : flat.jpeg({ quality: QUALITY, progressive: false, chromaSubsampling: '4:4:4' })
  return await encoded.toBuffer({ resolveWithObject: true })
}

interface Size {
  width: number
  height: number
}

interface Part extends Size {
  left: number
  top: number
}

/**
 * The part that is kept, in points. A box alone is the part. With a shape, it is the smallest part of that shape which
 * holds the box, so that no head is cut off, moved inwards at the edges; where the picture is too small for that, the
 * largest one around the box. Without a box, the largest part of that shape around the middle.
 *
 * @param ratio width to height, `3:4`
 */
function partOf(whole: Size, ratio: string | null, box: BoxConfig | null): Part {
  const wanted = box === null ? { ...whole, left: 0, top: 0 } : inPoints(whole, box)
  if (ratio === null) return wanted
  const [across = 1, down = 1] = ratio.split(':').map(Number)
  const shape = across / down
  const largest = Math.min(whole.width, whole.height * shape)
  const width = box === null ? largest : Math.min(largest, Math.max(wanted.width, wanted.height * shape))
  const size = { width: points(width, whole.width), height: points(width / shape, whole.height) }
  return {
    ...size,
    left: around(wanted.left, wanted.width, size.width, whole.width),
    top: around(wanted.top, wanted.height, size.height, whole.height),
  }
}

function inPoints(whole: Size, box: BoxConfig): Part {
  const left = Math.floor((whole.width * box.left) / 100)
  const top = Math.floor((whole.height * box.top) / 100)
  return {
    ...{ left, top },
    width: points((whole.width * box.width) / 100, whole.width - left),
    height: points((whole.height * box.height) / 100, whole.height - top),
  }
}

function points(length: number, most: number): number {
  return Math.min(most, Math.max(1, Math.round(length)))
}

/** Where a length begins that has its middle where another has it, without leaving the whole. */
function around(start: number, length: number, size: number, whole: number): number {
  return Math.max(0, Math.min(whole - size, Math.floor(start + (length - size) / 2)))
}

/** Loaded when first needed: most machines never do. */
async function decoder(file: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  return sharp(file, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 })
}

function notAPicture(name: string, error: unknown): UploadError {
  return new UploadError('rejected', {
    code: 'not-a-picture',
    what: say`${name} cannot be read as a picture.`,
    remedy: say`Open it in another program: if that works, save it anew as JPEG and put it into the folder again.`,
    isRetried: false,
    detail: errorText(error),
  })
}
