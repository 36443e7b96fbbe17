import { randomBytes } from 'node:crypto'
import type { Destination } from './destinations.ts'
import type { Identity } from './identities.ts'
import type { MetadataRequest } from './metadata-instructions.ts'

export type TaskState = 'awaitingData' | 'pending' | 'inProgress' | 'done' | 'failed'

/** What was asked for when the task was created. */
export interface UploadOrder {
  readonly destination: Destination
  readonly newFolders: readonly string[]
  readonly filename: string
  readonly hasXmp: boolean
  readonly fileSize: number
  readonly metadata: MetadataRequest
  readonly comment: string | null
}

export type TaskOutcome =
  { readonly kind: 'done' } | { readonly kind: 'failed'; readonly value: string; readonly message: string }

/** One upload task; FotoWare Upload API, sections «Create» to «Status». */
export class UploadTask {
  /** 128 random bits as BASE64URL, 22 characters. */
  readonly id = randomBytes(16).toString('base64url')
  readonly owner: Identity
  readonly order: UploadOrder
  readonly chunkSizeBytes: number
  readonly chunkCount: number
  readonly stored = new Set<number>()
  /** Requests that are sending a chunk just now, by chunk index. */
  readonly inFlight = new Map<number, number>()
  hasStoredXmp = false
  isStoringXmp = false
  lastActivityMs: number
  finalisedAtMs: number | null = null
  outcome: TaskOutcome | null = null
  /** Set once processing began. */
  processing: Promise<void> | null = null
  /** Set once the task has a folder for its parts. */
  partsFolder: Promise<string> | null = null

  constructor(owner: Identity, order: UploadOrder, chunkSizeBytes: number, nowMs: number) {
    this.owner = owner
    this.order = order
    this.chunkSizeBytes = chunkSizeBytes
    this.chunkCount = Math.ceil(order.fileSize / chunkSizeBytes)
    this.lastActivityMs = nowMs
  }

  get isComplete(): boolean {
    return this.stored.size === this.chunkCount && (this.hasStoredXmp || !this.order.hasXmp)
  }

  /** Where a chunk begins in the file, in bytes. */
  chunkOffset(index: number): number {
    return index * this.chunkSizeBytes
  }

  /** Exact length of a chunk in bytes; the last one is shorter. */
  chunkLength(index: number): number {
    return Math.min(this.chunkSizeBytes, this.order.fileSize - this.chunkOffset(index))
  }
}
