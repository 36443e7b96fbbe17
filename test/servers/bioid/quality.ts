import sharp from 'sharp'
import type { Sample } from './data-url.ts'
import { Refusal } from './refusal.ts'

export interface Verdict {
  readonly Accepted: boolean
  readonly Error?: string
  readonly Warnings: readonly string[]
}

/** Faces are looked for on a small copy: none is smaller than a few of its cells. */
const GRID = 96
const FACE_CELLS_MIN = 60

/**
 * Judges a sample by its content. A face is one connected patch of skin colour that is higher than wide: so a picture
 * that lies on its side shows none, as with engines that pay no heed to EXIF.
 *
 * @throws Refusal 400 when it cannot be decoded
 */
export async function judge({ type, bytes }: Sample, isVoice: boolean): Promise<Verdict> {
  const isAudio = type === 'audio/wav'
  if (isAudio !== isVoice) return refused('SampleNotOfExpectedType')
  return isAudio ? judgeSound(bytes) : await judgePicture(bytes)
}

async function judgePicture(bytes: Buffer): Promise<Verdict> {
  const { width, height, faces } = await facesIn(bytes).catch(() => {
    throw new Refusal(400, 'The sample cannot be decoded.')
  })
  if (Math.min(width, height) < 64 || faces === 0) return refused('NoFaceFound')
  if (faces > 1) return refused('MultipleFacesFound')
  return { Accepted: true, Warnings: width < 240 || height < 320 ? ['ImageTooSmall'] : [] }
}

async function facesIn(bytes: Buffer): Promise<{ width: number; height: number; faces: number }> {
  const { width, height } = await sharp(bytes, { failOn: 'error' }).metadata()
  const scale = GRID / Math.max(width, height)
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), {
      fit: 'fill',
      kernel: 'nearest',
    })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const isSkin = Array.from({ length: info.width * info.height }, (_, cell) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(cell * info.channels)
    return red > 190 && green > 140 && green < 200 && blue > 90 && blue < 160 && red - blue > 60
  })
  return { width, height, faces: patches(isSkin, info.width).filter(isFace).length }
}

interface Patch {
  cells: number
  width: number
  height: number
}

function isFace({ cells, width, height }: Patch): boolean {
  return cells >= FACE_CELLS_MIN && height > width
}

function patches(marked: boolean[], width: number): Patch[] {
  return marked.flatMap((isMarked, start) =>
    isMarked && marked[start] === true ? [take(marked, width, start)] : [],
  )
}

/** Takes one connected patch away. */
function take(marked: boolean[], width: number, start: number): Patch {
  const open = [start]
  marked[start] = false
  const columns: number[] = []
  const rows: number[] = []
  for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
    columns.push(cell % width)
    rows.push(Math.floor(cell / width))
    const sides = [cell - width, cell + width]
    if (cell % width > 0) sides.push(cell - 1)
    if (cell % width < width - 1) sides.push(cell + 1)
    for (const next of sides) {
      if (marked[next] !== true) continue
      marked[next] = false
      open.push(next)
    }
  }
  return { cells: columns.length, width: span(columns), height: span(rows) }
}

function span(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values) + 1
}

/** PCM in a RIFF file whose «data» begins after 44 bytes, as recorders write it. */
function judgeSound(bytes: Buffer): Verdict {
  if (bytes.length < 44) throw new Refusal(400, 'The sample cannot be decoded.')
  const bytesPerSecond = bytes.readUInt32LE(28)
  const sound = bytes.subarray(44)
  if (sound.length < bytesPerSecond) return refused('AudioSignalTooShort')
  return sound.every((value) => value === 0) ? refused('BadSignalQuality') : { Accepted: true, Warnings: [] }
}

function refused(error: string): Verdict {
  return { Accepted: false, Error: error, Warnings: [] }
}
