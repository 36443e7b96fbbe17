import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Source } from '../../../../electron/engine/destinations/destination.ts'
import { sentName } from '../../../../electron/engine/destinations/picapport/file-name.ts'
import {
  JPEG,
  takenExtensions,
  typeOf,
} from '../../../../electron/engine/destinations/picapport/file-type.ts'
import { photoIdOf } from '../../../../electron/engine/destinations/picapport/photo-id.ts'
import { asciiJson, metadataOf } from '../../../../electron/engine/destinations/picapport/photo-metadata.ts'
import { isPhotoId } from '../../../servers/picapport/photo-ids.ts'
import { contentOf, MEDIA_NAMES } from '../../../support/media/media-files.ts'

const RULES = { folderTags: true, personFolders: '@' }
const from = (path: string, variables: Record<string, string> = {}) => ({
  metadata: null,
  origin: { path, variables },
})

/** Metadata of which only the fields count here. */
const withFields = (fields: Record<string, string[]>, path = 'a.jpg') => ({
  origin: { path, variables: {} },
  metadata: {
    ...{ template: null, sidecar: 'none' as const, instructions: [], fields, before: {} },
    ...{ templateDigest: null, otherDigest: null, missing: [], taken: null, notes: [] },
  },
})

describe('the id of a photo', () => {
  test('is the same for the same content, and has the form of the server’s own', () => {
    const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    for (let number = 0; number < 200; number++) {
      const digest = digestOf(randomBytes(20))
      expect(isPhotoId(photoIdOf(digest))).toBe(true)
      expect(photoIdOf(digest)).toBe(photoIdOf(digest))
    }
    // Worked out by hand: e3b0c44298fc1c149afbf4c8996fb924 with version 4 and variant 10.
    expect(photoIdOf(digestOf(Buffer.alloc(0)))).toBe('47DEQpj8TBSa+/TImW+5JA')
  })
})

describe('metadata', () => {
  test('sub-folders are tags, those with the mark are persons', () => {
    expect(metadataOf(from('2024/Hamburg/@Anna Arendt/a.jpg'), RULES)).toEqual({
      tags: ['2024', 'Hamburg'],
      persons: ['Anna Arendt'],
    })
    expect(metadataOf(from('a.jpg'), RULES)).toEqual({})
    expect(metadataOf(from('2024/@Anna/a.jpg'), { folderTags: false, personFolders: '@' })).toEqual({
      persons: ['Anna'],
    })
    expect(metadataOf(from('2024/@Anna/a.jpg'), { folderTags: true, personFolders: null })).toEqual({
      tags: ['2024', '@Anna'],
    })
    expect(metadataOf(from('@/wer: Jo/wer: /a.jpg'), { folderTags: false, personFolders: 'wer: ' })).toEqual({
      persons: ['Jo'],
    })
  })

  test('the person of a path pattern counts too, and nobody twice', () => {
    expect(metadataOf(from('@Anna/Anna_1.jpg', { person: 'Anna' }), RULES)).toEqual({ persons: ['Anna'] })
    expect(metadataOf(from('Jo_1.jpg', { person: 'Jo', number: '1' }), RULES)).toEqual({ persons: ['Jo'] })
  })

  test('fields of the catalogue become members, and equal tags one', () => {
    const fields = { 5: ['Harbour'], 120: ['At dawn'], 320: ['4'], 25: ['sea', 'Mu\u0308nchen'], 80: ['Me'] }
    expect(metadataOf(withFields(fields, 'München/sea/a.jpg'), RULES)).toEqual({
      ...{ title: 'Harbour', description: 'At dawn', rating: 4 },
      tags: ['sea', 'München'],
    })
  })

  test.each([
    ['-1', undefined],
    ['0', 0],
    ['5', 5],
    ['4.6', 5],
    ['6', undefined],
    ['', undefined],
    ['good', undefined],
  ])('a rating of «%s»', (text, rating) => {
    expect(metadataOf(withFields({ 320: [text] }), RULES).rating).toBe(rating)
  })

  test('is ASCII for every text, and comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        const bytes = asciiJson({ title })
        expect(bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)).toBe(true)
        expect(JSON.parse(bytes.toString('latin1'))).toEqual({ title: title })
      }),
    )
    expect(asciiJson({ title: 'Zü🏔' }).toString()).toBe('{"title":"Z\\u00fc\\ud83c\\udfd4"}')
  })
})

describe('types', () => {
  const sourceOf = (bytes: Buffer): Source => ({
    ...{ name: 'a', sizeBytes: bytes.length, modifiedMs: 0, identity: 'i' },
    check: () => Promise.resolve(),
    read: (into, offset) => {
      bytes.copy(into, 0, offset, offset + into.byteLength)
      return Promise.resolve()
    },
  })
  const WORDS: Record<string, string> = {
    'plain.jpg': 'image/jpeg',
    'plain.png': 'a PNG',
    'plain.tif': 'a TIFF or camera raw file',
    'plain.webp': 'a WebP',
    'plain.avif': 'an AVIF',
    // Made without the patents of HEVC.
    'plain.heic': 'an AVIF',
    'plain.mp4': 'video/mp4',
    'plain.mov': 'video/quicktime',
    'plain.pdf': 'a PDF',
    'plain.dng': 'a TIFF or camera raw file',
  }

  test.each(MEDIA_NAMES)('%s is known by its bytes', async (name) => {
    const found = await typeOf(sourceOf(await contentOf(name)))
    expect('type' in found ? found.type.contentType : found.words.text).toBe(WORDS[name])
  })

  test('nothing, and what is nothing', async () => {
    expect(await typeOf(sourceOf(Buffer.alloc(0)))).toMatchObject({ words: { text: 'empty' } })
    expect(await typeOf(sourceOf(Buffer.from('Dear reader')))).toMatchObject({
      words: { text: 'of an unknown type' },
    })
    expect(await typeOf(sourceOf(Buffer.from('\0\0\0\x18ftypheic')))).toMatchObject({
      words: { text: 'a HEIC' },
    })
  })

  test('videos only where the server takes them', async () => {
    const found = await typeOf(sourceOf(await contentOf('plain.mov')))
    if (!('type' in found)) throw new Error('no type')
    expect(takenExtensions(found.type, [])).toEqual([])
    expect(takenExtensions(found.type, ['.mp4', '.mov'])).toEqual(['.mov'])
    expect(takenExtensions(JPEG, [])).toEqual(['.jpg', '.jpeg'])
  })
})

test.each([
  ['IMG_1.jpg', 'IMG_1.jpg'],
  ['IMG_1.JPEG', 'IMG_1.JPEG'],
  ['IMG_1', 'IMG_1.jpg'],
  ['photo.png', 'photo.png.jpg'],
  ['a"b\r\n\\c/d.jpg', 'a_b___c_d.jpg'],
  ['x'.repeat(255), `${'x'.repeat(251)}.jpg`],
])('the name %j is sent as %j', (name, sent) => {
  expect(sentName(name, JPEG.extensions)).toBe(sent)
})
