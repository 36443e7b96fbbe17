import { Receipt } from '../../../shared/job.ts'
import { Problem } from '../../../shared/problem.ts'
import { type JobEvent, type JobState, step } from '../queue/job-machine.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'
import { isInDoubt } from './doubtful-fields.ts'
import { tellProblem } from '../../../shared/problem.ts'
import { say } from '../../../shared/phrase.ts'

/**
 * Records what happened to a job: its new state and a row in `job_event`. The only way in which a state changes.
 * To be called inside `store.write`.
 *
 * @returns the job as it is now
 * @throws IllegalTransition when the job is in a state that does not know this event
 */
export function recordEvent(store: Store, jobId: number, event: JobEvent, atMs: number): JobRecord {
  const job = store.jobs.byId(jobId)
  if (job === null) throw new Error(`Job ${jobId} is missing`)
  return recordEventOf(store, job, event, atMs)
}

/** The same for a job that was read inside the same `store.write`. */
export function recordEventOf(store: Store, job: JobRecord, event: JobEvent, atMs: number): JobRecord {
  const next = step(stateOf(job), event)
  const change = {
    state: next.name,
    attempt: 'attempt' in next ? next.attempt : job.attempt,
    notBeforeMs: 'notBeforeMs' in next ? next.notBeforeMs : job.not_before_ms,
    problem: 'problem' in next && next.problem !== null ? JSON.stringify(next.problem) : null,
    receipt: 'receipt' in next ? JSON.stringify(next.receipt) : null,
  }
  store.jobs.record(job.id, job.state, event.name, change, atMs)
  // The rules that say with whom it goes may have been mended meanwhile; or the destination has groups only by now.
  if (event.name === 'requeued' || (next.name === 'waiting' && job.group_key === null))
    store.jobGroups.ungather(job.id)
  // Its source is no longer that of a rejected file: it may come to be moved or cleared away anew.
  if (event.name === 'requeued' && job.state === 'rejected') store.parcels.forgetAfter(job.parcel_id)
  if (next.name === 'done' || next.name === 'cancelled' || next.name === 'rejected') {
    // Nothing goes on from here (what was rejected begins anew), so what was remembered for going on is of no use any more; but the next update must
    // know what this one may have written.
    if (next.name === 'done' || !isInDoubt(store, job)) store.preparations.erase(job.id)
    store.journals.erase(job.id)
  }
  return {
    ...job,
    state: change.state,
    attempt: change.attempt,
    not_before_ms: change.notBeforeMs,
    problem: change.problem,
    receipt: change.receipt,
    changed_ms: atMs,
  }
}

/** A row as the machine knows it. */
export function stateOf(job: JobRecord): JobState {
  const { attempt, not_before_ms: notBeforeMs } = job
  switch (job.state) {
    case 'waiting':
      return { name: 'waiting', attempt, notBeforeMs, problem: problemOf(job.problem) }
    case 'uploading':
      return { name: 'uploading', attempt }
    case 'confirming':
      return { name: 'confirming', attempt, notBeforeMs }
    case 'done':
      return { name: 'done', receipt: Receipt.parse(JSON.parse(job.receipt ?? 'null')) }
    case 'failed':
    case 'rejected':
      return { name: job.state, attempt, problem: problemOf(job.problem) ?? UNKNOWN }
    case 'cancelled':
      return { name: 'cancelled', problem: problemOf(job.problem) }
  }
}

const UNKNOWN: Problem = tellProblem({
  code: 'unknown',
  what: say`The reason was not recorded.`,
  remedy: say`Retry the job.`,
  isRetried: false,
})

/** A problem column as data; null when it is empty or from another time. */
export function problemOf(text: string | null): Problem | null {
  if (text === null) return null
  try {
    return Problem.parse(JSON.parse(text))
  } catch {
    return UNKNOWN
  }
}
