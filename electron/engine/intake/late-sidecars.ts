import type { FileEvent } from '../../../shared/contract.ts'
import { problemOf, recordEvent } from '../dispatch/job-record.ts'
import { filePath, type FileRow } from '../store/files.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Group, TakeWorld } from './take-world.ts'

/** When to look again whether a picture that is on its way has arrived. */
const LOOK_AGAIN_MS = 2_000

/**
 * A sidecar that came, or was changed, after its picture was taken: it joins a parcel that is still in the queue, waits
 * for one that is on its way, and brings the metadata of a delivered one up to date. It never makes a second asset.
 * To be called inside `store.write`.
 */
export function takeLateSidecar(
  world: TakeWorld,
  group: Group,
  owner: FileRow,
  sidecar: FileRow,
): FileEvent[] {
  const { store, nowMs } = world
  if (owner.state === 'duplicate' || owner.parcel_id === null) {
    leave(world, sidecar, `not sent: the content of ${owner.name} was delivered as another file`)
    return []
  }
  const parcel = picture(world, owner.parcel_id)
  const updates = store.parcels.updatesOf(parcel.id)
  const jobs = [parcel, ...updates].flatMap(({ id }) => store.jobs.byParcel(id))
  if (jobs.some(({ state }) => state === 'uploading' || state === 'confirming')) {
    store.files.change(sidecar.id, {
      state: 'stable',
      words: `goes after ${owner.name}, which is on its way`,
      dueMs: nowMs + LOOK_AGAIN_MS,
      quietSinceMs: sidecar.quiet_since_ms,
    })
    return []
  }
  const own = jobs.filter((job) => job.parcel_id === parcel.id)
  const isJoined = join(world, group, parcel, own, sidecar)
  const delivered = world.destinationIds.filter((id) => isDelivered(world, parcel, id))
  if (delivered.length > 0) return [update(world, group, owner, parcel, jobs, sidecar, delivered)]
  if (!isJoined) leave(world, sidecar, `not sent: ${owner.name} was cancelled`)
  return []
}

/** The parcel that the picture itself travelled in. */
function picture({ store }: TakeWorld, parcelId: number): ParcelRow {
  const parcel = store.parcels.byId(parcelId)
  return parcel.update_of === null ? parcel : store.parcels.byId(parcel.update_of)
}

function isDelivered({ store }: TakeWorld, parcel: ParcelRow, destinationId: number): boolean {
  const name = store.places.destinationName(destinationId)
  return name !== null && store.deliveries.latestOf(parcel.id, name) !== null
}

/** Jobs that wait, or wait for a person, take the sidecar along. @returns whether there are any */
function join(
  world: TakeWorld,
  group: Group,
  parcel: ParcelRow,
  jobs: readonly JobRecord[],
  sidecar: FileRow,
): boolean {
  const open = jobs.filter(({ state }) => state === 'waiting' || state === 'failed')
  if (open.length === 0) return false
  const { store, nowMs } = world
  store.parcels.sidecarJoined(
    parcel.id,
    filePath({ directory: group.directory, name: sidecar.name }),
    sidecar.identity,
  )
  for (const job of open) {
    // It may be in the archive already: only a person can say that it is to be sent again.
    if (problemOf(job.problem)?.code === 'unproved') continue
    // What was sent without it, or with an earlier one, is another upload.
    store.journals.erase(job.id)
    if (job.state === 'failed') recordEvent(store, job.id, { name: 'requeued', atMs: nowMs }, nowMs)
  }
  taken(world, sidecar, parcel.id)
  return true
}

/** A parcel that carries nothing but metadata, for every destination that has the picture. */
function update(
  world: TakeWorld,
  group: Group,
  owner: FileRow,
  parcel: ParcelRow,
  jobs: readonly JobRecord[],
  sidecar: FileRow,
  destinationIds: readonly number[],
): FileEvent {
  const { store, folder, folderId, root, nowMs } = world
  const path = filePath({ directory: group.directory, name: owner.name })
  // A newer state of the sidecar stands for the older ones that have not gone yet.
  for (const job of jobs) {
    if (job.parcel_id === parcel.id || (job.state !== 'waiting' && job.state !== 'failed')) continue
    recordEvent(store, job.id, { name: 'cancelled', problem: OVERTAKEN }, nowMs)
  }
  const parcelId = store.parcels.insert({
    folderId,
    root,
    path,
    identity: owner.identity,
    sizeBytes: owner.size_bytes,
    sidecarPath: filePath({ directory: group.directory, name: sidecar.name }),
    sidecarIdentity: sidecar.identity,
    updateOf: parcel.id,
    atMs: nowMs,
  })
  for (const destinationId of destinationIds) {
    store.jobs.insert({
      parcelId,
      folderId,
      destinationId,
      priority: 0,
      // Only metadata goes; what a new revision needs is counted when it is known.
      sizeBytes: sidecar.size_bytes,
      subfolder: null,
      template: folder.template ?? null,
      comment: null,
      atMs: nowMs,
    })
  }
  taken(world, sidecar, parcelId)
  return { event: 'waiting', folder: folder.name, path, sizeBytes: sidecar.size_bytes }
}

function taken({ store }: TakeWorld, sidecar: FileRow, parcelId: number): void {
  store.files.change(sidecar.id, { state: 'taken', parcelId, quietSinceMs: sidecar.quiet_since_ms })
}

function leave({ store }: TakeWorld, sidecar: FileRow, words: string): void {
  store.files.change(sidecar.id, { state: 'orphan', words, quietSinceMs: sidecar.quiet_since_ms })
}

const OVERTAKEN = {
  code: 'sidecar-changed',
  what: 'The sidecar has changed again before it was sent.',
  remedy: 'Nothing to do: its newest state is on its way.',
  isRetried: true,
}
