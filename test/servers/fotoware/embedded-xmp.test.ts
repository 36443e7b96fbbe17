import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sourceOf, withSource } from './byte-source.ts'
import type { ByteSource } from './byte-source.ts'
import { bagFieldIds } from './data/field-table.ts'
import { findEmbeddedXmp } from './embedded-xmp.ts'
import { fieldsOf } from './xmp-fields.ts'
import { fileWith, keywords, wrappedXmp } from './xmp-samples.ts'

const mebibyte = 1024 * 1024
const keywordsIn = async (source: ByteSource | Buffer) => {
  const document = await findEmbeddedXmp(Buffer.isBuffer(source) ? sourceOf(source) : source)
  return document === null ? null : fieldsOf(document, bagFieldIds)['25']?.value
}

/** Zeros with a few texts in them, as large as a disk would allow. */
function sparse(sizeBytes: number, contents: readonly (readonly [number, string])[]): ByteSource {
  return {
    sizeBytes,
    read: (offset, length) => {
      const piece = Buffer.alloc(Math.max(0, Math.min(length, sizeBytes - offset)))
      for (const [at, text] of contents) {
        const bytes = Buffer.from(text)
        if (at + bytes.length <= offset || at >= offset + piece.length) continue
        bytes.copy(piece, Math.max(0, at - offset), Math.max(0, offset - at))
      }
      return Promise.resolve(piece)
    },
  }
}

describe('the packet', () => {
  test.each([
    ['with its wrapper', fileWith(wrappedXmp(keywords('a'))), ['a']],
    ['bare', fileWith(wrappedXmp(keywords('a')).replaceAll(/<\/?x:xmpmeta[^>]*>/g, '')), ['a']],
    ['the first of two', fileWith(wrappedXmp(keywords('a')) + wrappedXmp(keywords('b'))), ['a']],
    [
      'the last in a PDF',
      fileWith(wrappedXmp(keywords('a')) + wrappedXmp(keywords('b')), '%PDF-1.7\n'),
      ['b'],
    ],
    ['the last good one in a PDF', fileWith(`${wrappedXmp(keywords('a'))}<rdf:RDF`, '%PDF-1.7\n'), ['a']],
    [
      'the next after a broken one',
      fileWith(`${wrappedXmp('<dc:broken>')}${wrappedXmp(keywords('b'))}`),
      ['b'],
    ],
    ['with other fields only', fileWith(wrappedXmp('')), undefined],
    ['nowhere', Buffer.alloc(100), null],
    ['cut', fileWith(wrappedXmp(keywords('a')).slice(0, -20), ''), null],
    ['in no other encoding', Buffer.from(wrappedXmp(keywords('å')), 'latin1'), null],
    ['without entities of its own', fileWith(wrappedXmp(keywords('&own;'))), null],
  ])('%s', async (_name, bytes, expected) => {
    expect(await keywordsIn(bytes)).toEqual(expected)
  })

  test('is found across the pieces of a large file', async () => {
    const xmp = wrappedXmp(keywords('across'))
    for (const back of [0, 1, 4, 8, xmp.indexOf('<rdf:RDF') + 3, xmp.length - 5]) {
      expect(await keywordsIn(sparse(3 * mebibyte, [[mebibyte - back, xmp]]))).toEqual(['across'])
    }
  })

  test('of very large files is looked for in the first and the last 16 MB', async () => {
    const xmp = wrappedXmp(keywords('far'))
    const places: readonly (readonly [number, readonly string[] | null])[] = [
      [15 * mebibyte, ['far']],
      [30 * mebibyte, null],
      [99 * mebibyte, ['far']],
    ]
    for (const [at, expected] of places) {
      expect(await keywordsIn(sparse(100 * mebibyte, [[at, xmp]]))).toEqual(expected)
    }
    expect(await keywordsIn(sparse(64 * mebibyte, [[30 * mebibyte, xmp]]))).toEqual(['far'])
  })

  test('is read from small and large files alike', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fotoware-embedded-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    for (const paddingBytes of [0, 300 * 1024]) {
      const path = join(folder, String(paddingBytes))
      const bytes = fileWith(wrappedXmp(keywords('disk')), '\xFF\xD8'.padEnd(paddingBytes, '.'))
      await writeFile(path, bytes)
      expect(await withSource(path, bytes.length, keywordsIn)).toEqual(['disk'])
    }
  })
})

describe('extended XMP of a JPEG', () => {
  const guid = 'A'.repeat(32)
  const main = wrappedXmp('', `photoshop:City="Oslo" xmpNote:HasExtendedXMP="${guid}"`)
  const extension = Buffer.from(wrappedXmp(keywords('extended')))

  function segment(content: Buffer): Buffer {
    const head = Buffer.from([0xff, 0xe1, 0, 0])
    head.writeUInt16BE(content.length + 2, 2)
    return Buffer.concat([head, content])
  }

  function part(id: string, offset: number, length: number): Buffer {
    const numbers = Buffer.alloc(8)
    numbers.writeUInt32BE(extension.length, 0)
    numbers.writeUInt32BE(offset, 4)
    const head = Buffer.from(`http://ns.adobe.com/xmp/extension/\0${id}`, 'latin1')
    return segment(Buffer.concat([head, numbers, extension.subarray(offset, offset + length)]))
  }

  function jpeg(...parts: readonly Buffer[]): Buffer {
    const first = segment(Buffer.from(`http://ns.adobe.com/xap/1.0/\0${main}`))
    const scan = Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])
    return Buffer.concat([Buffer.from([0xff, 0xd8]), first, ...parts, scan])
  }

  test('is put together in the order of its offsets', async () => {
    const document = await findEmbeddedXmp(sourceOf(jpeg(part(guid, 100, 5000), part(guid, 0, 100))))
    const fields = document === null ? {} : fieldsOf(document, bagFieldIds)
    expect(fields).toEqual({ 90: { value: 'Oslo' }, 25: { value: ['extended'] } })
    expect(document?.toText()).not.toContain('HasExtendedXMP')
  })

  test.each([
    ['is missing a part', [part(guid, 0, 100)]],
    ['belongs to another packet', [part('B'.repeat(32), 0, 5000)]],
    ['is not there', []],
  ])('counts for nothing when it %s', async (_name, parts) => {
    const document = await findEmbeddedXmp(sourceOf(jpeg(...parts)))
    expect(document === null ? null : fieldsOf(document, bagFieldIds)).toEqual({ 90: { value: 'Oslo' } })
  })
})
