import type { JobRow } from '../../shared/contract.ts'
import { BLANK, type Line, type LineList, type Listener } from './queue-list.ts'
import type { JobFilter, JobQuestions } from './queue-pages.ts'

const PAGE = 100
/** Found beyond what is shown, so that scrolling does not wait. */
const AHEAD = 300
/** A search with more hits than this is no help: it says so and asks for a longer word. */
const FOUND_MAX = 5_000

/** What a search has found so far, newest first. It walks on slice by slice while it is open. */
export class FoundJobs implements LineList {
  isLoaded = false
  readonly #ask: JobQuestions
  readonly #filter: JobFilter & { find: string }
  readonly #listener: Listener
  readonly #jobs: JobRow[] = []
  #next: number | null | undefined
  #isStale = false
  #first = 0
  #last = 0
  #isWorking = false
  #isClosed = false

  constructor(filter: JobFilter & { find: string }, ask: JobQuestions, listener: Listener) {
    this.#filter = filter
    this.#ask = ask
    this.#listener = listener
  }

  get total(): number {
    return this.#jobs.length
  }

  get hasMore(): boolean {
    return this.#next !== null && !this.isCut
  }

  get isGoingOn(): boolean {
    return this.hasMore && this.#jobs.length < this.#last + AHEAD
  }

  get isCut(): boolean {
    return this.#jobs.length >= FOUND_MAX
  }

  lineAt(index: number): Line {
    const job = this.#jobs[index]
    return job === undefined ? BLANK : { kind: 'job', job }
  }

  indexOf(job: number): number | null {
    const at = this.#jobs.findIndex(({ id }) => id === job)
    return at < 0 ? null : at
  }

  want(first: number, last: number): void {
    this.#first = first
    this.#last = last
    void this.#work()
  }

  stale(): void {
    this.#isStale = this.isLoaded
    void this.#work()
  }

  patch(job: number, change: Partial<JobRow>): void {
    const at = this.indexOf(job)
    const known = at === null ? undefined : this.#jobs[at]
    if (at === null || known === undefined) return
    this.#jobs[at] = { ...known, ...change }
    this.#listener.changed()
  }

  close(): void {
    this.#isClosed = true
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (let step = this.#step(); step !== null; step = this.#step()) {
        await step()
        this.#listener.changed()
      }
    } catch {
      // The window says itself that the engine does not answer; the next change asks again.
    } finally {
      this.#isWorking = false
    }
  }

  #step(): (() => Promise<void>) | null {
    if (this.#isClosed) return null
    if (this.#isStale) return () => this.#lookAgain()
    return this.isGoingOn ? () => this.#walkOn() : null
  }

  async #walkOn(): Promise<void> {
    const before = this.#next ?? undefined
    const { jobs, next } = await this.#ask.list({
      ...this.#filter,
      ...(before === undefined ? {} : { before }),
      limit: PAGE,
    })
    this.#jobs.push(...jobs)
    this.#next = next
    this.isLoaded = true
  }

  /** What is shown, and what has come since. Jobs that left keep their place until the next search. */
  async #lookAgain(): Promise<void> {
    this.#isStale = false
    const newest = this.#jobs[0]?.id ?? 0
    const { jobs } = await this.#ask.list({ ...this.#filter, limit: PAGE })
    const added = jobs.filter(({ id }) => id > newest)
    this.#replace(jobs)
    const shown = this.#jobs[this.#first]
    if (this.#last >= PAGE && shown !== undefined) {
      const again = await this.#ask.list({ ...this.#filter, before: shown.id + 1, limit: PAGE })
      this.#replace(again.jobs)
    }
    if (added.length === 0 || this.isCut) return
    this.#jobs.unshift(...added)
    this.#listener.shifted(added.length)
  }

  #replace(jobs: readonly JobRow[]): void {
    const fresh = new Map(jobs.map((job) => [job.id, job]))
    for (const [at, { id }] of this.#jobs.entries()) {
      const job = fresh.get(id)
      if (job !== undefined) this.#jobs[at] = job
    }
  }
}
