import { randomBytes } from 'node:crypto'
import sharp from 'sharp'

export interface PortraitOptions {
  width?: number
  height?: number
  faces?: 0 | 1 | 2
  format?: 'jpeg' | 'png' | 'tiff' | 'gif' | 'webp'
  /** EXIF orientation to be noted; the picture is stored so that it is upright when that is applied. */
  orientation?: 1 | 6
}

const SKIN = '#e0ac80'

/** A picture with so many faces, as this server sees faces. No two are the same. */
export async function portrait(options: PortraitOptions = {}): Promise<Buffer> {
  const { width = 480, height = 640, faces = 1, format = 'jpeg', orientation } = options
  const [red = 0, green = 0, blue = 0] = randomBytes(3)
  const centres = { 0: [], 1: [0.5], 2: [0.25, 0.75] }[faces]
  const ovals = centres.map(
    (centre) =>
      `<ellipse cx="${width * centre}" cy="${height * 0.45}" rx="${Math.min(width, height) * 0.16}" ry="${Math.min(width, height) * 0.23}" fill="${SKIN}"/>`,
  )
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ovals.join('')}</svg>`
  const background = { r: red % 100, g: green % 100, b: 100 + (blue % 100) }
  const upright = sharp({ create: { width, height, channels: 3, background } }).composite([
    { input: Buffer.from(drawing), left: 0, top: 0 },
  ])
  const stored =
    orientation === 6
      ? sharp(await upright.png().toBuffer())
          .rotate(-90)
          .withMetadata({ orientation: 6 })
      : upright
  return await stored.toFormat(format, format === 'tiff' ? { compression: 'none' } : {}).toBuffer()
}

/** A recording of so many seconds. */
export function recording(seconds: number, isSilent = false): Buffer {
  const rate = 8000
  const sound = isSilent ? Buffer.alloc(rate * seconds) : randomBytes(rate * seconds)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + sound.length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(sound.length, 40)
  return Buffer.concat([head, sound])
}
