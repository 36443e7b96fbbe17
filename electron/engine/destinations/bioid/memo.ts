import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Phrase } from '../../../../shared/phrase.ts'
import { KeptProof } from '../kept-proof.ts'

/** Written before the task is asked for: whoever finds it must find out first what became of the task. */
export const AskedMemo = z.object({
  state: z.literal('asked'),
  /** Tells this sending of the person from others. */
  run: z.string(),
  /** The server that was asked. */
  base: z.string(),
  /** The BWS token, sealed; it opens this one person's samples for some minutes. */
  token: z.string(),
  tokenId: z.string().nullable(),
  /** From then on the token is of no use (wall clock). */
  expiresAtMs: z.number(),
  askedAtMs: z.number(),
  task: z.enum(['enroll', 'verify', 'identify', 'livenessdetection']),
  bcid: z.string(),
  /** Whether the person was enrolled before this sending; null when nobody could tell. */
  wasEnrolled: z.boolean().nullable(),
  /** How many samples went into the task. */
  count: z.number().int(),
  identity: z.string(),
  sha256: z.string(),
  notes: z.array(Phrase),
})
export type AskedMemo = z.output<typeof AskedMemo>

/** The server has answered, and well. */
export const DoneMemo = z.object({
  state: z.literal('done'),
  identity: z.string(),
  sha256: z.string(),
  proof: KeptProof,
})
export type DoneMemo = z.output<typeof DoneMemo>

export const Memo = z.discriminatedUnion('state', [AskedMemo, DoneMemo])

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Makes a token unreadable for those who do not have the secret of the destination, since the queue's database is
 * copied more easily than a key store.
 */
export function sealToken(token: string, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, keyOf(secret), nonce)
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Null when the secret is another one now. */
export function openToken(sealed: string, secret: string): string | null {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv(ALGORITHM, keyOf(secret), bytes.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    const token = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    return token.toString('utf8')
  } catch {
    return null
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'sluice', 'bioid token', 32))
}
