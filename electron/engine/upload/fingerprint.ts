import { createHash } from 'node:crypto'
import type { Source } from '../destinations/destination.ts'

const ENDS_BYTES = 64 * 1024

/** Size, head and tail of a file as a digest: files of one size are told apart without reading them whole. */
export async function fingerprintOf(source: Source): Promise<string> {
  const hash = createHash('sha256').update(`${String(source.sizeBytes)}\n`)
  const headBytes = Math.min(source.sizeBytes, 2 * ENDS_BYTES)
  if (source.sizeBytes <= 2 * ENDS_BYTES) {
    hash.update(await readPart(source, 0, headBytes))
  } else {
    hash.update(await readPart(source, 0, ENDS_BYTES))
    hash.update(await readPart(source, source.sizeBytes - ENDS_BYTES, ENDS_BYTES))
  }
  return hash.digest('hex').slice(0, 32)
}

async function readPart(source: Source, offsetBytes: number, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes)
  await source.read(bytes, offsetBytes)
  return bytes
}
