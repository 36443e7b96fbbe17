import type { FileEvent } from '../../../shared/contract.ts'
import { problemOf, recordEvent } from '../dispatch/job-record.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'

/** Where a file of this folder has come to. */
export type Came = 'back' | 'under another path'

/**
 * A file that was not delivered has been moved to another place of its folder, or put back after it was rejected: whom it
 * shows may follow from its path, and what was refused there may be taken here. Who has the file keeps it. To be called
 * inside `store.write`.
 *
 * @returns what to tell the faces; null when nothing of it is tried again
 */
export function queueAgain(
  { store, folderName, nowMs }: { store: Store; folderName: string; nowMs: number },
  parcelId: number,
  came: Came,
): FileEvent | null {
  const again = store.jobs.byParcel(parcelId).filter((job) => isTriedAgain(job, came))
  if (again.length === 0) return null
  for (const { id } of again) recordEvent(store, id, { name: 'requeued', atMs: nowMs }, nowMs)
  const { path, size_bytes: sizeBytes } = store.parcels.byId(parcelId)
  return { event: 'waiting', folder: folderName, path, sizeBytes }
}

function isTriedAgain({ state, problem }: JobRecord, came: Came): boolean {
  if (state === 'rejected') return true
  // What may have arrived already goes again only when a person says so.
  return state === 'failed' && came === 'under another path' && problemOf(problem)?.code !== 'unproved'
}
