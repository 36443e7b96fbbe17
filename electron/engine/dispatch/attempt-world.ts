import type { Phrase } from '../../../shared/phrase.ts'
import type { Destination, SendContext } from '../destinations/destination.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { UploadContext } from '../upload/upload-job.ts'
import type { JobJournal, SealedUpload } from './job-journal.ts'
import type { LaneWorld } from './lane-world.ts'

/** How an attempt that was not in vain has ended. */
export type AttemptOutcome =
  | { kind: 'sent'; sealed: SealedUpload }
  /** `deliveredParcelId`: it was delivered from this very place. */
  | { kind: 'duplicate'; words: Phrase; deliveredParcelId: number | null }
  /** The picture is there already, its metadata may not be: the job goes on as an update of that delivery. */
  | { kind: 'same-picture'; deliveredParcelId: number }
  /** Another job is sending what looks like the same content: ask again when it is through. */
  | { kind: 'twin-under-way' }
  /** The archive has everything already. */
  | { kind: 'nothing-new'; words: Phrase }

/** What one attempt needs of its lane. */
export interface AttemptWorld {
  world: LaneWorld
  destination: Destination
  job: JobRecord
  parcel: ParcelRow
  journal: JobJournal
  send: Omit<SendContext, 'journal'>
  handOver: UploadContext['handOver']
  /** Reserves content for this job; false while another job is sending what looks the same. */
  reserve: UploadContext['reserve']
}
