import type { FileEvent } from '../../../shared/contract.ts'
import type { Ports } from '../ports.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Store } from '../store/store.ts'
import type { OpenSource } from '../upload/source-file.ts'
import type { PreparedMetadata, UploadOrder } from '../upload/upload-job.ts'
import type { Destination } from '../destinations/destination.ts'

/** What a lane needs to know of the rest of the engine. */
export interface LaneWorld {
  store: Store
  ports: Ports
  /** Folders whose jobs may be sent now: neither paused nor away. */
  claimableFolders(): readonly number[]
  order(job: JobRecord, parcel: ParcelRow): UploadOrder
  /** Reads and makes ready what goes along with a file. @throws UploadError */
  prepare(
    job: JobRecord,
    parcel: ParcelRow,
    destination: Destination,
    source: OpenSource,
    signal: AbortSignal,
  ): Promise<PreparedMetadata>
  /** Whether a changed sidecar may make a new revision of its asset. */
  allowsRevisions(folderId: number): boolean
  /** True while the folder's disk is there; false means that a missing file says nothing. */
  isFolderHere(folderId: number): Promise<boolean>
  throttle: ((bytes: number) => Promise<void>) | null
  emit(event: FileEvent): void
  /** Bytes that a server has just accepted. */
  onSentBytes(bytes: number): void
  /** Every job of a parcel may be through: look whether its source is to be moved. */
  onDone(parcelId: number): void
  /** Files of this folder arrive anew. */
  onSuperseded(folderId: number): void
  folderName(folderId: number): string
  /** Whether the source is to be moved or trashed once it is delivered everywhere. */
  hasAfterAction(folderId: number): boolean
  /** Whether the source is to be set aside when a destination has refused it for good. */
  setsRejectedAside(folderId: number): boolean
  /** A job has come to rest, or the lane's state has changed. */
  onChange(): void
}
