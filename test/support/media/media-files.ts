import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { demoPhotos, makePhotos } from '../photos.ts'
import { film } from './film.ts'
import { pdf } from './pdf.ts'

/** Every kind of file that can be made here. Camera raws are TIFFs with a directory and no picture. */
export const MEDIA_NAMES = [
  'plain.jpg',
  'plain.png',
  'plain.tif',
  'plain.webp',
  'plain.avif',
  'plain.heic',
  'plain.mp4',
  'plain.mov',
  'plain.pdf',
  'plain.dng',
] as const
export type MediaName = (typeof MEDIA_NAMES)[number]

export const FILM_CREATED = new Date('2026-05-01T10:00:00Z')

/** Makes a file without any metadata but what its kind cannot be without. Gives its path. */
export async function makeMedia(folder: string, name: MediaName): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, await contentOf(name))
  return file
}

/** The bytes of such a file. */
export async function contentOf(name: string): Promise<Buffer> {
  const picture = sharp({ create: { width: 64, height: 48, channels: 3, background: '#3a7' } })
  switch (path.extname(name)) {
    case '.png':
      return picture.png().toBuffer()
    case '.tif':
    case '.dng':
      return picture.tiff({ compression: 'none' }).toBuffer()
    case '.webp':
      return picture.webp().toBuffer()
    case '.avif':
      return picture.avif({ effort: 0 }).toBuffer()
    case '.heic':
      return picture.heif({ compression: 'av1', effort: 0 }).toBuffer()
    case '.mp4':
      return film('isom', FILM_CREATED)
    case '.mov':
      return film('qt  ', FILM_CREATED)
    case '.pdf':
      return pdf()
    default:
      return picture.jpeg().toBuffer()
  }
}

/** A JPEG as a picture desk leaves it: EXIF, IPTC and XMP with one story. */
export async function makePressPhoto(folder: string, name = 'press.jpg'): Promise<string> {
  const spec = demoPhotos().first.find(({ kind }) => kind === 'jpeg')
  if (spec === undefined) throw new Error('The demo has no JPEG')
  await makePhotos(folder, [{ ...spec, path: name, sizeBytes: 200_000 }])
  return path.join(folder, name)
}
