import type { AuditLine } from '../../../shared/contract.ts'
import { problemPhrase, whatOf } from '../../../shared/problem.ts'
import { problemOf } from '../dispatch/job-record.ts'
import { isSidecar } from '../pair/pairing.ts'
import { filePath, type FileRow, toldOf } from '../store/files.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'
import type { Listing, SightedFile } from '../watch/scan.ts'
import { MARKER_NAME } from '../watch/volume.ts'
import { joined, moment, type Phrase, phraseOf, say, told } from '../../../shared/phrase.ts'
import { isGivenUp } from '../../../shared/job.ts'

/**
 * Says of everything in one listing of a hot folder what has become of it: the disk as it is now against what is known.
 */
export function auditListing(store: Store, folderId: number, listing: Listing): AuditLine[] {
  const place = (name: string): string => filePath({ directory: listing.directory, name })
  const directoryId = store.files.directoryId(folderId, listing.directory)
  const lines: AuditLine[] = []
  if (listing.failed !== null) {
    lines.push({
      path: place(''),
      state: 'failed',
      ...told(say`This folder cannot be read (${listing.failed}): give the user who runs Sluice permission.`),
    })
  }
  for (const { name, reason } of listing.ignored) {
    if (name !== MARKER_NAME) lines.push({ path: place(name), state: 'ignored', ...told(reason) })
  }
  for (const { name, code } of listing.unreadable)
    lines.push({ path: place(name), state: 'failed', ...told(say`cannot be read (${code})`) })
  for (const file of listing.files) {
    const row = directoryId === null ? null : store.files.byName(directoryId, file.name)
    lines.push({ path: place(file.name), ...auditFile(store, row, file) })
  }
  return lines
}

function auditFile(store: Store, row: FileRow | null, file: SightedFile): Omit<AuditLine, 'path'> {
  if (row === null || row.gone_ms !== null) return { state: 'arriving', ...told(say`Not looked at yet.`) }
  if (row.identity !== file.identity)
    return { state: 'arriving', ...told(say`Changed since it was last looked at.`) }
  switch (row.state) {
    case 'arriving':
      return { state: 'arriving', ...told(toldOf(row) ?? say`Just arrived.`) }
    case 'stable':
      return { state: 'waiting', ...told(toldOf(row) ?? say`About to be queued.`) }
    case 'duplicate': {
      // Another destination of the same file may still be waiting for it.
      const verdict = row.parcel_id === null ? null : auditParcel(store, row.parcel_id)
      if (verdict !== null && (isGivenUp(verdict.state) || verdict.state === 'waiting')) return verdict
      return { state: 'duplicate', ...told(toldOf(row) ?? say`Same content as a delivered file.`) }
    }
    case 'orphan':
      return { state: 'orphan', ...told(toldOf(row) ?? say`A sidecar without its file.`) }
    case 'unreadable':
      return { state: 'failed', ...told(toldOf(row) ?? say`Cannot be read.`) }
    case 'taken':
      return auditTaken(store, row)
  }
}

function auditTaken(store: Store, row: FileRow): Omit<AuditLine, 'path'> {
  if (row.parcel_id === null)
    return { state: 'unaccounted', ...told(say`Taken, but it is not known for what.`) }
  const parcel = store.parcels.byId(row.parcel_id)
  const verdict = auditParcel(store, row.parcel_id)
  if (!isSidecar(row.name)) return verdict
  // The picture's own line does not tell of what brings its metadata up to date.
  if (parcel.update_of !== null) {
    const unsent = auditUpdate(store, parcel.id)
    if (unsent !== null) return unsent
  }
  return {
    state: 'sidecar',
    ...told(
      say`Travels with ${parcel.path}: ${STATES[verdict.state]}. ${phraseOf(verdict.words, verdict.said)}`,
    ),
  }
}

/** What kept a sidecar from the asset that was there already; null when nothing did. */
function auditUpdate(store: Store, parcelId: number): Omit<AuditLine, 'path'> | null {
  for (const { state, problem } of store.jobs.byParcel(parcelId)) {
    if (state !== 'failed' && state !== 'rejected' && state !== 'cancelled') continue
    const reason = problemOf(problem)
    if (state === 'cancelled' && SETTLED.has(reason?.code ?? '')) continue
    return {
      state,
      ...told(
        say`The picture is delivered, but its sidecar has not reached every archive: ${reason === null ? say`cancelled.` : problemPhrase(reason)}`,
      ),
    }
  }
  return null
}

const STATES: Record<AuditLine['state'], Phrase> = {
  delivered: say`delivered`,
  duplicate: say`duplicate`,
  ignored: say`ignored`,
  arriving: say`arriving`,
  waiting: say`waiting`,
  failed: say`failed`,
  rejected: say`rejected`,
  cancelled: say`cancelled`,
  sidecar: say`sidecar`,
  orphan: say`orphan`,
  unaccounted: say`unaccounted`,
}

const JOB_STATES_SAID: Record<'waiting' | 'uploading' | 'confirming', Phrase> = {
  waiting: say`waiting`,
  uploading: say`uploading`,
  confirming: say`confirming`,
}

/** Reasons to cancel the update of an asset that leave nothing to be sent. */
const SETTLED: ReadonlySet<string> = new Set(['nothing-new', 'duplicate'])

function whyOf({ problem }: JobRecord): Phrase | null {
  const known = problemOf(problem)
  return known === null ? null : problemPhrase(known)
}

function auditParcel(store: Store, parcelId: number): Omit<AuditLine, 'path'> {
  const jobs = store.jobs.byParcel(parcelId)
  // What only brings metadata up to date stands for the picture that was delivered before.
  const deliveries = [parcelId, store.parcels.rootOf(parcelId)]
    .filter((id, index, ids) => ids.indexOf(id) === index)
    .flatMap((id) => store.deliveries.byParcel(id))
  const failed = jobs.find(({ state }) => state === 'failed')
  if (failed !== undefined) return { state: 'failed', ...told(whyOf(failed) ?? say`Failed.`) }
  for (const open of jobs) {
    if (open.state !== 'waiting' && open.state !== 'uploading' && open.state !== 'confirming') continue
    return { state: 'waiting', ...told(whyOf(open) ?? say`The job is ${JOB_STATES_SAID[open.state]}.`) }
  }
  const rejected = jobs.find(({ state }) => state === 'rejected')
  if (rejected !== undefined) return { state: 'rejected', ...told(whyOf(rejected) ?? say`Rejected.`) }
  if (deliveries.length > 0) {
    const words = deliveries.map((delivery) => {
      const when = moment(delivery.delivered_ms)
      return delivery.asset_url === null
        ? say`${delivery.destination}, ${when}`
        : say`${delivery.destination}, ${when} as ${delivery.asset_url}`
    })
    return { state: 'delivered', ...told(say`Delivered to ${joined(words, '; ')}.`) }
  }
  const [cancelled] = jobs
  if (cancelled === undefined) {
    // Jobs are dropped a month after they ended; one that was delivered has left its delivery.
    return { state: 'cancelled', ...told(say`Cancelled; its job is no longer kept.`) }
  }
  const reason = problemOf(cancelled.problem)
  return { state: 'cancelled', ...told(reason === null ? say`Cancelled by hand.` : whatOf(reason)) }
}
