import { z } from 'zod'
import { SentMetadata } from '../../../shared/metadata.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Store } from '../store/store.ts'
import { isGivenUp } from '../../../shared/job.ts'

const Prepared = z.object({ metadata: SentMetadata.pick({ fields: true }) })

/**
 * Fields that an update which was overtaken may have written before it was: the archive has the state before it, or that
 * one, and no receipt says which. Those that are to be otherwise now, with the values that they are to have.
 */
export function doubtfulFields(
  store: Store,
  job: JobRecord,
  parcel: ParcelRow,
  wanted: SentMetadata['fields'],
): Map<number, readonly string[]> {
  const found = new Map<number, readonly string[]>()
  for (const other of overtakenBy(store, job, parcel)) {
    const kept = store.preparations.read(other.id)
    const prepared = kept === null ? null : Prepared.safeParse(JSON.parse(kept.result))
    if (prepared?.success !== true) continue
    for (const [id, values] of Object.entries(prepared.data.metadata.fields)) {
      const now = wanted[id] ?? []
      if (JSON.stringify(values) !== JSON.stringify(now)) found.set(Number(id), now)
    }
  }
  return found
}

/** A receipt says what the archive has. To be called inside `store.write`. */
export function forgetDoubts(store: Store, job: JobRecord, parcel: ParcelRow): void {
  for (const { id } of overtakenBy(store, job, parcel)) store.preparations.erase(id)
}

/** True for an update that may have reached the archive. */
export function isInDoubt(store: Store, job: JobRecord): boolean {
  return store.journals.read(job.id) !== null && store.parcels.byId(job.parcel_id).update_of !== null
}

function overtakenBy(store: Store, job: JobRecord, { update_of: rootId }: ParcelRow): JobRecord[] {
  if (rootId === null) return []
  return store.parcels
    .updatesOf(rootId)
    .flatMap(({ id }) => store.jobs.byParcel(id))
    .filter(
      ({ id, state, destination_id: destinationId }) =>
        id !== job.id && destinationId === job.destination_id && (state === 'cancelled' || isGivenUp(state)),
    )
}
