import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { randomBytesOf } from './random.ts'

const WRITERS = 8
// An application segment: two bytes marker, then its own length in 16 bits (JPEG, ITU-T T.81, B.2.4.6).
// APP15 is used by nobody, so that readers of metadata pass over it.
const APP15 = 0xffef
const SEGMENT_HEAD_BYTES = 4
const SEGMENT_MAX_BYTES = 65_537
const LEAST_FILLING_BYTES = 64

/**
 * Makes many small, decodable JPEG files quickly: `root/0001/IMG_00001.jpg` and on, `perDirectory` in each folder.
 * Each is exactly `sizeBytes` long and different from all others; the same seed gives the same files.
 * @throws RangeError when `sizeBytes` leaves no room to make them different.
 */
export async function makeSmallFiles(
  root: string,
  count: number,
  sizeBytes: number,
  perDirectory: number,
  seed: number,
): Promise<void> {
  const picture = await tinyPicture(seed)
  const fillingBytes = sizeBytes - picture.length
  if (fillingBytes < LEAST_FILLING_BYTES) {
    throw new RangeError(`A small file needs at least ${picture.length + LEAST_FILLING_BYTES} bytes.`)
  }
  const folders = Math.ceil(count / perDirectory)
  for (let folder = 0; folder < folders; folder++) await mkdir(folderPath(root, folder), { recursive: true })
  const nextBytes = randomBytesOf(`small files ${seed}`)
  let made = 0
  const work = async (): Promise<void> => {
    while (made < count) {
      const index = made++
      const name = `IMG_${String(index + 1).padStart(5, '0')}.jpg`
      const content = filledPicture(picture, nextBytes(fillingBytes))
      await writeFile(path.join(folderPath(root, Math.floor(index / perDirectory)), name), content)
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, work))
}

function folderPath(root: string, folder: number): string {
  return path.join(root, String(folder + 1).padStart(4, '0'))
}

async function tinyPicture(seed: number): Promise<Buffer> {
  const background = { r: seed & 0xff, g: 120, b: 160 }
  return sharp({ create: { width: 16, height: 16, channels: 3, background } })
    .jpeg({ quality: 60, optimizeCoding: true })
    .toBuffer()
}

function filledPicture(picture: Buffer, filling: Buffer): Buffer {
  const content = Buffer.allocUnsafe(picture.length + filling.length)
  let at = picture.copy(content, 0, 0, 2)
  const end = at + filling.length
  filling.copy(content, at)
  while (at < end) {
    let length = Math.min(SEGMENT_MAX_BYTES, end - at)
    // What is left must be able to hold the head of one more segment.
    if (end - at - length > 0 && end - at - length < SEGMENT_HEAD_BYTES) length -= SEGMENT_HEAD_BYTES
    content.writeUInt16BE(APP15, at)
    content.writeUInt16BE(length - 2, at + 2)
    at += length
  }
  picture.copy(content, at, 2)
  return content
}
