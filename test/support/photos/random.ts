import { createCipheriv, createHash } from 'node:crypto'

/** A repeatable source of chance: the same seed always gives the same row of numbers. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number
  between(min: number, max: number): number
  /** A whole number, both ends included. */
  whole(min: number, max: number): number
  pick<const L extends readonly [unknown, ...unknown[]]>(list: L): L[number]
}

/** Starts a row of numbers from a text, usually the path of the photo. */
export function seededRandom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest()
  let a = digest.readUInt32LE(0)
  // mulberry32: small and good enough for pictures
  const next = (): number => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const between = (min: number, max: number): number => min + next() * (max - min)
  return {
    next,
    between,
    whole: (min, max) => Math.floor(between(min, max + 1)),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
  }
}

/**
 * Endless repeatable random bytes; each call gives the next `lengthBytes` of the row.
 * A cipher is used because it makes more than a gigabyte a second, which Math-based generators do not.
 */
export function randomBytesOf(seed: string): (lengthBytes: number) => Buffer {
  const digest = createHash('sha256').update(seed).digest()
  const cipher = createCipheriv('aes-128-ctr', digest.subarray(0, 16), digest.subarray(16))
  let zeros = Buffer.alloc(0)
  return (lengthBytes) => {
    if (zeros.length < lengthBytes) zeros = Buffer.alloc(lengthBytes)
    return cipher.update(zeros.subarray(0, lengthBytes))
  }
}
