import { createHash } from 'node:crypto'
import type { PrepareConfig } from '../../../../shared/destination-config.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Source } from '../destination.ts'
import { digestOf } from '../digest.ts'
import { decodingTrouble, pictureFacts, preparePicture } from '../prepare-picture.ts'

/*
 * What a panel takes: JPEG («Create Identifier Entity from uploaded image file»), from 320 x 240 to 5120 x 2700 points (manual
 * of BAS-IP Link, «Identifiers»: photo requirements). Read as long and short side, since portraits are upright. Baseline, 8 bit
 * and no CMYK is what small decoders can be trusted with; nobody turns a picture there as the camera noted.
 */
const SMALLEST = { long: 320, short: 240 }
const LARGEST = { long: 5120, short: 2700 }
/** No limit is published; panels have little memory. */
const HEAVY_BYTES = 5 * 1024 * 1024

/** The bytes that are sent: those that were looked at. */
export interface Picture {
  bytes: Uint8Array
  /** SHA-256 (hex) of the file, which need not be what is sent. */
  sha256: string
  notes: Phrase[]
}

/**
 * Looks at a file before the panel is asked for anything, and makes a picture of it that suits, if that is wanted.
 *
 * @throws UploadError `rejected` with the reason, and with the setting that would mend it; what `source.read` throws
 */
export async function pictureOf(
  source: Source,
  prepare: PrepareConfig,
  signal: AbortSignal,
): Promise<Picture> {
  const { bytes, sha256, notes } =
    prepare === null ? await asItIs(source) : await prepared(source, prepare, signal)
  await source.check()
  if (bytes.byteLength > HEAVY_BYTES)
    notes.push(
      say`The picture is larger than 5 MB: panels are slow with such. «"prepare": {"maxWidth": 1920, "maxHeight": 1920}» makes it smaller.`,
    )
  return { bytes, sha256, notes }
}

async function asItIs(source: Source): Promise<Picture> {
  const bytes = Buffer.allocUnsafe(source.sizeBytes)
  await source.read(bytes, 0)
  const facts = await pictureFacts(bytes)
  if (facts === null) throw rejected('not-a-picture', say`This file cannot be read as a picture.`, SAVE_ANEW)
  if (facts.format !== 'jpeg')
    throw rejected(
      'not-a-jpeg',
      say`This is a ${facts.format.toUpperCase()} picture; the panel takes JPEG only.`,
      MENDED,
    )
  checkSize(facts, false)
  if (facts.space === 'cmyk')
    throw rejected('picture-colours', say`The colours of this picture are made for printing (CMYK).`, MENDED)
  if (facts.isProgressive)
    throw rejected(
      'picture-progressive',
      say`This is a progressive JPEG, which panels cannot be trusted to read.`,
      MENDED,
    )
  if ((facts.orientation ?? 1) !== 1)
    throw rejected(
      'picture-turned',
      say`The camera held this picture on its side and only noted so; the panel does not turn it.`,
      MENDED,
    )
  const trouble = await decodingTrouble(bytes)
  if (trouble !== null)
    throw rejected(
      'picture-damaged',
      say`This picture is damaged: it cannot be read to its end.`,
      SAVE_ANEW,
      trouble,
    )
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), notes: [] }
}

async function prepared(
  source: Source,
  rule: NonNullable<PrepareConfig>,
  signal: AbortSignal,
): Promise<Picture> {
  const sha256 = await digestOf(source, signal)
  const made = await preparePicture(source, rule, signal)
  checkSize(made, true)
  return { bytes: made.bytes, sha256, notes: [say`The panel got a copy that was made ready for it.`] }
}

const MENDED = say`Set "prepare": {} for this destination: Sluice then sends a copy that suits. Then try again.`
const SAVE_ANEW = say`Save it anew as JPEG and put it into the folder again.`

function checkSize({ width, height }: { width: number; height: number }, isPrepared: boolean): void {
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  const size = say`${String(width)} × ${String(height)} points`
  if (long < SMALLEST.long || short < SMALLEST.short)
    throw rejected(
      'picture-too-small',
      say`This picture has ${size}; a panel needs at least 320 × 240.`,
      isPrepared ? say`Take a larger picture, or set a larger "prepare".` : say`Take a larger picture.`,
    )
  if (long > LARGEST.long || short > LARGEST.short)
    throw rejected(
      'picture-too-large',
      say`This picture has ${size}; a panel takes at most 5120 × 2700.`,
      say`Set "prepare": {"maxWidth": 1920, "maxHeight": 1920} for this destination: Sluice then sends a smaller copy. Then try again.`,
    )
}

function rejected(code: string, what: Phrase, remedy: Phrase, detail?: string): UploadError {
  const problem = { code, what, remedy, isRetried: false }
  return new UploadError('rejected', detail === undefined ? problem : { ...problem, detail })
}
