import type { Phrase } from '../../../shared/phrase.ts'
import type { TreeNode } from '../../../shared/contract.ts'
import type { UploadError } from '../errors.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Receipt } from '../../../shared/job.ts'
import type { Instruction, SentMetadata } from '../../../shared/metadata.ts'
import type { FieldDescription } from '../../../shared/template/field-description.ts'

/** What a destination can do, as data: the engine asks this and never the destination's name. */
export interface Abilities {
  /** Whether an interrupted upload goes on where it stopped. */
  resumable: boolean
  /** Parcels in one sending. Above 1 they are handed over by `sendTogether`. */
  batchMax: number
  /** `fields`: instructions of templates go along as they are. `json`: as final values. `none`: nothing goes along. */
  metadata: 'fields' | 'json' | 'none'
  /** The only fields of the catalogue that it has; null where the archive tells its fields itself. */
  fieldIds: readonly number[] | null
  /** Parcels that belong together go in one sending, by `sendTogether`; null where each stands alone. */
  group: GroupRule | null
  /** Faces and the like: no pictures of it are shown, and what names a person is masked where others may read it. */
  isPrivate: boolean
  /** What makes two files the same delivery: their content alone, or content and path, where the path says whom it shows. */
  sameness: 'content' | 'content-and-path'
  /** The largest file that may be sent. */
  sizeBytesMax: number
  /** Sendings at the same time. */
  uploadsMax: number
}

/** When a group is complete. */
export interface GroupRule {
  /** With so many members it is sent at once. What comes later makes the next group. */
  size: number
  /** With fewer it is sent when none has joined for so long. */
  quietMs: number
}

/** Where a file comes from, for destinations that take names, persons or tags from it. */
export interface Origin {
  /** Below the hot folder, '/' between levels; the base name alone of a file picked by hand. */
  path: string
  /** What the folder's `pathPattern` finds in the path, by name. */
  variables: Readonly<Record<string, string>>
}

/** A file that is being read for one attempt. It stays the file that was queued, or reading it throws. */
export interface Source {
  /** Base name, as on disk. */
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** Tells this content from any other: inode, size, modification time in ns. */
  readonly identity: string
  /**
   * Fills `into` from `offset`; exactly its length.
   * @throws UploadError `changed` when the file ends early, `unreadable`, `missing`
   */
  read(into: Uint8Array, offsetBytes: number): Promise<void>
  /** Looks at the file again. @throws UploadError `changed` or `missing` when it is no longer the queued one. */
  check(): Promise<void>
}

/** What is sent: the parcel as one destination gets it. */
export interface Shipment {
  source: Source
  origin: Origin
  sidecar: Uint8Array | null
  /** Tells this sidecar from any other content; null without one. */
  sidecarIdentity: string | null
  /** Folder below the destination's collection, '/' between levels; null for the collection itself. */
  folder: string | null
  modifiedAt: Date | null
  comment: string | null
  /** Metadata instructions, in order; for destinations whose ability is `fields`. */
  instructions: readonly Instruction[]
  /** What is known of the metadata, with the final value of every field; null when nothing was read. */
  metadata: SentMetadata | null
  /** Address of the asset that this file becomes a new revision of; null makes a new asset. */
  revisionOf: string | null
}

/** New values for fields of an asset that was delivered earlier. They replace what is there; no value empties a field. */
export interface AssetUpdate {
  assetUrl: string
  values: ReadonlyMap<number, readonly string[]>
}

/** A place to remember an upload in, kept by the engine in SQLite. A write is durable when its promise resolves. */
export interface Journal {
  /** The memo of an earlier attempt, as it was written; unknown, since it may come from another version. */
  readonly memo: unknown
  /** Check values of chunks that the server has accepted, by index. */
  readonly chunks: ReadonlyMap<number, number>
  write(memo: unknown): Promise<void>
  /** Writes memos of several journals of this kind at once: after a crash all of them are there, or none. */
  writeTogether(memos: ReadonlyMap<Journal, unknown>): Promise<void>
  acceptChunk(index: number, checkValue: number, sentBytes: number): Promise<void>
  /** Forgets memo and chunks. */
  erase(): Promise<void>
}

export interface SendContext {
  journal: Journal
  /** Ends the attempt at once. */
  signal: AbortSignal
  /** Ends it politely: what is under way is finished and journaled, nothing new is begun. */
  drain: AbortSignal
  /** Bytes of the file that the server has accepted so far, all attempts together. */
  onProgress(sentBytes: number): void
  /** Waits until so many bytes may be sent under the bandwidth limit; with 0, until anything may be begun at all. */
  throttle: ((bytes: number) => Promise<void> | void) | undefined
}

/** One of several parcels that are handed over together. Its context ends this member alone. */
export interface Member {
  shipment: Shipment
  context: SendContext
}

export type MemberOutcome = { kind: 'sent'; sent: Sent } | { kind: 'failed'; error: UploadError }

/** What was sent in the end. The engine adds it to the receipt. */
export interface Sent {
  /** SHA-256 (hex) of the whole file as it was read for this upload. */
  sha256: string
  renamed: { from: string; to: string }[]
  modifiedAt: string | null
}

/** The destination's own part of a receipt. */
export type ServerProof = Pick<
  Receipt,
  'assetUrl' | 'assetName' | 'proof' | 'uploadId' | 'requestId' | 'notes' | 'said'
>

/** What the receipt of an earlier delivery says. */
export type DeliveredBefore = Pick<Receipt, 'assetUrl' | 'assetName' | 'proof'>

export type Confirmation = { kind: 'pending' } | { kind: 'confirmed'; proof: ServerProof }

export interface Check {
  words: Phrase[]
  /** Who is signed in, as the server names them; null when it does not tell. */
  account: string | null
  problem: Problem | null
}

/** An archive that files are delivered to. Failures are UploadErrors. */
export interface Destination {
  readonly name: string
  readonly kind: string
  readonly abilities: Abilities
  /** Is it reachable, signed in, may upload there? Problems are returned, not thrown. */
  check(signal: AbortSignal): Promise<Check>
  /** Hands everything over. Goes on from the journal where an earlier attempt stopped. */
  send(shipment: Shipment, context: SendContext): Promise<Sent>
  /**
   * Hands several parcels over at once, with one outcome each, in their order; null where each goes alone.
   *
   * @param groupKey what the members have in common; null for a mere batch
   */
  readonly sendTogether:
    ((members: readonly Member[], groupKey: string | null) => Promise<readonly MemberOutcome[]>) | null
  /** What a file has in common with others of its group, decided when its lane first sees it; null without groups. */
  groupOf(origin: Origin): string | null
  /**
   * Whether what was delivered earlier is still there, just as this file would be sent now: asked of every delivery of the same
   * content. If of none, it is sent, in place of what came from the same path (`revisionOf`). Absent where content
   * alone tells. @throws UploadError
   */
  isCurrent?(
    origin: Origin,
    delivered: DeliveredBefore,
    context: Pick<SendContext, 'signal' | 'drain' | 'throttle'>,
  ): Promise<boolean>
  /** Asks once whether what was sent has arrived. */
  confirm(journal: Journal, signal: AbortSignal): Promise<Confirmation>
  /** Metadata fields, for destinations whose ability is `fields`; else null. */
  readonly fields: FieldService | null
  /** Signing in through a person's browser; null where another way is configured. */
  readonly signIn: SignInService | null
  /**
   * One level of the server's tree: what may be uploaded to, or leads to it, sorted by name. Each `href` is what goes into
   * `collection` of the configuration. None where the server has no tree.
   *
   * @param href of the node whose children are wanted; null for the top level
   */
  browse(href: string | null, signal: AbortSignal): Promise<TreeNode[]>
  close(): Promise<void>
}

/** How a sign-in has ended. */
export interface SignInOutcome {
  isSignedIn: boolean
  /** Why not; or, of one that has succeeded, what is wrong with it nevertheless. */
  problem: Problem | null
}

/** Signs a person in through their browser. One sign-in at a time: a second one ends the first. */
export interface SignInService {
  /**
   * Waits for the browser from now on.
   * @returns the address to open, and until when it is waited for (wall clock, ms since 1970)
   * @throws ProblemError `redirect-ports-taken`
   */
  begin(): Promise<{ url: string; untilMs: number }>
  /** The end of the sign-in that was begun last. @throws ProblemError `no-sign-in-begun` */
  outcome(): Promise<SignInOutcome>
  /** Ends the sign-in that is under way, if there is one. */
  cancel(): Promise<void>
  /**
   * Forgets who is signed in.
   * @returns what the destination says from now on
   * @throws when the secret store refuses: the sign-in is then still stored there
   */
  signOut(): Promise<Problem>
}

/** What a destination knows of metadata fields. Failures are UploadErrors. */
export interface FieldService {
  /** Whether values are held against the rules of the archive before they are sent. */
  readonly isChecked: boolean
  /** The fields of the collection that files are sent to; null when the archive does not tell. Remembered for minutes. */
  describe(signal: AbortSignal): Promise<readonly FieldDescription[] | null>
  /** Whether a value stands in the archive's own list for a field. True where there is no list. */
  isListed(fieldId: number, value: string, signal: AbortSignal): Promise<boolean>
  /**
   * Writes new values into a delivered asset, and a memo into the journal by which `confirm` finds out whether they have
   * arrived. May be repeated.
   */
  update(update: AssetUpdate, context: SendContext): Promise<void>
}
