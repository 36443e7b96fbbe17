import sharp, { type JpegOptions } from 'sharp'

export interface PictureOptions extends Pick<JpegOptions, 'progressive'> {
  width?: number
  height?: number
  /** Tells one face from another. */
  person?: number
  /** As cameras note it (EXIF, 1 to 8). */
  orientation?: number
  isCmyk?: boolean
  format?: 'jpeg' | 'png'
}

/** A picture in which practice panels find a face: it is large enough and not of one colour. */
export async function facePicture(options: PictureOptions = {}): Promise<Buffer> {
  const { width = 480, height = 640, person = 1 } = options
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#c8d2dc"/>
    <ellipse cx="50%" cy="52%" rx="30%" ry="36%" fill="hsl(${(person * 47) % 360} 45% 60%)"/>
    <circle cx="38%" cy="45%" r="3%" fill="#222"/><circle cx="62%" cy="45%" r="3%" fill="#222"/>
    <rect x="38%" y="68%" width="24%" height="3%" fill="#822"/>
  </svg>`
  return await encoded(Buffer.from(head), options)
}

/** A picture of one colour: nobody is on it. */
export async function blankPicture(options: PictureOptions = {}): Promise<Buffer> {
  const { width = 480, height = 640 } = options
  const wall = { width, height, channels: 3, background: '#8899aa' } as const
  return await encoded(await sharp({ create: wall }).png().toBuffer(), options)
}

async function encoded(picture: Buffer, options: PictureOptions): Promise<Buffer> {
  const { orientation, isCmyk = false, format = 'jpeg', progressive = false } = options
  const flat = sharp(picture).flatten({ background: '#fff' })
  if (orientation !== undefined) flat.withMetadata({ orientation })
  if (isCmyk) flat.toColourspace('cmyk')
  return await (format === 'png' ? flat.png() : flat.jpeg({ quality: 85, progressive })).toBuffer()
}
