import type { FileEvent } from '../../../shared/contract.ts'
import { recordEvent } from '../dispatch/job-record.ts'
import type { Store } from '../store/store.ts'

/**
 * A file that was rejected has been moved to another place of its folder, or put back: whom it shows may follow from its
 * path, and what was refused there may be taken here. Only what was rejected is queued again; who has the file keeps it.
 * To be called inside `store.write`.
 *
 * @returns what to tell the faces; null when nothing of it was rejected
 */
export function queueRejectedAgain(
  store: Store,
  parcelId: number,
  folderName: string,
  nowMs: number,
): FileEvent | null {
  const rejected = store.jobs.byParcel(parcelId).filter(({ state }) => state === 'rejected')
  if (rejected.length === 0) return null
  for (const { id } of rejected) recordEvent(store, id, { name: 'requeued', atMs: nowMs }, nowMs)
  const { path, size_bytes: sizeBytes } = store.parcels.byId(parcelId)
  return { event: 'waiting', folder: folderName, path, sizeBytes }
}
