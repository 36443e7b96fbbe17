import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ExifTool } from 'exiftool-vendored'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { demoPhotos, makePhotos, makeSmallFiles, type PhotoSpec } from '../../support/photos.ts'

const OLD = new Date('1987-07-25T10:15:30Z')
const SPECS: PhotoSpec[] = [
  {
    path: 'Grüße aus Köln.jpg',
    kind: 'jpeg',
    mtime: OLD,
    artist: 'Jürgen Groß',
    caption: 'Rhein & Dom <1987>',
  },
  { path: 'a/b/IMG 1.jpg', kind: 'jpeg', sidecar: 'stem', sizeBytes: 400_000 },
  { path: 'a/IMG_2.CR2', kind: 'raw', sizeBytes: 300_000, sidecar: 'full', artist: 'Åsa', caption: 'A & B' },
  { path: 'a/IMG_3.NEF', kind: 'raw', sizeBytes: 5000 },
  { path: 'clip.mov', kind: 'random', sizeBytes: 5_000_001 },
]

const digestOf = async (filePath: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(filePath))
    .digest('hex')

describe('practice photos', () => {
  const exiftool = new ExifTool({ maxProcs: 1 })
  const made: string[] = []
  let root = ''
  const at = (relative: string): string => path.join(root, relative)

  beforeAll(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'sluice-test-'))
    await makePhotos(root, SPECS, { onMade: (file) => made.push(file) })
  }, 30_000)

  afterAll(async () => {
    await exiftool.end()
    await rm(root, { recursive: true, force: true })
  })

  test('reports each file, sidecars included', () => {
    expect(made.toSorted()).toEqual(
      [...SPECS.map((spec) => spec.path), 'a/IMG_2.CR2.xmp', 'a/b/IMG 1.xmp'].toSorted(),
    )
  })

  test('a JPEG can be decoded, has a real size and its old date', async () => {
    const file = at('Grüße aus Köln.jpg')
    const { width, height } = await sharp(file).metadata()
    expect(Math.min(width, height)).toBeGreaterThan(700)
    expect((await sharp(file).stats()).channels[0]?.stdev).toBeGreaterThan(5)
    const { size, mtime } = await stat(file)
    expect(size).toBeGreaterThan(300_000)
    expect(size).toBeLessThan(3_000_000)
    expect(mtime).toEqual(OLD)
    expect((await stat(at('a/b/IMG 1.jpg'))).size).toBeGreaterThan(250_000)
  })

  test('a JPEG carries EXIF, IPTC and XMP that agree', async () => {
    const tags = await exiftool.readRaw(at('Grüße aus Köln.jpg'), { readArgs: ['-G1', '-a', '-struct'] })
    expect(tags).toMatchObject({
      'IFD0:Artist': 'Jürgen Groß',
      'IFD0:Make': 'Nikon',
      'ExifIFD:DateTimeOriginal': '1987:07:25 12:15:30',
      'ExifIFD:OffsetTimeOriginal': '+02:00',
      'IPTC:By-line': 'Jürgen Groß',
      'IPTC:Caption-Abstract': 'Rhein & Dom <1987>',
      'IPTC:City': 'Köln',
      'XMP-dc:Description': 'Rhein & Dom <1987>',
      'XMP-photoshop:City': 'Köln',
    })
    expect(tags).toHaveProperty(['IPTC:Keywords'], expect.arrayContaining(['Köln']))
    expect(tags).toHaveProperty(['ExifIFD:ExposureTime'])
  })

  test.each([
    ['a/IMG_2.CR2', 'CR2', 300_000],
    ['a/IMG_3.NEF', 'NEF', 5000],
    ['clip.mov', 'MOV', 5_000_001],
  ])('%s is a %s of exactly %i bytes', async (file, type, sizeBytes) => {
    expect((await stat(at(file))).size).toBe(sizeBytes)
    const tags = await exiftool.read(at(file))
    expect(tags.FileType).toBe(type)
    expect(tags.errors ?? []).toEqual([])
  })

  test('a sidecar is a complete packet', async () => {
    const xml = await readFile(at('a/IMG_2.CR2.xmp'), 'utf8')
    expect(xml).toContain('A &amp; B')
    expect(xml.trimEnd().endsWith('<?xpacket end="w"?>')).toBe(true)
    const args = ['-validate', '-warning', '-XMP:all']
    const tags = await exiftool.readRaw(at('a/IMG_2.CR2.xmp'), { readArgs: args })
    expect(tags).toMatchObject({ Creator: 'Åsa', Description: 'A & B', Validate: 'OK' })
    expect(tags).toHaveProperty('City')
    expect(tags).toHaveProperty('Rating')
  })

  test('the same spec gives the same bytes, another path gives others', async () => {
    const [spec] = SPECS
    if (spec === undefined) throw new Error('no spec')
    await makePhotos(at('again'), [spec, { ...spec, path: 'other.jpg' }])
    const first = await digestOf(at(spec.path))
    expect(await digestOf(at(`again/${spec.path}`))).toBe(first)
    expect(await digestOf(at('again/other.jpg'))).not.toBe(first)
  })

  test('without perl it says what to install', async () => {
    vi.stubEnv('PATH', at('nothing-here'))
    try {
      await expect(makePhotos(at('x'), SPECS.slice(0, 1))).rejects.toThrow(/install it .*perl/)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('small files are exact, decodable and all different', async () => {
    await makeSmallFiles(at('small'), 25, 66_500, 10, 3)
    const files = (await readdir(at('small'), { recursive: true })).filter((name) => name.endsWith('.jpg'))
    expect(files.toSorted().at(-1)).toBe(path.join('0003', 'IMG_00025.jpg'))
    const digests = await Promise.all(files.map((name) => digestOf(at(path.join('small', name)))))
    expect(new Set(digests).size).toBe(25)
    for (const name of files.slice(0, 3)) {
      expect((await stat(at(path.join('small', name)))).size).toBe(66_500)
      await expect(sharp(at(path.join('small', name))).stats()).resolves.toBeDefined()
    }
    await expect(makeSmallFiles(at('small'), 1, 10, 1, 1)).rejects.toThrow(RangeError)
  })
})

test('the demonstration set holds the difficult names', () => {
  const { first, later } = demoPhotos()
  const paths = [...first, ...later].map((spec) => spec.path)
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths.some((name) => name !== name.normalize('NFC'))).toBe(true)
  expect(paths).toContain('Grüße aus Köln.jpg')
  expect(first.find(({ path: name }) => name === 'video/interview.mov')?.sizeBytes).toBe(200 * 1024 * 1024)
})
