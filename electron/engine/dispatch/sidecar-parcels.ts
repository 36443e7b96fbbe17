import type { Phrase } from '../../../shared/phrase.ts'
import type { Problem } from '../../../shared/problem.ts'
import { isSidecar } from '../pair/pairing.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Store } from '../store/store.ts'

/** Sidecars of a picture, whichever of its parcels took them last, are looked at as if they had just come. */
export function sidecarsArriveAnew(
  store: Store,
  parcel: ParcelRow,
  words: Phrase | string,
  nowMs: number,
): void {
  const rootId = parcel.update_of ?? parcel.id
  const parcelIds = [rootId, ...store.parcels.updatesOf(rootId).map(({ id }) => id)]
  for (const file of parcelIds.flatMap((id) => store.files.byParcel(id))) {
    if (file.state === 'taken' && isSidecar(file.name))
      store.files.change(file.id, { state: 'arriving', dueMs: nowMs, words })
  }
}

/** The picture was delivered in another parcel. Those that brought its metadata up to date follow it there. */
export function becomeUpdate({ parcels }: Store, parcelId: number, deliveredParcelId: number): void {
  for (const update of parcels.updatesOf(parcelId)) parcels.becameUpdate(update.id, deliveredParcelId)
  parcels.becameUpdate(parcelId, deliveredParcelId)
}

/** Whether the picture is at another destination, or has begun its way there. */
export function isUnderWayElsewhere(store: Store, job: JobRecord): boolean {
  if (store.deliveries.byParcel(job.parcel_id).length > 0) return true
  return store.jobs
    .byParcel(job.parcel_id)
    .some(({ id, state }) => id !== job.id && (state === 'uploading' || state === 'confirming'))
}

export function isAboutSidecar({ code }: Problem): boolean {
  return code.startsWith('sidecar-')
}
