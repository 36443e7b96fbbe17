import { constants, createPublicKey, publicEncrypt } from 'node:crypto'

/** PKCS #1 v1.5 needs so many bytes of the block for itself (RFC 8017, 7.2.1). */
const PADDING_BYTES = 11

/** The password is longer than one block of the server's key. */
export class PasswordTooLong extends Error {
  override readonly name = 'PasswordTooLong'
}

/**
 * The password as «authorizeWebApiSession» wants it with algorithm RSA: RSAES-PKCS1-v1_5, in hexadecimal digits, as many
 * as the modulus has bytes, twice.
 *
 * Both numbers come as hexadecimal integers without leading zeros, so often with an odd number of digits. The encoding of
 * letters outside of ASCII is not documented; UTF-8 is what today's browsers send.
 *
 * @throws PasswordTooLong, and TypeError when the numbers make no key
 */
export function encryptPassword(modulus: string, exponent: string, password: string): string {
  const key = createPublicKey({
    key: { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) },
    format: 'jwk',
  })
  const bytes = Buffer.from(password, 'utf8')
  const blockBytes = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8)
  if (bytes.byteLength > blockBytes - PADDING_BYTES) throw new PasswordTooLong()
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, bytes).toString('hex')
}

function base64url(hex: string): string {
  if (!/^[0-9a-f]+$/i.test(hex)) throw new TypeError('Not a hexadecimal number')
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}
