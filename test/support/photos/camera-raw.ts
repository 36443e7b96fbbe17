import type { Story } from './story.ts'

const ASCII = 2
const SHORT = 3
const LONG = 4

/** As large as the header of camera-raw.ts ever gets, so a smaller raw file is not possible. */
export const RAW_HEADER_BYTES = 1024

/**
 * The start of a camera raw file: a TIFF header with one directory that points to the payload after it
 * (TIFF 6.0, section 2). With `isCanon` it carries the CR2 mark as Canon's cameras write it.
 */
export function rawHeader(story: Story, sizeBytes: number, isCanon: boolean): Buffer {
  const header = Buffer.alloc(RAW_HEADER_BYTES)
  header.write('II*\0', 0, 'latin1')
  header.writeUInt32LE(16, 4)
  if (isCanon) header.write('CR\x02\0', 8, 'latin1')
  const entries: [tag: number, type: number, value: number | string][] = [
    [0x0100, SHORT, 6000],
    [0x0101, SHORT, 4000],
    [0x0103, SHORT, 6],
    [0x010e, ASCII, clipped(story.caption)],
    [0x010f, ASCII, clipped(story.camera.make)],
    [0x0110, ASCII, clipped(story.camera.model)],
    [0x0111, LONG, RAW_HEADER_BYTES],
    [0x0117, LONG, sizeBytes - RAW_HEADER_BYTES],
    [0x0132, ASCII, story.takenAt],
    [0x013b, ASCII, clipped(story.artist)],
  ]
  writeDirectory(header, entries)
  return header
}

function writeDirectory(
  header: Buffer,
  entries: [tag: number, type: number, value: number | string][],
): void {
  let at = header.writeUInt16LE(entries.length, 16)
  // Long values lie behind the directory: its count, 12 bytes an entry and the pointer to the next one.
  let free = 16 + 2 + entries.length * 12 + 4
  for (const [tag, type, value] of entries) {
    at = header.writeUInt16LE(tag, at)
    at = header.writeUInt16LE(type, at)
    const text = typeof value === 'string' ? Buffer.from(`${value}\0`) : null
    at = header.writeUInt32LE(text?.length ?? 1, at)
    if (text !== null && text.length > 4) {
      text.copy(header, free)
      at = header.writeUInt32LE(free, at)
      free += text.length + (text.length % 2)
    } else {
      text?.copy(header, at)
      at = text === null ? header.writeUInt32LE(Number(value), at) : at + 4
    }
  }
}

// Four texts of at most 200 bytes always fit into the header.
function clipped(text: string): string {
  let short = text
  while (Buffer.byteLength(short) > 180) short = Array.from(short).slice(0, -1).join('')
  return short
}
