import { createHash } from 'node:crypto'
import path from 'node:path'
import prettyBytes from 'pretty-bytes'
import type { Destination, Journal, SendContext, Sent } from '../destinations/destination.ts'
import type { FieldInstruction } from '../../../shared/config.ts'
import { UploadError } from '../errors.ts'
import { digestOf } from '../destinations/digest.ts'
import { fingerprintOf } from './fingerprint.ts'
import { type OpenSource, openSource, readSidecar } from './source-file.ts'

/** What is to be uploaded: the parcel as it was queued. */
export interface UploadOrder {
  root: string
  path: string
  identity: string
  sizeBytes: number
  sidecarPath: string | null
  sidecarIdentity: string | null
  folder: string | null
  comment: string | null
  /** Metadata instructions, ready to be sent. */
  fields: readonly FieldInstruction[]
  sendsModificationTime: boolean
  /** Whether content that is already at the destination is left out. */
  skipsDuplicates: boolean
}

export interface Twin {
  sha256: string
  words: string
}

export interface UploadContext extends Omit<SendContext, 'journal'> {
  journal: Journal
  /** Deliveries to this destination with the same size, head and tail. */
  twinsOf(fingerprint: string): readonly Twin[]
  /** Reserves this content for this job; false while another job is sending content that looks the same. */
  reserve(fingerprint: string): boolean
}

export type UploadOutcome =
  | { kind: 'sent'; sent: Sent; fingerprint: string; sidecarSha256: string | null }
  | { kind: 'duplicate'; words: string }
  /** Another job is sending what looks like the same content: ask again when it is through. */
  | { kind: 'twin-under-way' }

/** One attempt at one parcel: open, compare, hand over. @throws UploadError */
export async function uploadJob(
  destination: Destination,
  order: UploadOrder,
  context: UploadContext,
): Promise<UploadOutcome> {
  if (order.sizeBytes > destination.abilities.sizeBytesMax)
    throw tooLarge(order, destination.abilities.sizeBytesMax)
  const source = await openSource(path.join(order.root, order.path), order.identity, order.sizeBytes)
  try {
    const fingerprint = await fingerprintOf(source)
    if (order.skipsDuplicates) {
      if (!context.reserve(fingerprint)) return { kind: 'twin-under-way' }
      const twin = await deliveredTwin(source, context, fingerprint)
      if (twin !== null) return { kind: 'duplicate', words: twin.words }
    }
    const sidecar = await sidecarOf(order)
    const sent = await destination.send(
      {
        source,
        sidecar,
        sidecarIdentity: order.sidecarIdentity,
        folder: order.folder,
        modifiedAt: order.sendsModificationTime ? new Date(source.modifiedMs) : null,
        comment: order.comment,
        fields: order.fields,
      },
      context,
    )
    const sidecarSha256 = sidecar === null ? null : createHash('sha256').update(sidecar).digest('hex')
    return { kind: 'sent', sent, fingerprint, sidecarSha256 }
  } finally {
    await source.close()
  }
}

async function deliveredTwin(
  source: OpenSource,
  context: UploadContext,
  fingerprint: string,
): Promise<Twin | null> {
  const twins = context.twinsOf(fingerprint)
  if (twins.length === 0) return null
  const sha256 = await digestOf(source, context.signal)
  await source.check()
  return twins.find((twin) => twin.sha256 === sha256) ?? null
}

async function sidecarOf(order: UploadOrder): Promise<Buffer | null> {
  if (order.sidecarPath === null || order.sidecarIdentity === null) return null
  return await readSidecar(path.join(order.root, order.sidecarPath), order.sidecarIdentity)
}

function tooLarge(order: UploadOrder, sizeBytesMax: number): UploadError {
  return new UploadError('refused', {
    code: 'file-too-large',
    what: `${path.basename(order.path)} is larger than the archive takes (${prettyBytes(sizeBytesMax, { binary: true })}).`,
    remedy: 'Make it smaller or bring it to the archive in another way; then cancel the job.',
    isRetried: false,
  })
}
