import path from 'node:path'
import prettyBytes from 'pretty-bytes'
import type { Destination, Journal, Origin, SendContext, Sent } from '../destinations/destination.ts'
import type { Instruction, SentMetadata } from '../../../shared/metadata.ts'
import { UploadError } from '../errors.ts'
import { digestOf } from '../destinations/digest.ts'
import { fingerprintOf } from './fingerprint.ts'
import { type OpenSource, openSource } from './source-file.ts'
import { type Phrase, say, size } from '../../../shared/phrase.ts'

/** What is to be uploaded: the parcel as it was queued. */
export interface UploadOrder {
  root: string
  path: string
  identity: string
  sizeBytes: number
  folder: string | null
  origin: Origin
  comment: string | null
  /** Address of the asset that the file becomes a new revision of; null makes a new asset. */
  revisionOf: string | null
  /** Whether the file's own time goes along, and a word for the receipt where a rule keeps it back. It is never altered. */
  modificationTime: (modifiedMs: number) => { isSent: boolean; note: Phrase | null }
  /** Whether content that is already at the destination is left out. */
  skipsDuplicates: boolean
}

/** What goes along with a file, made ready for one destination. */
export interface PreparedMetadata {
  sidecar: Uint8Array | null
  /** Tells this sidecar from any other; null without one. */
  sidecarIdentity: string | null
  /** SHA-256 (hex) of the sidecar on disk, and as it is sent. */
  sidecarSha256: string | null
  sentSidecarSha256: string | null
  instructions: readonly Instruction[]
  /** For the receipt; null when nothing was read. */
  metadata: SentMetadata | null
  /** What the file itself brings, without sidecar and template: field id → values, and a digest of what has no field. */
  embedded: SentMetadata['fields']
  embeddedOtherDigest: string | null
}

/** For a file that goes alone. */
export const NOTHING_PREPARED: PreparedMetadata = {
  sidecar: null,
  sidecarIdentity: null,
  sidecarSha256: null,
  sentSidecarSha256: null,
  instructions: [],
  metadata: null,
  embedded: {},
  embeddedOtherDigest: null,
}

/** A delivery of the same content to the same destination. */
export interface Twin {
  deliveryId: number
  sha256: string
  words: Phrase
}

export interface UploadContext extends Omit<SendContext, 'journal'> {
  journal: Journal
  /** Deliveries to this destination with the same size, head and tail. */
  twinsOf(fingerprint: string): readonly Twin[]
  /** Reserves this content for this job; false while another job is sending content that looks the same. */
  reserve(fingerprint: string): boolean
  /** Hands over what was made ready together with other jobs; without it this one goes alone. */
  handOver: Destination['send'] | null
  /** Makes ready what goes along; asked only for what is really sent. */
  prepare(source: OpenSource): Promise<PreparedMetadata>
}

export type UploadOutcome =
  | { kind: 'sent'; sent: Sent; fingerprint: string; prepared: PreparedMetadata; notes: Phrase[] }
  | { kind: 'duplicate'; twin: Twin }
  /** Another job is sending what looks like the same content: ask again when it is through. */
  | { kind: 'twin-under-way' }

/** One attempt at one parcel: open, compare, hand over. @throws UploadError */
export async function uploadJob(
  destination: Pick<Destination, 'abilities' | 'send'>,
  order: UploadOrder,
  context: UploadContext,
): Promise<UploadOutcome> {
  const { sizeBytesMax } = destination.abilities
  if (order.sizeBytes > sizeBytesMax) throw tooLarge(order, sizeBytesMax)
  const source = await openSource(path.join(order.root, order.path), order.identity, order.sizeBytes)
  try {
    const fingerprint = await fingerprintOf(source)
    if (order.skipsDuplicates) {
      if (!context.reserve(fingerprint)) return { kind: 'twin-under-way' }
      const twin = await deliveredTwin(source, context, fingerprint)
      if (twin !== null) return { kind: 'duplicate', twin }
    }
    const prepared = await context.prepare(source)
    const time = order.modificationTime(source.modifiedMs)
    const handOver = context.handOver ?? destination.send.bind(destination)
    const sent = await handOver(
      {
        source,
        origin: order.origin,
        sidecar: prepared.sidecar,
        sidecarIdentity: prepared.sidecarIdentity,
        folder: order.folder,
        modifiedAt: time.isSent ? new Date(source.modifiedMs) : null,
        comment: order.comment,
        instructions: prepared.instructions,
        metadata: prepared.metadata,
        revisionOf: order.revisionOf,
      },
      context,
    )
    const notes = time.note === null ? [] : [time.note]
    return { kind: 'sent', sent, fingerprint, prepared, notes }
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

function tooLarge(order: UploadOrder, sizeBytesMax: number): UploadError {
  return new UploadError('rejected', {
    code: 'file-too-large',
    what: say`${path.basename(order.path)} is larger than the archive takes (${size(sizeBytesMax, prettyBytes(sizeBytesMax, { binary: true }))}).`,
    remedy: say`Make it smaller, or bring it to the archive in another way.`,
    isRetried: false,
  })
}
