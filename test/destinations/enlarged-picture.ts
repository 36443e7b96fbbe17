import { randomBytes } from 'node:crypto'

/** Comments in a JPEG hold up to so many bytes. */
const COMMENT_BYTES_MAX = 65_533

/** A JPEG with comments behind its first two bytes (ITU-T T.81, B.2.4.5), until it is as large as it should be. */
export function enlarged(jpeg: Buffer, sizeBytes: number): Buffer {
  const comments: Buffer[] = []
  for (let left = sizeBytes - jpeg.length; left > 0;) {
    // What is left over must be enough for a comment of its own.
    const length = Math.min(left, COMMENT_BYTES_MAX) - (left > COMMENT_BYTES_MAX ? 4 : 0)
    const head = Buffer.from([0xff, 0xfe, (length - 2) >> 8, (length - 2) & 0xff])
    comments.push(head, randomBytes(length - 4))
    left -= length
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...comments, jpeg.subarray(2)])
}
