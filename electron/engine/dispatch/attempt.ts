import type { DeliveryRecord } from '../store/deliveries.ts'
import type { ParcelRow } from '../store/parcels.ts'
import {
  type PreparedMetadata,
  type Twin,
  type UploadContext,
  uploadJob,
  type UploadOrder,
} from '../upload/upload-job.ts'
import type { AttemptOutcome, AttemptWorld } from './attempt-world.ts'
import type { SealedUpload } from './job-journal.ts'
import type { LaneWorld } from './lane-world.ts'
import { updateJob } from './update-job.ts'
import { isSidecar } from '../pair/pairing.ts'
import { Receipt } from '../../../shared/job.ts'
import { moment, noted, type Phrase, say } from '../../../shared/phrase.ts'

/** One attempt at one job: the file with what goes along, or new metadata for an asset that is there. @throws UploadError */
export async function attemptJob(attempt: AttemptWorld): Promise<AttemptOutcome> {
  const { world, destination, job, parcel } = attempt
  const order = world.order(job, parcel)
  const earlier =
    parcel.update_of === null ? null : world.store.deliveries.latestOf(parcel.update_of, destination.name)
  return earlier === null || isAnew(attempt)
    ? await sendFile(attempt, order)
    : await updateJob(attempt, order, earlier, () => sendRevision(attempt, order, earlier.asset_url, true))
}

/**
 * Another destination has found this copy of a picture to be the delivered one, and looks at it for its metadata only. Where
 * paths say whom it shows, it is still a picture to be looked at here.
 */
function isAnew({ world, destination, parcel }: AttemptWorld): boolean {
  if (destination.abilities.sameness === 'content') return false
  return world.store.files.byParcel(parcel.id).some(({ name }) => !isSidecar(name))
}

async function sendFile(attempt: AttemptWorld, order: UploadOrder): Promise<AttemptOutcome> {
  const outcome = await uploadJob(attempt.destination, order, contextOf(attempt))
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent', sealed: sealedOf(outcome, false) }
    case 'twin-under-way':
      return outcome
    case 'duplicate':
      return (
        (await sentAgain(attempt, order, outcome.twin)) ?? (await delivered(attempt, order, outcome.twin))
      )
  }
}

/** Sends once more what the destination does not have as it would be sent now; null when it has. */
async function sentAgain(
  attempt: AttemptWorld,
  order: UploadOrder,
  twin: Twin,
): Promise<AttemptOutcome | null> {
  const { world, destination, parcel, journal, send } = attempt
  if (destination.isCurrent === undefined) return null
  const earlier = ofSameContent(world, destination.name, twin)
  if (earlier.length === 0) return null
  // What was begun is brought to its end: half of it may be there.
  if (journal.memo === null)
    for (const { receipt } of earlier)
      if (await destination.isCurrent(order.origin, Receipt.parse(JSON.parse(receipt)), send)) return null
  const here = earlier.find(({ path }) => path === parcel.path)
  return await sendRevision(attempt, order, here?.asset_url ?? null, false)
}

/** The content is there already. If it came from this very place, a sidecar beside it may still be new. */
async function delivered(attempt: AttemptWorld, order: UploadOrder, twin: Twin): Promise<AttemptOutcome> {
  const { world, destination, parcel } = attempt
  const duplicate = { kind: 'duplicate', words: twin.words, deliveredParcelId: null } as const
  const earlier = deliveredFromHere(world, destination.name, parcel, twin)
  if (earlier === null) return duplicate
  const root = world.store.parcels.rootOf(earlier.parcel_id)
  if (root === parcel.id) return duplicate
  if (isKnown(world, root)) {
    if (parcel.sidecar_path !== null) return { kind: 'same-picture', deliveredParcelId: root }
    return { ...duplicate, deliveredParcelId: root }
  }
  // The history was carried over from a damaged queue, which has lost the parcel: there is nothing to go on with later.
  if (parcel.sidecar_path === null) return duplicate
  const outcome = await updateJob(attempt, order, earlier, () =>
    sendRevision(attempt, order, earlier.asset_url, true),
  )
  return outcome.kind === 'nothing-new' ? duplicate : outcome
}

/** The whole file again, as a new revision of its asset if there is one. @param isUpdate for metadata that has no field */
async function sendRevision(
  attempt: AttemptWorld,
  order: UploadOrder,
  revisionOf: string | null,
  isUpdate: boolean,
): Promise<AttemptOutcome> {
  const outcome = await uploadJob(
    attempt.destination,
    { ...order, skipsDuplicates: false, revisionOf },
    contextOf(attempt),
  )
  if (outcome.kind !== 'sent') throw new Error(`A revision ended as ${outcome.kind}`)
  return { kind: 'sent', sealed: sealedOf(outcome, isUpdate) }
}

function contextOf(attempt: AttemptWorld): UploadContext {
  const { world, destination, job, parcel, journal, send, reserve, handOver } = attempt
  return {
    ...send,
    journal,
    reserve,
    handOver,
    twinsOf: (fingerprint) =>
      world.store.deliveries.twins(destination.name, fingerprint).map((delivery) => ({
        deliveryId: delivery.id,
        sha256: delivery.sha256,
        words: say`Same content as ${delivery.path}, delivered ${moment(delivery.delivered_ms)}.`,
      })),
    prepare: (source) => world.prepare(job, parcel, destination, source, send.signal),
  }
}

/** The newest delivery of the same file of the same folder: it was copied there once more, or only touched. */
function deliveredFromHere(
  world: LaneWorld,
  destination: string,
  parcel: ParcelRow,
  twin: Twin,
): DeliveryRecord | null {
  if (parcel.update_of !== null) return null
  const folder = world.folderName(parcel.folder_id)
  const fromHere = ofSameContent(world, destination, twin).find(
    (one) => one.folder === folder && one.path === parcel.path,
  )
  return fromHere ?? null
}

/** Deliveries of the content of a twin, the newest first. */
function ofSameContent(
  { store: { deliveries } }: LaneWorld,
  destination: string,
  { deliveryId, sha256 }: Twin,
): DeliveryRecord[] {
  const twin = deliveries.byId(deliveryId)
  if (twin === null) return []
  return deliveries
    .twins(destination, twin.fingerprint)
    .filter((one) => one.sha256 === sha256)
    .toSorted((one, other) => other.id - one.id)
}

function isKnown({ store }: LaneWorld, parcelId: number): boolean {
  try {
    return store.parcels.byId(parcelId).id === parcelId
  } catch {
    return false
  }
}

function sealedOf(
  outcome: {
    sent: Pick<SealedUpload, 'sha256' | 'renamed' | 'modifiedAt'>
    fingerprint: string
    prepared: PreparedMetadata
    notes: Phrase[]
  },
  isUpdate: boolean,
): SealedUpload {
  const { sent, fingerprint, prepared, notes } = outcome
  const { sidecarSha256, sentSidecarSha256, metadata } = prepared
  return { ...sent, fingerprint, sidecarSha256, sentSidecarSha256, metadata, isUpdate, ...noted(notes) }
}
