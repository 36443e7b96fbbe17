import { open } from 'node:fs/promises'
import { randomBytesOf } from './random.ts'

export const MOVIE_HEADER_BYTES = 36
const PIECE_BYTES = 4 * 1024 * 1024

/** Writes `header` and then repeatable random bytes up to exactly `sizeBytes`, in pieces of 4 MiB. */
export async function writePayloadFile(
  filePath: string,
  header: Buffer,
  sizeBytes: number,
  seed: string,
): Promise<void> {
  const nextBytes = randomBytesOf(seed)
  const handle = await open(filePath, 'w')
  try {
    let leftBytes = sizeBytes - header.length
    if (header.length > 0) await handle.writeFile(header)
    while (leftBytes > 0) {
      const piece = nextBytes(Math.min(PIECE_BYTES, leftBytes))
      await handle.writeFile(piece)
      leftBytes -= piece.length
    }
  } finally {
    await handle.close()
  }
}

/** The boxes before the payload of a QuickTime movie, so that tools know it (ISO/IEC 14496-12, 4.2 and 4.3). */
export function movieHeader(sizeBytes: number): Buffer {
  const header = Buffer.alloc(MOVIE_HEADER_BYTES)
  header.writeUInt32BE(20, 0)
  header.write('ftypqt  ', 4, 'latin1')
  header.write('qt  ', 16, 'latin1')
  // Size 1 says that the real size follows in 64 bits.
  header.writeUInt32BE(1, 20)
  header.write('mdat', 24, 'latin1')
  header.writeBigUInt64BE(BigInt(sizeBytes - 20), 28)
  return header
}
