import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ExifTool } from 'exiftool-vendored'
import { seededRandom } from './random.ts'
import type { Story } from './story.ts'

/**
 * Starts ExifTool for writing; the caller ends it.
 * @throws Error with advice when perl is missing, which ExifTool needs everywhere but on Windows.
 */
export async function startExifTool(): Promise<ExifTool> {
  if (process.platform !== 'win32') {
    try {
      await promisify(execFile)('perl', ['-e', '1'])
    } catch (cause) {
      throw new Error(
        'Perl is missing: install it (Debian and Ubuntu: apt-get install perl) and try again.',
        { cause },
      )
    }
  }
  return new ExifTool({ maxProcs: 2, taskTimeoutMillis: 60_000 })
}

/** Writes EXIF, IPTC and XMP into a JPEG, the three forms that cameras and picture desks leave behind. */
export async function embedMetadata(exiftool: ExifTool, filePath: string, story: Story): Promise<void> {
  const tags = { ...exifTags(story), ...gpsTags(story), ...iptcTags(story), ...xmpTags(story) }
  await exiftool.write(filePath, tags, {
    // With the guidelines of the Metadata Working Group one tag would silently write into all three forms.
    useMWG: false,
    writeArgs: ['-overwrite_original', '-codedcharacterset=utf8'],
  })
}

function exifTags(story: Story) {
  const random = seededRandom(`exposure ${story.caption} ${story.takenAt}`)
  return {
    Make: story.camera.make,
    Model: story.camera.model,
    LensModel: story.camera.lens,
    'EXIF:DateTimeOriginal': story.takenAt,
    'EXIF:CreateDate': story.takenAt,
    OffsetTimeOriginal: story.utcOffset,
    OffsetTimeDigitized: story.utcOffset,
    ExposureTime: `1/${random.pick([30, 60, 125, 250, 500, 1000])}`,
    FNumber: random.pick([1.8, 2.8, 4, 5.6, 8, 11]),
    ISO: random.pick([100, 200, 400, 800, 1600]),
    FocalLength: `${random.pick([24, 35, 50, 85, 120])} mm`,
    ColorSpace: 'sRGB',
    'EXIF:Artist': story.artist,
    'EXIF:ImageDescription': story.caption,
  }
}

function gpsTags({ hasGps, place }: Story) {
  if (!hasGps) return {}
  return {
    GPSLatitude: Math.abs(place.latitude),
    GPSLatitudeRef: place.latitude < 0 ? 'S' : 'N',
    GPSLongitude: Math.abs(place.longitude),
    GPSLongitudeRef: place.longitude < 0 ? 'W' : 'E',
  }
}

// IPTC fields have fixed lengths (IPTC-IIM 4.2: 32 bytes for names, 64 for keywords, 2000 for the caption).
function iptcTags(story: Story) {
  return {
    'IPTC:By-line': story.artist,
    'IPTC:Caption-Abstract': story.caption,
    'IPTC:Headline': story.headline,
    'IPTC:Keywords': story.keywords,
    'IPTC:City': story.place.city,
    'IPTC:Country-PrimaryLocationName': story.place.country,
  }
}

function xmpTags(story: Story) {
  return {
    'XMP-dc:Creator': [story.artist],
    'XMP-dc:Description': story.caption,
    'XMP-dc:Subject': story.keywords,
    'XMP-photoshop:Headline': story.headline,
    'XMP-photoshop:City': story.place.city,
    'XMP-photoshop:Country': story.place.country,
    'XMP-xmp:Rating': story.rating,
  }
}
