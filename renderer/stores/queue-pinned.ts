import type { EngineStatus, JobRow } from '../../shared/contract.ts'
import type { Line } from './queue-list.ts'
import type { JobQuestions } from './queue-pages.ts'
import { slotsFor } from './queue-slots.ts'

/** The part above the list is short: it must not push away what somebody came to see. */
const LOCKED_MAX = 2
const ACTIVE_MAX = 4
const FAILED_MAX = 2
/** For the sum of what is under way. */
const UPLOADING_ASKED = 50

export interface PinnedRows {
  uploading: JobRow[]
  confirming: JobRow[]
  failed: JobRow[]
}

/** What stands above the list of all jobs: locked destinations, what is under way, what needs a person. */
export class Pinned {
  lines: Line[] = []
  #slots: JobRow[] = []

  /** Asks only for what there is. Uploads under way are wanted for the line of truth, too, whatever is shown. */
  async ask({ counts }: EngineStatus, ask: JobQuestions, isShown: boolean): Promise<PinnedRows> {
    const rows = async (state: 'uploading' | 'confirming' | 'failed', limit: number): Promise<JobRow[]> =>
      counts[state].jobs === 0 ? [] : (await ask.list({ state, limit })).jobs
    const uploading = await rows('uploading', UPLOADING_ASKED)
    if (!isShown) return { uploading, confirming: [], failed: [] }
    const confirming = await rows('confirming', ACTIVE_MAX)
    return { uploading, confirming, failed: await rows('failed', FAILED_MAX) }
  }

  lay({ destinations, isRunning }: EngineStatus, { uploading, confirming, failed }: PinnedRows): void {
    // Who came first is through first.
    this.#slots = slotsFor(this.#slots, [...uploading.toReversed(), ...confirming], ACTIVE_MAX)
    const locked = destinations.filter(({ state }) => isRunning && state === 'locked').slice(0, LOCKED_MAX)
    const jobs = [...this.#slots, ...failed]
    this.lines = [
      ...locked.map((destination): Line => ({ kind: 'locked', destination })),
      ...jobs.map((job): Line => ({ kind: 'job', job })),
    ]
    if (this.lines.length > 0) this.lines.push({ kind: 'heading' })
  }

  lineOf(job: number): Line | null {
    return this.lines.find((line) => line.kind === 'job' && line.job.id === job) ?? null
  }

  /** @returns whether the job stands here */
  patch(job: number, change: Partial<JobRow>): boolean {
    const at = this.lines.findIndex((line) => line.kind === 'job' && line.job.id === job)
    const line = this.lines[at]
    if (line?.kind !== 'job') return false
    const changed = { ...line.job, ...change }
    this.lines[at] = { kind: 'job', job: changed }
    this.#slots = this.#slots.map((slot) => (slot.id === job ? changed : slot))
    return true
  }

  clear(): void {
    this.lines = []
    this.#slots = []
  }
}
