import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { onePartBody, partsBody } from '../../../electron/engine/destinations/multipart.ts'
import { nodeRandom } from '../../../electron/engine/node-ports.ts'
import { formDataBoundary, readMultipart } from '../../servers/fotoware/multipart.ts'
import { boundaryOf, type PartHead, readForm } from '../../servers/picapport/form-reader.ts'

async function* inPieces(bytes: Buffer, pieceBytes: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < bytes.length; offset += pieceBytes)
    yield await Promise.resolve(bytes.subarray(offset, offset + pieceBytes))
}

/** What the practice server's strict parser makes of it. */
async function parsed(content: Uint8Array, pieceBytes: number) {
  const { contentType, parts, sizeBytes } = onePartBody(nodeRandom, 'chunk', content)
  const wire = Buffer.concat(parts)
  expect(wire).toHaveLength(sizeBytes)
  const pieces: Buffer[] = []
  const boundary = formDataBoundary(contentType) ?? ''
  const summary = await readMultipart(inPieces(wire, pieceBytes), boundary, (piece) => {
    pieces.push(Buffer.from(piece))
  })
  return { summary, content: Buffer.concat(pieces) }
}

describe('one file in a multipart body', () => {
  test('any content comes out as it went in, however the body is cut', async () => {
    const hostile = fc.constantFrom('\r\n', '--', '--sluice-', '\r\n--sluice-', '\0', 'a')
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      fc.array(hostile, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
    )
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 300 }), async (bytes, pieceBytes) => {
        const result = await parsed(bytes, pieceBytes)
        expect(result.summary).toEqual({ fileCount: 1, sizeBytes: bytes.length })
        expect(result.content.equals(bytes)).toBe(true)
      }),
    )
  })

  test('the content is not copied', () => {
    const content = randomBytes(1000)
    expect(onePartBody(nodeRandom, 'chunk', content).parts[1]).toBe(content)
  })

  test('two bodies have different boundaries of at least 16 characters', () => {
    const boundaries = [1, 2].map(
      () => onePartBody(nodeRandom, 'xmp', Buffer.alloc(0)).contentType.split('=')[1],
    )
    expect(new Set(boundaries).size).toBe(2)
    for (const boundary of boundaries) expect(boundary?.length).toBeGreaterThan(16)
  })
})

test('parts in their order, with names and types as they are given, of exactly the told length', async () => {
  const flow = {
    sizeBytes: 5,
    async *open() {
      yield Buffer.from('ab')
      yield await Promise.resolve(Buffer.from('cde'))
    },
  }
  const { contentType, parts, sizeBytes } = partsBody(nodeRandom, [
    { name: 'metadata', contentType: null, content: Buffer.from('{"a":1}') },
    { name: 'photos', fileName: 'Zü 🏔.jpg', contentType: 'image/jpeg', content: flow },
    { name: 'metadata', contentType: null, content: Buffer.from('{}') },
  ])
  const wire: Uint8Array[] = []
  for (const part of parts)
    for await (const piece of part instanceof Uint8Array ? [part] : part.open()) wire.push(piece)
  const bytes = Buffer.concat(wire)
  expect(bytes).toHaveLength(sizeBytes)
  const read: [PartHead, string][] = []
  await readForm(inPieces(bytes, 7), boundaryOf(contentType), {
    begin: (head) => {
      read.push([head, ''])
    },
    take: (piece) => {
      const last = read.at(-1)
      if (last !== undefined) last[1] += piece.toString()
    },
    end: () => undefined,
  })
  expect(read).toEqual([
    [{ name: 'metadata', fileName: null, contentType: null }, '{"a":1}'],
    [{ name: 'photos', fileName: 'Zü 🏔.jpg', contentType: 'image/jpeg' }, 'abcde'],
    [{ name: 'metadata', fileName: null, contentType: null }, '{}'],
  ])
})
