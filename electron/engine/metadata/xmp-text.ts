/** XMP is UTF-8, UTF-16 or UTF-32 (ISO 16684-1, 7.1); servers expect UTF-8. */

const DECLARATION = /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>\s*/
const DECLARATION_BYTES_MAX = 200

/** True when the bytes can be sent as they are: UTF-8, said or unsaid. */
export function isUtf8Xmp(bytes: Buffer): boolean {
  return encodingOf(bytes) === 'utf-8' && /^(?:utf-?8|us-ascii)$/i.test(declared(bytes) ?? 'utf-8')
}

/**
 * The text of an XMP without byte order mark. A declaration of another encoding is taken out, since the text is sent
 * as UTF-8 from here on.
 * @throws TypeError, RangeError when the bytes are no text in their encoding, or nobody knows that encoding
 */
export function xmpText(bytes: Buffer): string {
  const encoding = encodingOf(bytes)
  const text = encoding.startsWith('utf-32')
    ? utf32(bytes, encoding === 'utf-32be')
    : new TextDecoder(encoding, { fatal: true }).decode(bytes)
  const plain = text.replace(/^\uFEFF/, '')
  return isUtf8Xmp(bytes) ? plain : plain.replace(DECLARATION, '')
}

/** Packets in files are padded, some with zeros (XMP specification part 1, 7.3). */
export function withoutPadding(bytes: Buffer): Buffer {
  if (widthOf(bytes) > 1) return bytes
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end -= 1
  return bytes.subarray(0, end)
}

function encodingOf(bytes: Buffer): string {
  const isBig = bytes[0] === 0 || bytes[0] === 0xfe
  const width = widthOf(bytes)
  if (width > 1) return `utf-${width * 8}${isBig ? 'be' : 'le'}`
  const name = (declared(bytes) ?? 'utf-8').toLowerCase()
  // One byte a character is neither, whatever somebody wrote above it.
  return /^(?:utf|ucs|us-ascii)/.test(name) ? 'utf-8' : name
}

function declared(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, DECLARATION_BYTES_MAX).toString('latin1')
  return DECLARATION.exec(start.replace(/^\xef\xbb\xbf/, ''))?.[1]
}

/** Bytes per code unit, from the byte order mark or from where the zeros are around the first «<». */
function widthOf(bytes: Buffer): 1 | 2 | 4 {
  const [a = 1, b = 1, c = 1, d = 1] = bytes.subarray(0, 4)
  if (a === 0 && b === 0 && (c === 0xfe || c === 0)) return 4
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 4 : 2
  if (a === 0xfe && b === 0xff) return 2
  if (a === 0x3c && b === 0) return c === 0 && d === 0 ? 4 : 2
  return a === 0 && b === 0x3c ? 2 : 1
}

function utf32(bytes: Buffer, isBig: boolean): string {
  if (bytes.length % 4 !== 0) throw new TypeError('The text ends in the middle of a character')
  const pieces: string[] = []
  for (let at = 0; at < bytes.length; at += 4) {
    const point = isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
      throw new TypeError('There is no such character')
    pieces.push(String.fromCodePoint(point))
  }
  return pieces.join('')
}
