import { copyFile, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { textOf } from '../../../shared/phrase.ts'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UploadError } from '../../../electron/engine/errors.ts'
import type { FileMetadata } from '../../../electron/engine/metadata/exiftool.ts'
import type { Tags } from '../../../shared/metadata.ts'
import { FILM_CREATED, makeMedia, makePressPhoto, MEDIA_NAMES } from '../../support/media/media-files.ts'
import { NEVER, startReader, type TestReader } from '../../support/media/reader.ts'
import { writeMetadata } from '../../support/media/tool.ts'
import { sidecarOf } from '../../support/media/xmp.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'

let shared: TestReader
beforeAll(() => {
  shared = startReader()
})
afterAll(() => shared.end())

const read = (file: string): Promise<FileMetadata> => shared.reader.read(file, NEVER)
const valuesOf = (tags: Tags, group: string, name: string): readonly string[] | undefined =>
  tags.find((tag) => tag.group === group && tag.name === name)?.values

describe('a file of every kind', () => {
  test.each(MEDIA_NAMES)('%s gives its XMP, whole, and stays as it is', async (name) => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, name)
    await writeMetadata(file, '-XMP-dc:Subject=sea', '-XMP-dc:Subject=sky', '-XMP-photoshop:Headline=Köln')
    await utimes(file, 1_600_000_000, 1_600_000_000)
    const before = await readFile(file)
    const { tags, complaint, packets } = await read(file)
    expect(complaint).toBeNull()
    expect(valuesOf(tags, 'XMP-dc', 'Subject')).toEqual(['sea', 'sky'])
    expect(valuesOf(tags, 'XMP-photoshop', 'Headline')).toEqual(['Köln'])
    expect(packets).toHaveLength(1)
    expect(packets[0]?.toString()).toContain('<photoshop:Headline>Köln</photoshop:Headline>')
    expect((await readFile(file)).equals(before)).toBe(true)
    expect((await stat(file)).mtimeMs).toBe(1_600_000_000_000)
    expect(await readdir(folder)).toEqual([name])
  })

  test('a press photo gives EXIF, IPTC and XMP, and when it was taken', async () => {
    const { tags, taken } = await read(await makePressPhoto(await temporaryFolder()))
    expect(new Set(tags.map((tag) => tag.family))).toEqual(
      new Set(['exif', 'iptc', 'xmp', 'file', 'composite']),
    )
    expect(valuesOf(tags, 'IPTC', 'By-line')).toEqual(valuesOf(tags, 'XMP-dc', 'Creator'))
    expect(valuesOf(tags, 'File', 'MIMEType')).toEqual(['image/jpeg'])
    expect(taken).toMatchObject({ tag: 'EXIF:DateTimeOriginal', zoneFrom: 'EXIF:OffsetTimeOriginal' })
  })

  test('a film gives the time of its header, a document that of its making', async () => {
    const folder = await temporaryFolder()
    const local = FILM_CREATED.toISOString().slice(0, 19)
    expect((await read(await makeMedia(folder, 'plain.mp4'))).taken).toMatchObject({ local, zone: 'Z' })
    expect((await read(await makeMedia(folder, 'plain.pdf'))).taken).toEqual({
      local: '2026-05-01T12:00:00',
      zone: '+02:00',
      tag: 'PDF:CreateDate',
      zoneFrom: 'PDF:CreateDate',
    })
    const telephone = await makeMedia(folder, 'plain.mov')
    await writeMetadata(telephone, '-Keys:CreationDate=2026:05:01 12:00:00+02:00')
    expect((await read(telephone)).taken).toMatchObject({ zone: '+02:00', tag: 'QuickTime:CreationDate' })
  })

  test('a JPEG gives XMP that goes on in further segments', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.jpg')
    const caption = path.join(folder, 'caption.txt')
    await writeFile(caption, 'ä'.repeat(600_000))
    await writeMetadata(file, '-XMP-dc:Title=short', `-XMP-dc:Description<=${caption}`)
    const { packets, tags, notes } = await read(file)
    expect(packets.length).toBe(2)
    expect(Buffer.concat(packets).includes(Buffer.from('ä'.repeat(600_000)))).toBe(true)
    expect(valuesOf(tags, 'XMP-dc', 'Description')?.[0]?.length).toBeLessThan(70_000)
    expect(notes.map(textOf)).toEqual([
      'XMP-dc:Description is longer than 64 KB; only its beginning was read.',
    ])
    expect(await readdir(shared.workDir)).toEqual(['exiftool-config.pl'])
  })

  test('XMP in memory gives its tags', async () => {
    const { bytes } = sidecarOf(
      '<dc:title>A &amp; B</dc:title><my:thing>kept</my:thing><xmp:Rating>4</xmp:Rating>',
    )
    const { tags } = await shared.reader.readXmp(bytes, NEVER)
    expect(valuesOf(tags, 'XMP-dc', 'Title')).toEqual(['A & B'])
    expect(valuesOf(tags, 'XMP-my', 'Thing')).toEqual(['kept'])
    expect(valuesOf(tags, 'XMP-xmp', 'Rating')).toEqual(['4'])
    expect(await readdir(shared.workDir)).toEqual(['exiftool-config.pl'])
  })
})

describe('odd values', () => {
  test('are given as they were written', async () => {
    const file = await makeMedia(await temporaryFolder(), 'plain.jpg')
    await writeMetadata(
      file,
      '-E',
      '-XMP-dc:Description={ready}&#xa;{ready}&#xa;',
      '-XMP-dc:Title=007',
      '-XMP-dc:Source=1.50',
      '-XMP-dc:Rights=true',
      '-XMP-photoshop:Urgency=3',
      '-XMP-xmp:Rating=4',
      '-IPTC:Caption-Abstract={ready}&#xa;a&#x1;z',
      '-IPTC:Urgency=5',
      '-IPTC:Keywords=base64:AAAA',
    )
    const { tags } = await read(file)
    expect(valuesOf(tags, 'XMP-dc', 'Description')).toEqual(['{ready}\n{ready}\n'])
    expect(valuesOf(tags, 'XMP-dc', 'Title')).toEqual(['007'])
    expect(valuesOf(tags, 'XMP-dc', 'Source')).toEqual(['1.50'])
    expect(valuesOf(tags, 'XMP-dc', 'Rights')).toEqual(['true'])
    expect(valuesOf(tags, 'XMP-photoshop', 'Urgency')).toEqual(['3'])
    expect(valuesOf(tags, 'XMP-xmp', 'Rating')).toEqual(['4'])
    expect(valuesOf(tags, 'IPTC', 'Caption-Abstract')).toEqual(['{ready}\na\u0001z'])
    expect(valuesOf(tags, 'IPTC', 'Urgency')).toEqual(['5'])
  })

  test('bytes that are no text do not break the others', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.jpg')
    const bytes = path.join(folder, 'bytes')
    await writeFile(bytes, Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256)))
    await writeMetadata(
      file,
      '-codedcharacterset=utf8',
      '-IPTC:City=Köln',
      `-IPTC:Caption-Abstract<=${bytes}`,
    )
    const { tags } = await read(file)
    expect(valuesOf(tags, 'IPTC', 'City')).toEqual(['Köln'])
    expect(valuesOf(tags, 'IPTC', 'Caption-Abstract')?.[0]).toContain('ABCDEFG')
  })

  test('pictures within the picture are not read', async () => {
    const folder = await temporaryFolder()
    const file = await makeMedia(folder, 'plain.jpg')
    const small = await makeMedia(folder, 'plain.webp')
    await writeMetadata(file, `-ThumbnailImage<=${small}`, '-EXIF:Make=Canon')
    const { tags } = await read(file)
    expect(valuesOf(tags, 'IFD0', 'Make')).toEqual(['Canon'])
    expect(tags.find((tag) => tag.name === 'ThumbnailImage')).toBeUndefined()
  })

  test.each([
    'a\nb.jpg',
    'a\r\nb.jpg',
    '100%d%f.jpg',
    '-Make=x.jpg',
    ' lead.jpg',
    '@',
    'trail .jpg ',
    'Köln ü.jpg',
    '#[CSTR]x\\n.jpg',
    'q"$h.jpg',
  ])('in the name of a file: %j', async (name) => {
    const folder = await temporaryFolder()
    const plain = await makeMedia(folder, 'plain.jpg')
    await writeMetadata(plain, '-EXIF:Make=Canon')
    const file = path.join(folder, name)
    await copyFile(plain, file)
    expect(valuesOf((await read(file)).tags, 'IFD0', 'Make')).toEqual(['Canon'])
    expect((await shared.reader.deriveXmp(file, NEVER))?.toString()).toContain('Canon')
  })
})

describe('a file that is no picture', () => {
  test.each<[what: string, name: string, content: Buffer | string, words: RegExp]>([
    ['text', 'text.jpg', 'Dear Ann,\nno picture today.\n', /plain text/],
    ['nothing', 'empty.jpg', '', /empty/i],
    [
      'garbage',
      'garbage.jpg',
      Buffer.from(Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 251)),
      /./,
    ],
    ['zeros', 'zeros.tif', Buffer.alloc(10_000), /./],
    ['a format nobody knows', 'data.xyz', 'xyz', /plain text/],
  ])('%s gives a complaint and no error', async (_what, name, content, words) => {
    const file = path.join(await temporaryFolder(), name)
    await writeFile(file, content)
    const { complaint, taken, packets } = await read(file)
    expect(textOf(complaint ?? '')).toMatch(words)
    expect({ taken, packets }).toEqual({ taken: null, packets: [] })
  })

  test('a JPEG that was cut gives what is left of it', async () => {
    const file = await makePressPhoto(await temporaryFolder())
    await truncate(file, 30_000)
    expect(valuesOf((await read(file)).tags, 'XMP-dc', 'Creator')).toBeDefined()
    await truncate(file, 700)
    await expect(read(file)).resolves.toMatchObject({ packets: [] })
  })

  test('one that is gone is missing, a folder is unreadable', async () => {
    const folder = await temporaryFolder()
    const gone = await failureOf(read(path.join(folder, 'gone.jpg')))
    expect(gone).toBeInstanceOf(UploadError)
    expect(gone).toMatchObject({ kind: 'missing', problem: { code: 'file-missing' } })
    expect(await failureOf(read(folder))).toMatchObject({
      kind: 'unreadable',
      problem: { code: 'file-unreadable' },
    })
  })

  test('200 MB of XMP are refused before anything is loaded', async () => {
    const file = path.join(await temporaryFolder(), 'IMG_1.xmp')
    await writeFile(file, '<x:xmpmeta xmlns:x="adobe:ns:meta/">')
    await truncate(file, 200_000_000)
    const beforeBytes = process.memoryUsage().rss
    expect(await failureOf(read(file))).toMatchObject({
      kind: 'refused',
      problem: {
        code: 'sidecar-too-large',
        what: '«IMG_1.xmp» holds 200 MB of XMP; Sluice reads at most 17 MB.',
      },
    })
    expect(process.memoryUsage().rss - beforeBytes).toBeLessThan(50_000_000)
    const named = path.join(path.dirname(file), 'IMG_1.jpg')
    await writeFile(named, '<x:xmpmeta xmlns:x="adobe:ns:meta/">')
    await truncate(named, 200_000_000)
    expect(await failureOf(read(named))).toMatchObject({ problem: { code: 'sidecar-too-large' } })
  })
})
