import type { DeliveryRecord } from '../store/deliveries.ts'
import type { ParcelRow } from '../store/parcels.ts'
import {
  type PreparedMetadata,
  type UploadContext,
  uploadJob,
  type UploadOrder,
} from '../upload/upload-job.ts'
import type { AttemptOutcome, AttemptWorld } from './attempt-world.ts'
import type { SealedUpload } from './job-journal.ts'
import type { LaneWorld } from './lane-world.ts'
import { updateJob } from './update-job.ts'

/** One attempt at one job: the file with what goes along, or new metadata for an asset that is there. @throws UploadError */
export async function attemptJob(attempt: AttemptWorld): Promise<AttemptOutcome> {
  const { world, destination, job, parcel } = attempt
  const order = world.order(job, parcel)
  const delivered =
    parcel.update_of === null ? null : world.store.deliveries.latestOf(parcel.update_of, destination.name)
  return delivered === null
    ? await sendFile(attempt, order)
    : await updateJob(attempt, order, delivered, () => sendRevision(attempt, order, delivered))
}

async function sendFile(attempt: AttemptWorld, order: UploadOrder): Promise<AttemptOutcome> {
  const { world, destination, parcel } = attempt
  const outcome = await uploadJob(destination, order, contextOf(attempt))
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', sealed: sealedOf(outcome, false) }
    case 'twin-under-way':
      return outcome
    case 'duplicate': {
      const twin = world.store.deliveries.byId(outcome.twin.deliveryId)
      if (twin !== null && isSamePlace(world, parcel, twin))
        return { kind: 'same-picture', deliveredParcelId: world.store.parcels.rootOf(twin.parcel_id) }
      return { kind: 'duplicate', words: outcome.twin.words }
    }
  }
}

/** The whole file again, as a new revision of its asset: for metadata that has no field. */
async function sendRevision(
  attempt: AttemptWorld,
  order: UploadOrder,
  delivered: DeliveryRecord,
): Promise<AttemptOutcome> {
  const outcome = await uploadJob(
    attempt.destination,
    { ...order, skipsDuplicates: false, revisionOf: delivered.asset_url },
    contextOf(attempt),
  )
  if (outcome.kind !== 'sent') throw new Error(`A revision ended as ${outcome.kind}`)
  return { kind: 'sent', sealed: sealedOf(outcome, true) }
}

function contextOf({ world, destination, job, parcel, journal, send, reserve }: AttemptWorld): UploadContext {
  return {
    ...send,
    journal,
    reserve,
    twinsOf: (fingerprint) =>
      world.store.deliveries.twins(destination.name, fingerprint).map((delivery) => ({
        deliveryId: delivery.id,
        sha256: delivery.sha256,
        words: `Same content as ${delivery.path}, delivered ${new Date(delivery.delivered_ms).toISOString()}.`,
      })),
    prepare: (source) => world.prepare(job, parcel, destination, source, send.signal),
  }
}

/** The same file of the same folder, copied there once more, and now with another sidecar. */
function isSamePlace(world: LaneWorld, parcel: ParcelRow, twin: DeliveryRecord): boolean {
  if (parcel.sidecar_path === null || parcel.update_of !== null) return false
  return twin.folder === world.folderName(parcel.folder_id) && twin.path === parcel.path
}

function sealedOf(
  outcome: {
    sent: Pick<SealedUpload, 'sha256' | 'renamed' | 'modifiedAt'>
    fingerprint: string
    prepared: PreparedMetadata
    notes: string[]
  },
  isUpdate: boolean,
): SealedUpload {
  const { sent, fingerprint, prepared, notes } = outcome
  const { sidecarSha256, sentSidecarSha256, metadata } = prepared
  return { ...sent, fingerprint, sidecarSha256, sentSidecarSha256, metadata, isUpdate, notes }
}
