import { z } from 'zod'
import { Said } from './phrase.ts'
import { SentMetadata } from './metadata.ts'

export const JOB_STATES = [
  'waiting',
  'uploading',
  'confirming',
  'done',
  'failed',
  'rejected',
  'cancelled',
] as const
export const JobStateName = z.enum(JOB_STATES)
export type JobStateName = z.output<typeof JobStateName>

/** Ended without a delivery. Such a job may be tried again: by a person, or when its file becomes another one. */
export function isGivenUp(state: string): boolean {
  return state === 'failed' || state === 'rejected'
}

/** How a delivery was proved: by the server's word on the finished asset, or only by its acceptance. */
export const Proof = z.enum(['asset', 'accepted'])

/** The server's own proof that a parcel has arrived. Kept for ever in the history. */
export const Receipt = z.object({
  /** Where the asset is now, in the destination's own words; null where the server does not tell. */
  assetUrl: z.string().nullable(),
  /** The name that the server gave it: may differ from the name that was asked for. */
  assetName: z.string().nullable(),
  proof: Proof,
  /** SHA-256 (hex) of the bytes as they were read and sent. */
  sha256: z.string(),
  sizeBytes: z.number().int(),
  /** SHA-256 (hex) of the sidecar as it lay beside the file. */
  sidecarSha256: z.string().nullable(),
  /** SHA-256 (hex) of the sidecar as it was sent, which may be merged with the metadata of the file. */
  sentSidecarSha256: z.string().nullable().default(null),
  /** The modification time sent along, ISO 8601 in UTC; null when none was sent. */
  modifiedAt: z.string().nullable(),
  /** Names of folders or files that had to be changed for the destination: what was asked, what was sent. */
  renamed: z.array(z.object({ from: z.string(), to: z.string() })),
  /** The destination's name of the upload, and of the answer that proved it. */
  uploadId: z.string().nullable(),
  requestId: z.string().nullable(),
  finishedAtMs: z.number().int(),
  /** What is known of the metadata that went along; null when nothing was read. */
  metadata: SentMetadata.nullable().default(null),
  /** In words, what else a person should know of this delivery. */
  notes: z.array(z.string()).default([]),
  said: Said,
})
export type Receipt = z.output<typeof Receipt>
