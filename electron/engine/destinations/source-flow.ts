import { createHash } from 'node:crypto'
import type { Source } from './destination.ts'
import type { Flow } from './http-body.ts'

/** A multiple of three, so that every piece but the last becomes base64 without padding. */
const READ_BYTES = 3 * 128 * 1024

export interface SourceFlow extends Flow {
  /** SHA-256 (hex) of the file as it was read last, from beginning to end. @throws Error when it was not */
  sha256(): string
}

/** A file as part of a request body: read while it is sent, a piece at a time. What reading throws ends the request. */
export function sourceFlow(source: Source): SourceFlow {
  return flow(source, source.sizeBytes, (bytes) => bytes)
}

/** The same in base64 (RFC 4648, section 4) without line breaks: four characters for three bytes. */
export function base64Flow(source: Source): SourceFlow {
  const sizeBytes = Math.ceil(source.sizeBytes / 3) * 4
  return flow(source, sizeBytes, inBase64)
}

/** Bytes that are there already, in base64: a piece at a time too, since the whole would be there twice more. */
export function base64Bytes(bytes: Buffer): Flow {
  return {
    sizeBytes: Math.ceil(bytes.byteLength / 3) * 4,
    async *open() {
      for (let offset = 0; offset < bytes.byteLength; offset += READ_BYTES)
        yield await Promise.resolve(inBase64(bytes.subarray(offset, offset + READ_BYTES)))
    },
  }
}

function inBase64(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('base64'), 'latin1')
}

function flow(source: Source, sizeBytes: number, encode: (bytes: Buffer) => Uint8Array): SourceFlow {
  let digest: string | null = null
  return {
    sizeBytes,
    async *open() {
      digest = null
      const hash = createHash('sha256')
      for (let offset = 0; offset < source.sizeBytes; offset += READ_BYTES) {
        // A piece of its own: the socket may still hold the one before.
        const bytes = Buffer.allocUnsafe(Math.min(READ_BYTES, source.sizeBytes - offset))
        await source.read(bytes, offset)
        hash.update(bytes)
        yield encode(bytes)
      }
      digest = hash.digest('hex')
    },
    sha256: () => {
      if (digest === null) throw new Error('The file was not read to its end')
      return digest
    },
  }
}
