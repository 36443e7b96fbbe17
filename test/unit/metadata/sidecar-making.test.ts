import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type PreparedSidecar,
  prepareSidecar,
  type SidecarMode,
} from '../../../electron/engine/metadata/sidecar-making.ts'
import { checkXmp } from '../../../electron/engine/metadata/xmp-check.ts'
import { makeMedia, makePressPhoto, MEDIA_NAMES } from '../../support/media/media-files.ts'
import { NEVER, readerForTest, startReader, type TestReader } from '../../support/media/reader.ts'
import { exifTool, writeMetadata } from '../../support/media/tool.ts'
import { sidecarOf } from '../../support/media/xmp.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'

let shared: TestReader
beforeAll(() => {
  shared = startReader()
})
afterAll(() => shared.end())

type Sidecar = { bytes: Buffer; name: string } | null
const prepare = (file: string, mode: SidecarMode, sidecar: Sidecar): Promise<PreparedSidecar> =>
  prepareSidecar({ file, mode, sidecar }, shared.reader, NEVER)

/** What ExifTool, asked anew, reads in the prepared sidecar. */
async function tagsOf(made: PreparedSidecar): Promise<Record<string, unknown>> {
  if (made.bytes === null) throw new Error('There is no sidecar')
  checkXmp(made.bytes, 'made.xmp')
  const file = path.join(await temporaryFolder(), 'made.xmp')
  await writeFile(file, made.bytes)
  const parsed: unknown = JSON.parse(await exifTool('-json', '-G1', '-XMP:all', file))
  const first: unknown = Array.isArray(parsed) ? parsed[0] : null
  if (typeof first !== 'object' || first === null) throw new Error('No tags')
  return { ...first }
}

const SIDECAR = (): { bytes: Buffer; name: string } =>
  sidecarOf('<dc:subject><rdf:Bag><rdf:li>side</rdf:li></rdf:Bag></dc:subject><my:sent>as written</my:sent>')

describe('merging, for a file of every kind', () => {
  test.each(MEDIA_NAMES)(
    '%s: the sidecar wins, what only the file has is added, the file stays',
    async (name) => {
      const folder = await temporaryFolder()
      const file = await makeMedia(folder, name)
      await writeMetadata(file, '-XMP-dc:Subject=embedded', '-XMP-photoshop:Headline=Köln')
      await utimes(file, 1_600_000_000, 1_600_000_000)
      const before = await readFile(file)
      const made = await prepare(file, 'merge', SIDECAR())
      expect(made).toMatchObject({ way: 'merged', notes: [] })
      expect(await tagsOf(made)).toMatchObject({
        'XMP-dc:Subject': 'side',
        'XMP-my:Sent': 'as written',
        'XMP-photoshop:Headline': 'Köln',
      })
      expect((await readFile(file)).equals(before)).toBe(true)
      expect((await stat(file)).mtimeMs).toBe(1_600_000_000_000)
      expect(await readdir(folder)).toEqual([name])
      expect(await readdir(shared.workDir)).toEqual(['exiftool-config.pl'])
    },
  )

  // What a film or a document cannot be without is in the header of these two.
  test.each(MEDIA_NAMES.filter((name) => name !== 'plain.pdf'))(
    '%s without metadata leaves the sidecar as it is',
    async (name) => {
      const file = await makeMedia(await temporaryFolder(), name)
      const sidecar = SIDECAR()
      const made = await prepare(file, 'merge', sidecar)
      expect(made).toEqual({ bytes: sidecar.bytes, way: 'as-is', notes: [] })
      expect(await prepare(file, 'extract', null)).toEqual({ bytes: null, way: 'none', notes: [] })
    },
  )

  test.each(MEDIA_NAMES)(
    '%s: what is embedded is made into a sidecar when that is asked for',
    async (name) => {
      const file = await makeMedia(await temporaryFolder(), name)
      await writeMetadata(file, '-XMP-dc:Subject=a', '-XMP-dc:Subject=b', '-XMP-xmp:Rating=3')
      const made = await prepare(file, 'extract', null)
      expect(made.way).toBe('extracted')
      expect(await tagsOf(made)).toMatchObject({ 'XMP-dc:Subject': ['a', 'b'], 'XMP-xmp:Rating': 3 })
      expect(await prepare(file, 'merge', null)).toEqual({ bytes: null, way: 'none', notes: [] })
    },
  )
})

describe('what is merged', () => {
  test('sidecar before embedded XMP, before IPTC, before EXIF', async () => {
    const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
    await writeMetadata(
      file,
      '-codedcharacterset=utf8',
      '-EXIF:ImageDescription=from EXIF',
      '-EXIF:Artist=EXIF artist',
      '-EXIF:Copyright=EXIF rights',
      '-EXIF:Model=R5',
      '-IPTC:Caption-Abstract=from IPTC',
      '-IPTC:By-line=Jürgen',
      '-IPTC:By-line=Ann',
      '-IPTC:Keywords=one',
      '-IPTC:Keywords=two',
      '-IPTC:ObjectName=IPTC title',
      '-IPTC:City=Köln',
      '-XMP-dc:Title=XMP title',
      '-XMP-photoshop:City=Bonn',
    )
    const made = await prepare(file, 'merge', sidecarOf('<photoshop:City>Essen</photoshop:City>'))
    const tags = await tagsOf(made)
    expect(tags).toMatchObject({
      'XMP-photoshop:City': 'Essen',
      'XMP-dc:Title': 'XMP title',
      'XMP-dc:Description': 'from IPTC',
      'XMP-dc:Creator': ['Jürgen', 'Ann'],
      'XMP-dc:Subject': ['one', 'two'],
      'XMP-dc:Rights': 'EXIF rights',
      'XMP-tiff:Model': 'R5',
    })
    // Under their older names they would come to light again beside the newer text.
    for (const older of ['ImageDescription', 'Artist', 'Copyright'])
      expect(tags).not.toHaveProperty(`XMP-tiff:${older}`)
  })

  test('EXIF times keep their fraction and zone', async () => {
    const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
    await writeMetadata(
      file,
      '-EXIF:DateTimeOriginal=2026:05:01 12:00:00',
      '-EXIF:SubSecTimeOriginal=042',
      '-EXIF:OffsetTimeOriginal=+02:00',
      '-EXIF:GPSLatitude=50.9375',
      '-EXIF:GPSLatitudeRef=S',
    )
    const tags = await tagsOf(await prepare(file, 'extract', null))
    expect(tags['XMP-photoshop:DateCreated']).toBe('2026:05:01 12:00:00.042+02:00')
    expect(tags['XMP-exif:DateTimeOriginal']).toBe('2026:05:01 12:00:00.042+02:00')
    expect(tags['XMP-exif:GPSLatitude']).toMatch(/^50 deg 56' 15\.00" S$/)
  })

  test('a press photo and its sidecar: nothing that one of them has is missing', async () => {
    const file = await makePressPhoto(await temporaryFolder())
    const made = await prepare(file, 'merge', SIDECAR())
    const tags = await tagsOf(made)
    expect(tags).toMatchObject({ 'XMP-dc:Subject': 'side', 'XMP-my:Sent': 'as written' })
    for (const name of [
      'dc:Creator',
      'dc:Description',
      'photoshop:City',
      'photoshop:DateCreated',
      'xmp:Rating',
      'tiff:Model',
      'exif:FNumber',
    ]) {
      expect(tags).toHaveProperty(`XMP-${name}`)
    }
  })

  test('properties in a namespace that nobody knows, embedded or in the sidecar', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.jpg')
    const embedded = path.join(folder, 'embedded.xmp')
    await writeFile(
      embedded,
      sidecarOf('<my:sent>old</my:sent><my:kept><rdf:Bag><rdf:li>1</rdf:li></rdf:Bag></my:kept>').bytes,
    )
    await writeMetadata(file, `-XMP<=${embedded}`)
    const text = (await prepare(file, 'merge', SIDECAR())).bytes?.toString()
    expect(text).toContain('<my:sent>as written</my:sent>')
    expect(text).toContain('<my:kept><rdf:Bag><rdf:li>1</rdf:li></rdf:Bag></my:kept>')
  })

  test('XMP that goes on in further segments, whole', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.jpg')
    const caption = path.join(folder, 'caption.txt')
    await writeFile(caption, 'ä'.repeat(100_000))
    await writeMetadata(file, `-XMP-dc:Description<=${caption}`)
    const made = await prepare(file, 'merge', SIDECAR())
    expect(made.bytes?.toString()).toContain('ä'.repeat(100_000))
    expect(made.bytes?.toString()).not.toContain('HasExtendedXMP')
  })

  test('embedded XMP that is damaged: as far as ExifTool can read it, and that is told', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.jpg')
    await writeMetadata(file, '-XMP-photoshop:Headline=Köln', '-XMP-photoshop:City=Bonn')
    const bytes = await readFile(file)
    // Same length, so that the JPEG around it stays whole.
    const damaged = Buffer.from(
      bytes.toString('latin1').replace('</photoshop:Headline>', '</photoshop:Hexdline>'),
      'latin1',
    )
    await writeFile(file, damaged)
    const made = await prepare(file, 'merge', SIDECAR())
    expect(made.notes[0]?.text).toMatch(/^The XMP embedded in the file is damaged \(/)
    expect(await tagsOf(made)).toMatchObject({ 'XMP-dc:Subject': 'side', 'XMP-photoshop:City': 'Bonn' })
  })

  test('embedded XMP with a DOCTYPE is not expanded', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.png')
    const embedded = path.join(folder, 'embedded.xmp')
    const secret = path.join(folder, 'secret')
    await writeFile(secret, 'top secret')
    const xmp = sidecarOf('<dc:title>&e;</dc:title><photoshop:City>Bonn</photoshop:City>').bytes.toString()
    await writeFile(embedded, `<!DOCTYPE a [<!ENTITY e SYSTEM "file://${secret}">]>${xmp}`)
    await writeMetadata(file, `-XMP<=${embedded}`)
    const made = await prepare(file, 'merge', SIDECAR())
    expect(made.bytes?.toString()).not.toContain('top secret')
  })
})

describe('the other ways', () => {
  test('as it is: checked, and sent byte for byte', async () => {
    const file = await makePressPhoto(await temporaryFolder())
    const sidecar = SIDECAR()
    expect(await prepare(file, 'as-is', sidecar)).toEqual({ bytes: sidecar.bytes, way: 'as-is', notes: [] })
    expect(await prepare(file, 'as-is', null)).toEqual({ bytes: null, way: 'none', notes: [] })
  })

  test('ignored: neither read nor checked', async () => {
    const none = { bytes: null, way: 'none', notes: [] }
    const broken = { bytes: Buffer.from('no XML'), name: 'IMG_1.xmp' }
    expect(await prepare('/no/such/file.jpg', 'ignore', broken)).toEqual(none)
    expect(await prepare('/no/such/file.jpg', 'merge', null)).toEqual(none)
  })

  test.each<SidecarMode>(['merge', 'as-is', 'extract'])(
    '%s: a malformed sidecar is refused before the file is read',
    async (mode) => {
      const { reader } = readerForTest()
      const sidecar = { bytes: Buffer.from('<rdf:RDF'), name: 'IMG_1.xmp' }
      const failure = await failureOf(
        prepareSidecar({ file: '/no/such/file.jpg', mode, sidecar }, reader, NEVER),
      )
      expect(failure).toMatchObject({ kind: 'refused', problem: { code: 'sidecar-malformed' } })
      expect(await reader.pids()).toEqual([])
    },
  )

  test('a sidecar in UTF-16 is sent in UTF-8, and that is told', async () => {
    const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
    const text = SIDECAR().bytes.toString()
    const sidecar = {
      bytes: Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>\n${text}`, 'utf16le'),
      name: 'IMG_1.xmp',
    }
    for (const mode of ['as-is', 'merge'] as const) {
      const made = await prepare(file, mode, sidecar)
      expect(made.bytes?.toString()).toBe(text)
      expect(made.notes.map(({ text }) => text)).toEqual([
        '«IMG_1.xmp» was not in UTF-8 and was sent in it; its content is the same.',
      ])
    }
  })

  test('what was read already is not read again', async () => {
    const { reader } = readerForTest()
    const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
    const metadata = await shared.reader.read(file, NEVER)
    const made = await prepareSidecar({ file, mode: 'merge', sidecar: SIDECAR(), metadata }, reader, NEVER)
    expect(made.way).toBe('as-is')
    expect(await reader.pids()).toEqual([])
  })
})
