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

const rule = { crop: null, format: 'jpeg' } as const

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
