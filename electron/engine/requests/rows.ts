import { keptPhrase, type Phrase, say } from '../../../shared/phrase.ts'
import type { DeliveryRow, JobRow } from '../../../shared/contract.ts'
import { Receipt } from '../../../shared/job.ts'
import type { Delivering } from '../delivering.ts'
import { problemOf } from '../dispatch/job-record.ts'
import type { ListedDelivery } from '../store/deliveries.ts'
import type { ListedJob } from '../store/job-rows.ts'

/** A job as the faces see it. Bytes under way are known only to the lane that sends them. */
export function jobRow(job: ListedJob, delivering: Delivering): JobRow {
  const live = delivering.lanes.map((lane) => lane.sentBytesOf(job.id)).find((bytes) => bytes !== null)
  return {
    id: job.id,
    state: job.state,
    folder: job.folder === '' ? null : job.folder,
    path: job.path,
    destination: job.destination,
    sizeBytes: job.size_bytes,
    sentBytes: live ?? job.sent_bytes,
    hasSidecar: job.sidecar_path !== null,
    isUpdate: job.update_of !== null,
    attempt: job.attempt,
    notBeforeMs: job.not_before_ms,
    changedMs: job.changed_ms,
    problem: problemOf(job.problem),
  }
}

export function deliveryRow(delivery: ListedDelivery): DeliveryRow {
  return {
    id: delivery.id,
    kind: delivery.kind,
    jobId: delivery.job_id,
    folder: delivery.folder,
    path: delivery.path,
    destination: delivery.destination,
    deliveredMs: delivery.delivered_ms,
    receipt: Receipt.parse(JSON.parse(delivery.receipt)),
    ...(delivery.after_words === null ? NOT_CLEARED : afterOf(delivery.after_words, delivery.after_said)),
  }
}

const KEPT = say`kept`
const NOT_CLEARED = { after: KEPT.text, said: [KEPT] }

/** What became of the source. */
export function afterOf(words: string, kept: string | null): { after: string; said?: Phrase[] } {
  const phrase = keptPhrase(words, kept)
  return typeof phrase === 'string' ? { after: words } : { after: words, said: [phrase] }
}
