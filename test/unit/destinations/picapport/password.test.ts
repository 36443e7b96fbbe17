import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  encryptPassword,
  PasswordTooLong,
} from '../../../../electron/engine/destinations/picapport/password.ts'

/** A key pair, its public half as a server writes it down: hexadecimal integers without leading zeros. */
function keyOf(modulusLength: number, publicExponent = 0x10001) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent })
  const { n, e, d } = privateKey.export({ format: 'jwk' })
  const hex = (part = '') => Buffer.from(part, 'base64url').toString('hex').replace(/^0+/, '')
  return { privateKey, modulus: hex(n), exponent: hex(e), private: hex(d) }
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** RSAES-PKCS1-v1_5 undone by hand (RFC 8017, 7.2.2). */
function decryptedByHand(digits: string, key: ReturnType<typeof keyOf>): string {
  const [c, d, n] = [digits, key.private, key.modulus].map((hex) => BigInt(`0x${hex}`))
  const block = power(c ?? 0n, d ?? 0n, n ?? 1n)
    .toString(16)
    .padStart(digits.length, '0')
  const [, padding, message] = /^0002((?:(?!00)..)+)00((?:..)*)$/.exec(block) ?? []
  expect(padding?.length).toBeGreaterThanOrEqual(2 * 8)
  return Buffer.from(message ?? '', 'hex').toString('utf8')
}

const PASSWORDS = ['x', 'correct horse battery staple', 'Zürich 🏔 & "+%', 'p'.repeat(100)]
/** The second has a modulus with an odd number of digits. */
const KEYS = [keyOf(1024), keyOf(1020), keyOf(1024, 3), keyOf(2048)]

test.each(PASSWORDS)('«%s» comes out of an independent decryption, and of one by hand', (password) => {
  for (const key of KEYS) {
    const digits = encryptPassword(key.modulus, key.exponent, password)
    expect(digits).toMatch(/^[0-9a-f]+$/)
    expect(digits).toHaveLength(2 * Math.ceil((key.modulus.length * 4) / 8))
    const opened = privateDecrypt(
      { key: key.privateKey, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(digits, 'hex'),
    )
    expect(opened.toString('utf8')).toBe(password)
    expect(decryptedByHand(digits, key)).toBe(password)
  }
})

test('the digits are as many as the modulus has, also for small numbers', () => {
  const key = keyOf(1024)
  const all = Array.from({ length: 1500 }, () => encryptPassword(key.modulus, key.exponent, 'x'))
  expect(new Set(all.map(({ length }) => length))).toEqual(new Set([256]))
  expect(all.some((digits) => digits.startsWith('00'))).toBe(true)
  expect(new Set(all).size).toBe(all.length)
})

test('117 bytes are the most', () => {
  const { modulus, exponent } = keyOf(1024)
  expect(encryptPassword(modulus, exponent, 'p'.repeat(117))).toHaveLength(256)
  expect(() => encryptPassword(modulus, exponent, 'p'.repeat(118))).toThrow(PasswordTooLong)
  expect(() => encryptPassword(modulus, exponent, 'ü'.repeat(59))).toThrow(PasswordTooLong)
})

test('what is no key is no key', () => {
  expect(() => encryptPassword('no key', '10001', 'x')).toThrow(TypeError)
  expect(() => encryptPassword('', '', 'x')).toThrow()
})
