import { say } from '../../../shared/phrase.ts'
import { isSidecar, nameKey, stemKey } from '../pair/pairing.ts'
import { ownership } from '../pair/ownership.ts'
import type { PlacedFileRow } from '../store/files.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { Store } from '../store/store.ts'

export const KEPT_FOR_SIDECAR = say`kept until its sidecar has gone too`

/**
 * Notes whether the source of a picture may be moved or trashed now: not before every destination has it, with the newest
 * sidecar that was seen. What goes is then the parcel with that sidecar. To be called inside `store.write`, when a job has
 * come to its end in a folder whose sources are cleared away.
 */
export function noteForClearing(store: Store, parcelId: number): void {
  const rootId = store.parcels.rootOf(parcelId)
  const family = [store.parcels.byId(rootId), ...store.parcels.updatesOf(rootId)]
  const files = family.flatMap(({ id }) => store.files.byParcel(id))
  const picture = files.find(({ name, gone_ms: goneMs }) => !isSidecar(name) && goneMs === null)
  const carrier = family.find(({ id }) => id === (picture?.parcel_id ?? rootId))
  if (carrier?.after_state !== 'none') return
  // A picture that was to be kept when it was delivered is not taken away because of its sidecar.
  if (carrier.id !== parcelId && carrier.after_words === null) return
  const jobs = family.flatMap(({ id }) => store.jobs.byParcel(id))
  const isOpen = jobs.some(({ state }) => state !== 'done' && state !== 'cancelled')
  if (isOpen || !isThrough(store, carrier)) {
    store.parcels.setAfter(carrier.id, 'none', say`kept until every destination has it`)
  } else if (picture !== undefined && hasLateSidecar(store, picture)) {
    store.parcels.setAfter(carrier.id, 'none', KEPT_FOR_SIDECAR)
  } else {
    const newest = files.find((file) => file.state === 'taken' && isSidecar(file.name))?.parcel_id
    const update = family.find((parcel) => parcel.id === newest && isSameFile(parcel, carrier))
    const goes = update !== undefined && isThrough(store, update) ? update : carrier
    if (goes !== carrier) store.parcels.setAfter(carrier.id, 'none', say`goes with its newer sidecar`)
    store.parcels.setAfter(goes.id, 'pending', say`about to be cleared away`)
  }
}

/**
 * Notes whether the source of a picture may be set aside now: a destination has refused it for good, and no other one still
 * wants it. To be called inside `store.write`, when a job has come to its end.
 */
export function noteForSettingAside(store: Store, parcelId: number): void {
  // One that is kept has been renamed, and is another parcel's by now.
  if (store.parcels.byId(parcelId).after_state === 'kept' || !isRejected(store, parcelId)) return
  store.parcels.setAfter(parcelId, 'pending', say`about to be set aside`)
}

/** No destination still wants it, and at least one has refused it for good. */
export function isRejected(store: Store, parcelId: number): boolean {
  const states = store.jobs.byParcel(parcelId).map(({ state }) => state)
  const isAtRest = states.every((state) => state === 'done' || state === 'rejected' || state === 'cancelled')
  return isAtRest && states.includes('rejected')
}

function isThrough(store: Store, { id }: ParcelRow): boolean {
  const jobs = store.jobs.byParcel(id)
  return jobs.length > 0 && jobs.every(({ state }) => state === 'done')
}

function isSameFile(one: ParcelRow, other: ParcelRow): boolean {
  return one.path === other.path && one.identity === other.identity
}

/** A sidecar at rest that has not been taken waits for this picture to arrive. */
function hasLateSidecar({ files }: Store, picture: PlacedFileRow): boolean {
  const group = [stemKey(picture.name), nameKey(picture.name)].flatMap((key) =>
    files.byStem(picture.directory_id, key),
  )
  const ownerOf = ownership([...new Map(group.map((file) => [file.id, file])).values()])
  return group.some((file) => {
    if (file.state !== 'stable' || !isSidecar(file.name)) return false
    const found = ownerOf(file.name)
    return found.kind === 'owned' && found.owner.id === picture.id
  })
}
