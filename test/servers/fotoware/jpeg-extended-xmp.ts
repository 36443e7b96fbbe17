const signature = Buffer.from('http://ns.adobe.com/xmp/extension/\0', 'latin1')
const guidBytes = 32
const longestExtensionBytes = 64 * 1024 * 1024
const app1Marker = 0xe1
const scanMarker = 0xda

/**
 * Puts the extended XMP of a JPEG together from its APP1 segments: signature, GUID, whole length, offset and
 * a part of the text each (XMP specification part 3, section 1.1.3.1). Null when a part is missing.
 */
export function readExtendedXmp(jpeg: Buffer, guid: string): Buffer | null {
  const parts: { readonly offset: number; readonly data: Buffer }[] = []
  let sizeBytes = 0
  for (const segment of app1Segments(jpeg)) {
    const data = segment.subarray(signature.length + guidBytes + 8)
    if (!segment.subarray(0, signature.length).equals(signature)) continue
    if (segment.toString('latin1', signature.length, signature.length + guidBytes) !== guid) continue
    sizeBytes = segment.readUInt32BE(signature.length + guidBytes)
    parts.push({ offset: segment.readUInt32BE(signature.length + guidBytes + 4), data })
  }
  parts.sort((left, right) => left.offset - right.offset)
  const isWhole = parts.every(({ offset }, index) => offset === endOf(parts[index - 1]))
  if (sizeBytes === 0 || sizeBytes > longestExtensionBytes || !isWhole || endOf(parts.at(-1)) !== sizeBytes)
    return null
  return Buffer.concat(parts.map(({ data }) => data))
}

function endOf(part: { readonly offset: number; readonly data: Buffer } | undefined): number {
  return part === undefined ? 0 : part.offset + part.data.length
}

/** The contents of the APP1 segments before the picture begins. */
function* app1Segments(jpeg: Buffer): Generator<Buffer> {
  let position = 2
  while (position + 4 <= jpeg.length && jpeg[position] === 0xff && jpeg[position + 1] !== scanMarker) {
    // Any number of 0xFF may stand before a marker (ITU-T T.81, B.1.1.2).
    if (jpeg[position + 1] === 0xff) {
      position += 1
      continue
    }
    const end = position + 2 + jpeg.readUInt16BE(position + 2)
    const content = jpeg.subarray(position + 4, end)
    const isLongEnough = content.length >= signature.length + guidBytes + 8
    if (jpeg[position + 1] === app1Marker && isLongEnough) yield content
    position = end
  }
}
