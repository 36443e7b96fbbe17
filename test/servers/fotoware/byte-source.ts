import { closeSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'

// A file this small is read faster at once than the event loop turns.
const largestAtOnceBytes = 128 * 1024

/** Random access to the bytes of a file. */
export interface ByteSource {
  readonly sizeBytes: number
  /** Bytes from `offset` on; fewer than `length` only at the end of the file. */
  read(offset: number, length: number): Promise<Buffer>
}

/** Opens a file of a known size for the time of `use`; throws what the file system throws. */
export async function withSource<Result>(
  path: string,
  sizeBytes: number,
  use: (source: ByteSource) => Promise<Result>,
): Promise<Result> {
  if (sizeBytes <= largestAtOnceBytes) return use(sourceOf(readAtOnce(path, sizeBytes)))
  const file = await open(path)
  try {
    return await use({
      sizeBytes,
      read: async (offset, length) => {
        const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(length, sizeBytes - offset)))
        const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
        return buffer.subarray(0, bytesRead)
      },
    })
  } finally {
    await file.close()
  }
}

/** A source of bytes that are in memory. */
export function sourceOf(bytes: Buffer): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  }
}

function readAtOnce(path: string, sizeBytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(sizeBytes)
  const file = openSync(path, 'r')
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, sizeBytes, 0))
  } finally {
    closeSync(file)
  }
}
