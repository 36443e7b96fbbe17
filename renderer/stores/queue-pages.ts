import type { JobRow } from '../../shared/contract.ts'
import type { JobStateName } from '../../shared/job.ts'
import { BLANK, type Line, type LineList, type Listener } from './queue-list.ts'

export interface JobFilter {
  state?: JobStateName
  folder?: string
}

/** What a list asks the engine: `jobs.list` and `jobs.anchors`. */
export interface JobQuestions {
  list(input: JobFilter & { find?: string; before?: number; limit: number }): Promise<{
    jobs: JobRow[]
    next: number | null
  }>
  anchors(input: JobFilter & { every: number }): Promise<{ ids: number[]; total: number }>
  nowMs(): number
}

/** Jobs of one page. There is an anchor for each, so any page is one question away. */
export const PAGE = 100
/** Pages kept besides those that are shown. */
const PAGES_MAX = 30
/** New jobs on top that are kept in front of the pages, before everything is laid out anew. */
const HEAD_MAX = 1_000
/** Laying out anew may take one part in so many of the engine's time, and comes at most so often. */
const LAYOUT_SHARE = 10
const LAYOUT_MS = 500

interface Page {
  lines: Line[]
  generation: number
}

/**
 * A list of jobs, newest first, of any length. Its first page is asked for at once, because anchors of a million jobs take
 * a while. Its layout is a list of anchors, one for each page; a page is asked for by its anchor when it is shown. New jobs
 * are put in front. When rows left or came in the middle it is laid out anew, and the row under the eyes stays there. One
 * question at a time.
 */
export class JobPages implements LineList {
  readonly isGoingOn = false
  readonly isCut = false
  isLoaded = false
  /** False while there is only the first page: what comes below it is known by number at most. */
  #isLaidOut = false
  /** How many there should be, as was told last. */
  #expected: number | null = null
  readonly #ask: JobQuestions
  readonly #filter: JobFilter
  readonly #listener: Listener
  #anchors: number[] = []
  #laidOut = 0
  #head: Line[] = []
  #headGeneration = 0
  readonly #pages = new Map<number, Page>()
  #generation = 1
  #first = 0
  #last = 0
  #mustLayOut = true
  #layoutFromMs = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #isWorking = false
  #isClosed = false

  constructor(filter: JobFilter, ask: JobQuestions, listener: Listener) {
    this.#filter = filter
    this.#ask = ask
    this.#listener = listener
  }

  get total(): number {
    return this.#head.length + this.#laidOut
  }

  get hasMore(): boolean {
    return this.isLoaded && !this.#isLaidOut
  }

  lineAt(index: number): Line {
    const behind = index - this.#head.length
    if (behind < 0) return this.#head[index] ?? BLANK
    return this.#pages.get(Math.floor(behind / PAGE))?.lines[behind % PAGE] ?? BLANK
  }

  indexOf(job: number): number | null {
    const inHead = this.#head.findIndex((line) => idOf(line) === job)
    if (inHead >= 0) return inHead
    const page = this.#pageOf(job)
    const at = this.#pages.get(page)?.lines.findIndex((line) => idOf(line) === job) ?? -1
    return at < 0 ? null : this.#head.length + page * PAGE + at
  }

  want(first: number, last: number): void {
    this.#first = first
    this.#last = last
    void this.#work()
  }

  stale(total: number | null): void {
    this.#generation++
    this.#expected = total
    if (this.isLoaded && this.#isOff(total)) this.#mustLayOut = true
    void this.#work()
  }

  patch(job: number, change: Partial<JobRow>): void {
    const index = this.indexOf(job)
    const line = index === null ? BLANK : this.lineAt(index)
    if (index === null || line.kind !== 'job') return
    const changed: Line = { kind: 'job', job: { ...line.job, ...change } }
    const behind = index - this.#head.length
    if (behind < 0) this.#head[index] = changed
    else this.#pages.get(Math.floor(behind / PAGE))?.lines.splice(behind % PAGE, 1, changed)
    this.#listener.changed()
  }

  close(): void {
    this.#isClosed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
  }

  /** Whether rows have left, or come elsewhere than on top. Jobs of any state only leave when they are cleared away. */
  #isOff(total: number | null): boolean {
    if (this.#filter.state === undefined) return total !== null && total < this.total
    return total !== this.total
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    try {
      for (let step = this.#next(); step !== null; step = this.#next()) {
        await step()
        this.#listener.changed()
      }
    } catch {
      // The window says itself that the engine does not answer; the next change asks again.
    } finally {
      this.#isWorking = false
    }
  }

  /** The most urgent question. */
  #next(): (() => Promise<void>) | null {
    if (this.#isClosed) return null
    if (!this.isLoaded) return () => this.#open()
    if (!this.#isLaidOut) return () => this.#layOut()
    const missing = this.#shownPages().find((page) => !this.#pages.has(page))
    if (missing !== undefined) return () => this.#load(missing)
    if (this.#mustLayOut) {
      const waitMs = this.#layoutFromMs - this.#ask.nowMs()
      if (waitMs <= 0) return () => this.#layOut()
      this.#timer ??= setTimeout(() => {
        this.#timer = null
        void this.#work()
      }, waitMs)
    }
    if (this.#headGeneration < this.#generation) return () => this.#lookAtHead()
    const old = this.#shownPages().find((page) => (this.#pages.get(page)?.generation ?? 0) < this.#generation)
    return old === undefined ? null : () => this.#load(old)
  }

  #shownPages(): number[] {
    const pageOf = (index: number): number => Math.floor((index - this.#head.length) / PAGE)
    const first = Math.max(0, pageOf(this.#first))
    const last = Math.min(this.#anchors.length - 1, pageOf(this.#last))
    return last < first ? [] : Array.from({ length: last - first + 1 }, (_none, index) => first + index)
  }

  /** The page in which a job stands if it stands anywhere: the last whose first id is not smaller. */
  #pageOf(job: number, anchors: readonly number[] = this.#anchors): number {
    let low = 0
    let high = anchors.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((anchors[middle] ?? 0) >= job) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  /** The newest jobs; where there are no more than these, that is all. */
  async #open(): Promise<void> {
    const generation = this.#generation
    const { jobs, next } = await this.#ask.list({ ...this.#filter, limit: PAGE })
    const lines = jobs.map((job): Line => ({ kind: 'job', job }))
    this.#anchors = jobs.slice(0, 1).map(({ id }) => id)
    this.#pages.set(0, { lines, generation })
    this.#headGeneration = generation
    this.#isLaidOut = next === null
    this.#mustLayOut = next !== null
    this.#laidOut = next === null ? jobs.length : Math.max(jobs.length, this.#expected ?? 0)
    this.isLoaded = true
  }

  async #asked(anchors: readonly number[], page: number): Promise<Line[]> {
    const anchor = anchors[page]
    if (anchor === undefined) return []
    const { jobs } = await this.#ask.list({ ...this.#filter, before: anchor + 1, limit: PAGE })
    const end = anchors[page + 1] ?? 0
    return jobs.filter(({ id }) => id > end).map((job): Line => ({ kind: 'job', job }))
  }

  async #load(page: number): Promise<void> {
    const generation = this.#generation
    const lines = await this.#asked(this.#anchors, page)
    const expected = Math.min(PAGE, this.#laidOut - page * PAGE)
    const known = this.#pages.get(page)?.lines
    if (lines.length !== expected) this.#mustLayOut = true
    this.#pages.delete(page)
    this.#pages.set(page, { lines: keepPlaces(known, lines), generation })
    const [oldest] = this.#pages.keys()
    if (this.#pages.size > PAGES_MAX && oldest !== undefined) this.#pages.delete(oldest)
  }

  /** New jobs stand on top: the newest page tells them. */
  async #lookAtHead(): Promise<void> {
    const generation = this.#generation
    const newest = this.#newest()
    const { jobs } = await this.#ask.list({ ...this.#filter, limit: PAGE })
    this.#headGeneration = generation
    for (const job of jobs) this.#refreshHead(job)
    const added = jobs.filter(({ id }) => id > newest)
    if (added.length === 0) return
    if (added.length === PAGE || this.#head.length > HEAD_MAX) {
      this.#mustLayOut = true
      return
    }
    this.#head.unshift(...added.map((job): Line => ({ kind: 'job', job })))
    this.#listener.shifted(added.length)
  }

  #newest(): number {
    const [first] = this.#head
    return (first === undefined ? null : idOf(first)) ?? this.#anchors[0] ?? 0
  }

  #refreshHead(job: JobRow): void {
    const at = this.#head.findIndex((line) => idOf(line) === job.id)
    if (at >= 0) this.#head[at] = { kind: 'job', job }
  }

  /** Asks for all anchors, and swaps everything at once when what will be shown is here. */
  async #layOut(): Promise<void> {
    const generation = this.#generation
    const startMs = this.#ask.nowMs()
    this.#mustLayOut = false
    const { ids, total } = await this.#ask.anchors({ ...this.#filter, every: PAGE })
    const tookMs = this.#ask.nowMs() - startMs
    this.#layoutFromMs = this.#ask.nowMs() + Math.max(LAYOUT_MS, tookMs * LAYOUT_SHARE)
    const eyes = this.#eyes()
    const pages = new Map<number, Page>()
    const fetched = async (page: number): Promise<Line[]> => {
      const known = pages.get(page)?.lines ?? this.#stillRight(page, generation, ids, total)
      const lines = known ?? (await this.#asked(ids, page))
      pages.set(page, { lines, generation })
      return lines
    }
    let delta = 0
    if (eyes !== null) {
      const page = this.#pageOf(eyes.job, ids)
      const lines = await fetched(page)
      const at = lines.findIndex((line) => (idOf(line) ?? 0) <= eyes.job)
      delta = page * PAGE + (at < 0 ? lines.length : at) - eyes.index
    }
    const last = Math.min(ids.length - 1, Math.floor((this.#last + delta) / PAGE))
    for (let page = Math.max(0, Math.floor((this.#first + delta) / PAGE)); page <= last; page++)
      await fetched(page)
    this.#anchors = ids
    this.#laidOut = total
    this.#head = []
    this.#headGeneration = generation
    this.#pages.clear()
    for (const [number, page] of pages) this.#pages.set(number, page)
    this.#isLaidOut = true
    if (delta !== 0) {
      this.#first += delta
      this.#last += delta
      this.#listener.shifted(delta)
    }
  }

  /** A page that is as the engine told it in the same breath, and stands where it stood. */
  #stillRight(page: number, generation: number, ids: readonly number[], total: number): Line[] | undefined {
    const known = this.#pages.get(page)
    const [first] = known?.lines ?? []
    const last = known?.lines.at(-1)
    if (known?.generation !== generation || first === undefined || last === undefined) return undefined
    const isWhole = known.lines.length === Math.min(PAGE, total - page * PAGE)
    const isInPlace = idOf(first) === ids[page] && (idOf(last) ?? 0) > (ids[page + 1] ?? 0)
    return isWhole && isInPlace ? known.lines : undefined
  }

  /** The first job that is seen, unless the top is: there new ones may push. */
  #eyes(): { job: number; index: number } | null {
    if (this.#first === 0) return null
    for (let index = this.#first; index <= this.#last; index++) {
      const job = idOf(this.lineAt(index))
      if (job !== null) return { job, index }
    }
    return null
  }
}

function idOf(line: Line): number | null {
  return line.kind === 'job' ? line.job.id : null
}

/** Rows that left a page keep their place until all is laid out anew, so that nothing jumps twice. */
function keepPlaces(known: readonly Line[] | undefined, fresh: Line[]): Line[] {
  if (known === undefined || known.length <= fresh.length) return fresh
  const byId = new Map(fresh.map((line) => [idOf(line), line]))
  return known.map((line) => byId.get(idOf(line)) ?? line)
}
