import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { digestOf } from '../../../electron/engine/destinations/digest.ts'
import { fingerprintOf } from '../../../electron/engine/upload/fingerprint.ts'
import { openSource } from '../../../electron/engine/upload/source-file.ts'
import { failureOf } from '../../support/until.ts'
import { makeFile } from '../../destinations/test-file.ts'

const KIB = 1024
const NEVER = new AbortController().signal

async function sourceOf(content: Buffer, name = 'a.jpg') {
  const file = await makeFile(name, content)
  const source = await openSource(file.path, file.identity, file.sizeBytes)
  onTestFinished(() => source.close())
  return source
}
const print = async (content: Buffer, name?: string): Promise<string> =>
  fingerprintOf(await sourceOf(content, name))

/** The content with one byte changed. */
function changedAt(content: Buffer, offset: number): Buffer {
  const other = Buffer.from(content)
  other[offset] = (other[offset] ?? 0) ^ 1
  return other
}

describe('a fingerprint', () => {
  test('is of the content, whatever the name and time', async () => {
    const content = randomBytes(300 * KIB)
    expect(await print(content, 'a.jpg')).toBe(await print(content, 'b.tif'))
  })

  test.each([0, 1, 64 * KIB, 128 * KIB, 128 * KIB + 1, 500 * KIB])(
    'of %i bytes is told from another size',
    async (sizeBytes) => {
      const content = Buffer.alloc(sizeBytes, 7)
      expect(await print(content)).not.toBe(await print(Buffer.alloc(sizeBytes + 1, 7)))
    },
  )

  test('sees every change in a small file, and changes at both ends of a large one', async () => {
    const small = randomBytes(128 * KIB)
    for (const offset of [0, 64 * KIB, 128 * KIB - 1])
      expect(await print(changedAt(small, offset))).not.toBe(await print(small))
    const large = randomBytes(500 * KIB)
    for (const offset of [0, 64 * KIB - 1, 436 * KIB, 500 * KIB - 1])
      expect(await print(changedAt(large, offset))).not.toBe(await print(large))
    // Why a fingerprint alone never makes a duplicate.
    expect(await print(changedAt(large, 250 * KIB))).toBe(await print(large))
  })
})

describe('a digest', () => {
  test.each([0, 1, 4 * KIB * KIB, 4 * KIB * KIB + 1])(
    'of %i bytes is the SHA-256 of all of them',
    async (sizeBytes) => {
      const content = randomBytes(sizeBytes)
      const expected = createHash('sha256').update(content).digest('hex')
      expect(await digestOf(await sourceOf(content), NEVER)).toBe(expected)
    },
  )

  test('ends with an abort', async () => {
    const abort = AbortSignal.abort(new Error('mine'))
    expect(await failureOf(digestOf(await sourceOf(randomBytes(10)), abort))).toBe(abort.reason)
  })
})
