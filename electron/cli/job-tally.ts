import type { FileEvent, JobRow } from '../../shared/contract.ts'
import { LiveFiles } from './live-files.ts'
import type { ProgressView } from './progress.ts'

export type RestState = 'done' | 'duplicate' | 'ignored' | 'failed' | 'rejected' | 'cancelled'
const REST_STATES: readonly string[] = ['done', 'duplicate', 'ignored', 'failed', 'rejected', 'cancelled']

function isRest(state: string): state is RestState {
  return REST_STATES.includes(state)
}

/** Rates are taken over this time: short enough to follow the line, long enough to be read. */
const RATE_WINDOW_MS = 5000

/** Follows a fixed set of jobs until each of them is at rest. */
export class JobTally {
  readonly #sizes = new Map<number, number>()
  readonly #rest = new Map<number, RestState>()
  readonly #live = new LiveFiles()
  readonly #marks: { ms: number; bytes: number }[] = []

  constructor(ids: readonly number[]) {
    for (const id of ids) this.#sizes.set(id, 0)
  }

  has(job: number | undefined): boolean {
    return job !== undefined && this.#sizes.has(job)
  }

  /** @returns the state in which the job was found at rest for the first time, else null */
  row({ id, state, sizeBytes }: JobRow): RestState | null {
    if (!this.#sizes.has(id)) return null
    this.#sizes.set(id, sizeBytes)
    // An answer may be older than the events that came before it: it never wakes a job.
    return isRest(state) ? this.#settle(id, state) : null
  }

  event(event: FileEvent): void {
    const { job } = event
    if (job === undefined || !this.#sizes.has(job)) return
    if (event.sizeBytes !== undefined) this.#sizes.set(job, event.sizeBytes)
    this.#live.event(event)
    this.#settle(job, event.event)
  }

  count(state: RestState): number {
    return [...this.#rest.values()].filter((found) => found === state).length
  }

  get isAtRest(): boolean {
    return this.#rest.size === this.#sizes.size
  }

  /** @param nowMs a time that only grows */
  view(nowMs: number): ProgressView {
    const bytesTotal = [...this.#sizes.values()].reduce((sum, size) => sum + size, 0)
    const atRest = [...this.#rest.keys()].reduce((sum, id) => sum + (this.#sizes.get(id) ?? 0), 0)
    const bytesDone = Math.min(bytesTotal, atRest + this.#live.sentBytes())
    const rateBps = this.#rate(nowMs, bytesDone)
    return {
      filesDone: this.#rest.size - this.count('failed') - this.count('rejected') - this.count('cancelled'),
      filesTotal: this.#sizes.size,
      filesFailed: this.count('failed'),
      filesRejected: this.count('rejected'),
      bytesDone,
      bytesTotal,
      rateBps,
      etaSeconds: rateBps > 0 ? (bytesTotal - bytesDone) / rateBps : null,
      uploading: this.#live.list(),
      filesArriving: 0,
      isLooking: false,
    }
  }

  #settle(id: number, state: string): RestState | null {
    if (!isRest(state)) {
      // Somebody has queued it again.
      this.#rest.delete(id)
      return null
    }
    const isNew = !this.#rest.has(id)
    this.#rest.set(id, state)
    return isNew ? state : null
  }

  #rate(nowMs: number, bytes: number): number {
    this.#marks.push({ ms: nowMs, bytes })
    while (this.#marks.length > 2 && (this.#marks[0]?.ms ?? nowMs) < nowMs - RATE_WINDOW_MS)
      this.#marks.shift()
    const first = this.#marks[0]
    if (first === undefined || nowMs <= first.ms) return 0
    return Math.max(0, ((bytes - first.bytes) * 1000) / (nowMs - first.ms))
  }
}
