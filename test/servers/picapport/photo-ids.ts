import { randomUUID } from 'node:crypto'

/** A new id as the server makes them: a random UUID in Base64 without padding. */
export function newPhotoId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64').replace(/=+$/, '')
}

/** 22 characters of standard Base64 that hold a UUID of version 4. */
export function isPhotoId(text: string): boolean {
  const bytes = Buffer.from(text, 'base64')
  const isCanonical = bytes.length === 16 && bytes.toString('base64').replace(/=+$/, '') === text
  return isCanonical && ((bytes[6] ?? 0) & 0xf0) === 0x40 && ((bytes[8] ?? 0) & 0xc0) === 0x80
}
