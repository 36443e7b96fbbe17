/**
 * The photoID of a content: the same on every computer and after every restart, so that a photo which is sent again is
 * found. It has the form of the server's own ids: the 16 bytes of a version 4 UUID in standard Base64 without padding.
 *
 * An id that PicApport has written into the file itself (XMP, http://ns.contecon.de/picapport/1.0/) is not taken: every
 * edited copy carries the same one, would be told as there already, and with a rule of the folder be cleared away unsent.
 *
 * @param sha256 of the file, in hexadecimal digits
 */
export function photoIdOf(sha256: string): string {
  const bytes = Buffer.from(sha256, 'hex').subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('base64').replace(/=+$/, '')
}
