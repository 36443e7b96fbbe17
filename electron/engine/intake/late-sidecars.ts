import type { FileEvent } from '../../../shared/contract.ts'
import { problemOf, recordEvent } from '../dispatch/job-record.ts'
import { filePath, type FileRow } from '../store/files.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Group, TakeWorld } from './take-world.ts'
import { tellProblem } from '../../../shared/problem.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { isGivenUp } from '../../../shared/job.ts'

/** When to look again whether a picture that is on its way has arrived. */
const LOOK_AGAIN_MS = 2_000

/**
 * A sidecar that came, or was changed, after its picture was taken: it joins what is still in the queue, waits for what
 * is on its way, and brings the metadata of a delivered picture up to date. It never makes a second asset.
 * To be called inside `store.write`.
 */
export function takeLateSidecar(
  world: TakeWorld,
  group: Group,
  owner: FileRow,
  sidecar: FileRow,
): FileEvent[] {
  const { store, nowMs } = world
  const path = filePath({ directory: group.directory, name: owner.name })
  const own = owner.parcel_id === null ? null : store.parcels.byId(owner.parcel_id)
  // What is only a second name of a file goes with the first.
  if (own === null || (owner.state === 'duplicate' && own.path !== path)) {
    leave(world, sidecar, elsewhere(owner))
    return []
  }
  const parcel = own.update_of === null ? own : store.parcels.byId(own.update_of)
  const jobs = [parcel, ...store.parcels.updatesOf(parcel.id)].flatMap(({ id }) => store.jobs.byParcel(id))
  if (jobs.some((job) => isOnItsWay(world, job))) {
    store.files.change(sidecar.id, {
      state: 'stable',
      words: say`goes after ${owner.name}, which is on its way`,
      dueMs: nowMs + LOOK_AGAIN_MS,
      quietSinceMs: sidecar.quiet_since_ms,
    })
    return []
  }
  // What was rejected may be tried again, and then with its sidecar.
  const open = jobs.filter(({ state }) => state === 'waiting' || isGivenUp(state))
  const carriers = open.filter((job) => !isDelivered(world, parcel, job.destination_id))
  join(world, group, carriers, sidecar)
  const delivered = world.destinationIds.filter((id) => isDelivered(world, parcel, id))
  if (delivered.length > 0) {
    const updates = open.filter((job) => job.parcel_id !== parcel.id && !carriers.includes(job))
    return [update(world, group, owner, parcel, updates, sidecar, delivered)]
  }
  if (carriers.length === 0)
    leave(
      world,
      sidecar,
      owner.state === 'duplicate' ? elsewhere(owner) : say`not sent: ${owner.name} was cancelled`,
    )
  return []
}

function elsewhere(owner: FileRow): Phrase {
  return say`not sent: ${owner.name} itself was not sent, because its content had been delivered before`
}

/** A job that waits may have been interrupted after everything was sent: what it began, it goes on with. */
function isOnItsWay({ store }: TakeWorld, { id, state }: JobRecord): boolean {
  if (state === 'waiting') return store.journals.read(id) !== null
  return state === 'uploading' || state === 'confirming'
}

function isDelivered({ store }: TakeWorld, parcel: ParcelRow, destinationId: number): boolean {
  const name = store.places.destinationName(destinationId)
  return name !== null && store.deliveries.latestOf(parcel.id, name) !== null
}

/** Jobs that wait with the picture, for their turn or for a person, take the sidecar along. */
function join(world: TakeWorld, group: Group, carriers: readonly JobRecord[], sidecar: FileRow): void {
  const { store, nowMs } = world
  for (const job of carriers) {
    store.parcels.sidecarJoined(
      job.parcel_id,
      filePath({ directory: group.directory, name: sidecar.name }),
      sidecar.identity,
    )
    taken(world, sidecar, job.parcel_id)
    // It may be in the archive already: only a person can say that it is to be sent again.
    if (problemOf(job.problem)?.code === 'unproved') continue
    // What was sent without it, or with an earlier one, is another upload.
    store.journals.erase(job.id)
    if (job.state === 'failed') recordEvent(store, job.id, { name: 'requeued', atMs: nowMs }, nowMs)
  }
}

/** A parcel that carries nothing but metadata, for every destination that has the picture. */
function update(
  world: TakeWorld,
  group: Group,
  owner: FileRow,
  parcel: ParcelRow,
  overtaken: readonly JobRecord[],
  sidecar: FileRow,
  destinationIds: readonly number[],
): FileEvent {
  const { store, folder, folderId, root, nowMs } = world
  const path = filePath({ directory: group.directory, name: owner.name })
  // A newer state of the sidecar stands for the older ones that have not gone yet.
  for (const job of overtaken) recordEvent(store, job.id, { name: 'cancelled', problem: OVERTAKEN }, nowMs)
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

function leave({ store }: TakeWorld, sidecar: FileRow, words: Phrase): void {
  store.files.change(sidecar.id, { state: 'orphan', words, quietSinceMs: sidecar.quiet_since_ms })
}

const OVERTAKEN = tellProblem({
  code: 'sidecar-changed',
  what: say`The sidecar has changed again before it was sent.`,
  remedy: say`Nothing to do: its newest state is on its way.`,
  isRetried: true,
})
