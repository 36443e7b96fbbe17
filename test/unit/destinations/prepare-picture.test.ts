import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import type { Source } from '../../../electron/engine/destinations/destination.ts'
import { pictureFacts, preparePicture } from '../../../electron/engine/destinations/prepare-picture.ts'
import { openSource } from '../../../electron/engine/upload/source-file.ts'
import { fileAsQueued } from '../../destinations/test-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'

const NEVER = new AbortController().signal

async function sourceOf(name: string, content: Uint8Array): Promise<Source> {
  const file = path.join(await temporaryFolder(), name)
  await writeFile(file, content)
  const { identity, sizeBytes } = await fileAsQueued(file, '')
  const source = await openSource(file, identity, sizeBytes)
  onTestFinished(() => source.close())
  return source
}

/** Left half red, right half blue. */
async function twoHalves(width: number, height: number): Promise<Buffer> {
  const half = { width: width / 2, height, channels: 3, background: '#ff0000' } as const
  const red = await sharp({ create: half }).png().toBuffer()
  return await sharp({ create: { ...half, width, background: '#0000ff' } })
    .composite([{ input: red, left: 0, top: 0 }])
    .png()
    .toBuffer()
}

const rule = { crop: null, box: null, format: 'jpeg' } as const

/** Every point tells where it lies: red is its column, green its row, in hundredths of the whole. */
async function ruled(width: number, height: number): Promise<Buffer> {
  const points = Buffer.alloc(width * height * 3)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      points[(row * width + column) * 3] = Math.floor((column / width) * 100)
      points[(row * width + column) * 3 + 1] = Math.floor((row / height) * 100)
    }
  return await sharp(points, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

/** Which part of a ruled picture this is: its first and last column and row, in hundredths. */
async function partOf(picture: Uint8Array): Promise<Record<string, [number, number]>> {
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  const last = (info.width * info.height - 1) * info.channels
  return { columns: [data[0] ?? -1, data[last] ?? -1], rows: [data[1] ?? -1, data[last + 1] ?? -1] }
}

async function pixel(picture: Uint8Array, left: number, top: number): Promise<string> {
  const { data } = await sharp(picture)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const [red = 0, , blue = 0] = data
  return red > blue ? 'red' : 'blue'
}

test('the orientation that the camera noted is applied, and is gone from what is sent', async () => {
  // Orientation 6: to be turned by a quarter to the right, so that the left half comes to the top.
  const turned = await sharp(await twoHalves(400, 200))
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const made = await preparePicture(await sourceOf('a.jpg', turned), rule, NEVER)
  expect(made).toMatchObject({ type: 'image/jpeg', width: 200, height: 400 })
  expect((await sharp(made.bytes).metadata()).orientation).toBeUndefined()
  expect([await pixel(made.bytes, 100, 20), await pixel(made.bytes, 100, 380)]).toEqual(['red', 'blue'])
})

test('a crop takes the middle of the upright picture, and the limits make it smaller, never larger', async () => {
  const wide = await sourceOf('a.png', await twoHalves(1600, 800))
  const cropped = await preparePicture(wide, { ...rule, crop: '3:4' }, NEVER)
  expect(cropped).toMatchObject({ width: 600, height: 800 })
  expect([await pixel(cropped.bytes, 10, 10), await pixel(cropped.bytes, 590, 10)]).toEqual(['red', 'blue'])
  const small = await preparePicture(wide, { ...rule, crop: '3:4', maxWidth: 300, maxHeight: 300 }, NEVER)
  expect(small).toMatchObject({ width: 225, height: 300 })
  const same = await preparePicture(wide, { ...rule, maxWidth: 5000 }, NEVER)
  expect(same).toMatchObject({ width: 1600, height: 800 })
})

const lossless = { ...rule, format: 'png' } as const
const BOXES = [
  ['alone, it is what goes', null, [10, 5, 30, 40], { width: 600, height: 400 }, [10, 39], [5, 44]],
  ['of the shape already', '3:4', [10, 0, 30, 80], { width: 600, height: 800 }, [10, 39], [0, 79]],
  ['too flat: it grows in height', '3:4', [40, 40, 15, 20], { width: 300, height: 400 }, [40, 54], [30, 69]],
  ['too slim: it grows in width', '3:4', [40, 40, 6, 40], { width: 300, height: 400 }, [35, 50], [40, 79]],
  ['at an edge it grows inwards', '3:4', [85, 0, 15, 20], { width: 300, height: 400 }, [85, 99], [0, 39]],
  ['wider than the shape can be', '3:4', [0, 0, 60, 100], { width: 750, height: 1000 }, [11, 48], [0, 99]],
  ['all of it', null, [0, 0, 100, 100], { width: 2000, height: 1000 }, [0, 99], [0, 99]],
] as const

test.each(BOXES)(
  'a crop by a box, %s',
  async (_how, crop, [left, top, width, height], size, columns, rows) => {
    const file = await sourceOf('a.png', await ruled(2000, 1000))
    const box = { left, top, width, height }
    const made = await preparePicture(file, { ...lossless, crop, box }, NEVER)
    expect(made).toMatchObject(size)
    expect(await partOf(made.bytes)).toEqual({ columns, rows })
  },
)

test('a box counts on the upright picture, and its part is made smaller, never larger', async () => {
  // Stored on its side: what is the upper right of the upright picture lies in the upper left here.
  const stored = await sharp(await ruled(500, 1000))
    .rotate(-90)
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer()
  const file = await sourceOf('a.png', stored)
  const box = { left: 60, top: 10, width: 30, height: 20 }
  const made = await preparePicture(file, { ...lossless, crop: '3:4', box }, NEVER)
  expect(made).toMatchObject({ width: 150, height: 200 })
  expect(await partOf(made.bytes)).toEqual({ columns: [60, 89], rows: [10, 29] })
  const small = await preparePicture(file, { ...lossless, box, maxHeight: 100 }, NEVER)
  expect(small).toMatchObject({ width: 75, height: 100 })
})

test('a box of a tiny picture is at least a point', async () => {
  const file = await sourceOf('a.png', await ruled(8, 8))
  const box = { left: 99, top: 99, width: 1, height: 1 }
  for (const crop of [null, '3:4'])
    expect(await preparePicture(file, { ...lossless, crop, box }, NEVER)).toMatchObject({ type: 'image/png' })
})

test('a JPEG is baseline with three channels, a PNG is lossless', async () => {
  const picture = await sharp(await twoHalves(64, 64))
    .toColourspace('cmyk')
    .jpeg({ progressive: true })
    .toBuffer()
  const jpeg = await preparePicture(await sourceOf('a.jpg', picture), rule, NEVER)
  expect(await sharp(jpeg.bytes).metadata()).toMatchObject({
    format: 'jpeg',
    isProgressive: false,
    channels: 3,
    space: 'srgb',
  })
  const png = await preparePicture(
    await sourceOf('a.png', await twoHalves(64, 64)),
    { ...rule, format: 'png' },
    NEVER,
  )
  expect(png.type).toBe('image/png')
  expect(await sharp(png.bytes).raw().toBuffer()).toEqual(
    await sharp(await twoHalves(64, 64))
      .removeAlpha()
      .raw()
      .toBuffer(),
  )
})

test('what is no picture is rejected in words', async () => {
  const error = await failureOf(
    preparePicture(await sourceOf('a.jpg', Buffer.from('no picture')), rule, NEVER),
  )
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'not-a-picture' } })
  expect(await pictureFacts(Buffer.from('no picture'))).toBeNull()
  expect(await pictureFacts(await twoHalves(32, 16))).toMatchObject({ format: 'png', width: 32, height: 16 })
})

test('a JPEG that is cut off is no picture', async () => {
  const whole = await sharp(await twoHalves(400, 400))
    .jpeg()
    .toBuffer()
  const cut = await sourceOf('a.jpg', whole.subarray(0, whole.length / 2))
  expect(await failureOf(preparePicture(cut, rule, NEVER))).toMatchObject({ kind: 'rejected' })
})
