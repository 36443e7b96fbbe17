import path from 'node:path'
import type { Sharp } from 'sharp'
import type { MetadataReader } from './exiftool.ts'

/** Twice what a list shows, for dense displays; large enough for the details beside it. */
const WIDTH = 480
const HEIGHT = 360
/** Pixels of the largest picture that is decoded for this. */
const PIXELS_MAX = 150_000_000
const AT_ONCE = 2

/** Kinds that can be decoded as they are. What others hold inside is asked of ExifTool. */
const DECODABLE = new Set([
  '.jpg',
  '.jpeg',
  '.jpe',
  '.png',
  '.tif',
  '.tiff',
  '.webp',
  '.gif',
  '.avif',
  '.svg',
])
const WITH_PREVIEW = new Set(
  '.cr2 .cr3 .crw .nef .nrw .arw .sr2 .srf .raf .orf .rw2 .dng .pef .3fr .iiq .heic .heif .psd .mov .mp4'.split(
    ' ',
  ),
)

/** Makes small JPEGs of pictures; a few at a time, beside the event loop. */
export class ThumbnailMaker {
  readonly #reader: Pick<MetadataReader, 'previewImage'>
  #running = 0
  readonly #waiting: (() => void)[] = []

  constructor(reader: Pick<MetadataReader, 'previewImage'>) {
    this.#reader = reader
  }

  /** @returns null for what is no picture. @throws what the decoder or `MetadataReader.previewImage` throws */
  async make(file: string, signal: AbortSignal): Promise<Buffer | null> {
    const extension = path.extname(file).toLowerCase()
    if (!DECODABLE.has(extension) && !WITH_PREVIEW.has(extension)) return null
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running++
    try {
      signal.throwIfAborted()
      if (DECODABLE.has(extension)) return await shrink(file)
      const preview = await this.#reader.previewImage(file, signal)
      return preview === null ? null : await shrink(preview)
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }
}

async function shrink(source: string | Buffer): Promise<Buffer> {
  const picture = await open(source)
  return await picture
    .rotate()
    .resize(WIDTH, HEIGHT, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 72 })
    .toBuffer()
}

/** Loaded when first needed: a machine without a window never does. */
async function open(source: string | Buffer): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  return sharp(source, { limitInputPixels: PIXELS_MAX, failOn: 'none', pages: 1 })
}
