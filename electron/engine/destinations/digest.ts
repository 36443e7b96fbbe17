import { createHash } from 'node:crypto'
import type { Source } from './destination.ts'

const READ_BYTES = 4 * 1024 * 1024

/** SHA-256 (hex) of the whole file. */
export async function digestOf(source: Source, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, Math.max(1, source.sizeBytes)))
  for (let offset = 0; offset < source.sizeBytes; offset += buffer.byteLength) {
    signal.throwIfAborted()
    const piece = buffer.subarray(0, Math.min(buffer.byteLength, source.sizeBytes - offset))
    await source.read(piece, offset)
    hash.update(piece)
  }
  return hash.digest('hex')
}
