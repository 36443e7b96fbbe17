import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { Picture } from './panel.ts'

const SMALLEST = { long: 320, short: 240 }
const LARGEST = { long: 5120, short: 2700 }
/** Below this all points are of one colour, give or take what JPEG does to them. */
const FLAT = 4

export type Verdict = { kind: 'face'; picture: Picture } | { kind: 'refused'; error: string }

/** What the panel says of a picture. Only its bytes count. */
export async function judgePicture(bytes: Buffer): Promise<Verdict> {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8)
    return { kind: 'refused', error: 'Wrong file format' }
  if (!isWhole(bytes) || frameOf(bytes) !== 0xc0) return { kind: 'refused', error: 'Wrong image file' }
  const facts = await sharp(bytes)
    .metadata()
    .catch(() => null)
  const stats = await sharp(bytes, { failOn: 'warning' })
    .stats()
    .catch(() => null)
  if (facts === null || stats === null || facts.space === 'cmyk')
    return { kind: 'refused', error: 'Wrong image file' }
  const { width, height } = facts
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  if (long > LARGEST.long || short > LARGEST.short) return { kind: 'refused', error: 'Wrong image file' }
  const isSmall = long < SMALLEST.long || short < SMALLEST.short
  const isFlat = stats.channels.every(({ stdev }) => stdev < FLAT)
  // It does not turn the picture as the camera noted: nobody's face lies on its side.
  const isTurned = (facts.orientation ?? 1) !== 1
  if (isSmall || isFlat || isTurned) return { kind: 'refused', error: "Face hasn't been detected on image" }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { kind: 'face', picture: { sha256, sizeBytes: bytes.length, width, height } }
}

/** It ends as a JPEG does. */
function isWhole(bytes: Buffer): boolean {
  return bytes.readUInt16BE(bytes.length - 2) === 0xffd9
}

/** The marker of the frame (0xC0: baseline), or 0 when there is none (ISO/IEC 10918-1, annex B). */
function frameOf(bytes: Buffer): number {
  let offset = 2
  while (offset + 4 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return marker
    offset += 2 + bytes.readUInt16BE(offset + 2)
  }
  return 0
}
