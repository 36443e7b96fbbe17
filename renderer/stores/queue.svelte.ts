import { SvelteMap } from 'svelte/reactivity'
import type { ArrivalRow, EngineStatus, FileEvent, JobRow } from '../../shared/contract.ts'
import { JobStateName } from '../../shared/job.ts'
import { api } from '../api/api.ts'
import { ArrivalList } from './queue-arrivals.ts'
import { Batch, type BatchProgress } from './queue-batch.ts'
import { FoundJobs } from './queue-found.ts'
import type { Line, LineList, Listener } from './queue-list.ts'
import { JobPages, type JobQuestions } from './queue-pages.ts'
import { Pinned } from './queue-pinned.ts'
import { UploadRates } from './queue-rates.ts'
import { Selection } from './queue-selection.ts'
import { status } from './status.svelte.ts'

export const FILTERS = [
  'all',
  'arriving',
  'waiting',
  'uploading',
  'confirming',
  'failed',
  'rejected',
  'done',
  'cancelled',
] as const
export type Filter = (typeof FILTERS)[number]

interface Shown {
  filter: Filter
  folder: string
  sought: string
}

export interface Live {
  sentBytes: number
  secondsLeft: number | null
}

/** What the queue view shows: one list at a time, what is under way above it, and what is selected. */
class Queue {
  filter = $state<Filter>('all')
  /** A hot folder's name; empty for all. */
  folder = $state('')
  /** What is searched for. */
  sought = $state('')
  /** Uploads under way, as their last message told. */
  readonly live = new SvelteMap<number, Live>()
  batch = $state.raw<BatchProgress | null>(null)
  /** Grows whenever a list, the selection or the part above have changed. */
  #version = $state(0)
  #turn: Promise<unknown> = Promise.resolve()
  readonly #questions: JobQuestions = {
    list: (input) => this.#inTurn(() => api().call('jobs.list', input)),
    anchors: (input) => this.#inTurn(() => api().call('jobs.anchors', input)),
    nowMs: () => performance.now(),
  }
  readonly #rates = new UploadRates()
  readonly #batch = new Batch()
  readonly #pinned = new Pinned()
  readonly #selection = new Selection((index) => this.lineAt(index))
  #shown: Shown = { filter: 'all', folder: '', sought: '' }
  #lists = 0
  /** While the part above is asked for: the state that it has to show at last. */
  #newest: EngineStatus | null = null
  #list: LineList = this.#newList()
  #onShift: (delta: number) => void = () => undefined

  /** Follows what happens. @returns a function that ends it */
  follow(): () => void {
    const stop = api().on('file', (event) => {
      this.#heard(event)
    })
    return () => {
      stop()
      this.#list.close()
      this.live.clear()
    }
  }

  /** Another list: filter, folder or search have changed. */
  open(shown: Shown): void {
    this.#shown = shown
    this.#list.close()
    this.#selection.reset()
    this.#pinned.clear()
    this.#list = this.#newList()
    this.#changed()
    void this.refresh(status.engine)
  }

  /** Something has changed behind the window: what is shown is asked again. */
  async refresh(engine: EngineStatus | null): Promise<void> {
    if (engine === null) return
    this.#list.stale(this.#expected(engine))
    // What changes while an answer is on its way is asked for when it is here.
    const isAsking = this.#newest !== null
    this.#newest = engine
    if (isAsking) return
    try {
      for (let asked = null; asked !== this.#newest;) {
        asked = this.#newest
        await this.#askPinned(asked)
      }
    } catch {
      // The window says itself that the engine does not answer; the next change asks again.
    } finally {
      this.#newest = null
    }
  }

  get total(): number {
    this.#seen()
    return this.#pinned.lines.length + this.#list.total
  }

  get list(): LineList {
    this.#seen()
    return this.#list
  }

  get selection(): Selection {
    this.#seen()
    return this.#selection
  }

  lineAt(index: number): Line {
    this.#seen()
    const behind = index - this.#pinned.lines.length
    return this.#pinned.lines[index] ?? this.#list.lineAt(behind)
  }

  /** The job as it is known now; null when it is not among what is kept. */
  job(id: number): JobRow | null {
    const index = this.#list.indexOf(id)
    const line = index === null ? this.#pinned.lineOf(id) : this.#list.lineAt(index)
    return line?.kind === 'job' ? line.job : null
  }

  want(first: number, last: number): void {
    const pinned = this.#pinned.lines.length
    this.#list.want(Math.max(0, first - pinned), Math.max(0, last - pinned))
  }

  /** Rows came or went above what is shown. @returns a function that ends it */
  onShift(listener: (delta: number) => void): () => void {
    this.#onShift = listener
    return () => {
      this.#onShift = () => undefined
    }
  }

  select(change: (selection: Selection) => void): void {
    change(this.#selection)
    this.#changed()
  }

  /** What a request has done to jobs, before the engine is asked. */
  told(jobs: readonly number[], change: Partial<JobRow>): void {
    for (const job of jobs) {
      this.#list.patch(job, change)
      this.#pinned.patch(job, change)
    }
    this.#selection.clear()
    this.#changed()
  }

  #changed(): void {
    this.#version++
  }

  /** Whoever reads from here is told of changes. */
  #seen(): number {
    return this.#version
  }

  #shift(delta: number): void {
    this.#selection.shifted(delta)
    this.#onShift(delta)
  }

  #newList(): LineList {
    const { filter: state, sought: find } = this.#shown
    const folder = this.#shown.folder === '' ? {} : { folder: this.#shown.folder }
    // An answer may come when another list is shown already.
    const number = ++this.#lists
    const listener: Listener = {
      changed: () => {
        if (number !== this.#lists) return
        this.#selection.arrived()
        this.#changed()
      },
      shifted: (delta) => {
        if (number === this.#lists) this.#shift(delta)
      },
    }
    if (state === 'arriving')
      return new ArrivalList({ ...folder, find }, (limit) => this.#askArrivals(limit), listener)
    const filter = state === 'all' ? folder : { ...folder, state }
    return find === ''
      ? new JobPages(filter, this.#questions, listener)
      : new FoundJobs({ ...filter, find }, this.#questions, listener)
  }

  /** The view asks one question at a time, so that an engine with much to do is not pressed. */
  #inTurn<T>(ask: () => Promise<T>): Promise<T> {
    const answer = this.#turn.then(ask)
    this.#turn = answer.catch(() => undefined)
    return answer
  }

  async #askArrivals(limit: number): Promise<ArrivalRow[]> {
    return (await this.#inTurn(() => api().call('arrivals.list', { limit }))).arrivals
  }

  #isPinnedShown(): boolean {
    const { filter, folder, sought } = this.#shown
    return filter === 'all' && folder === '' && sought === ''
  }

  /** How many rows the list should have; null where only the list itself can tell. */
  #expected({ counts }: EngineStatus): number | null {
    const { filter, folder } = this.#shown
    if (folder !== '' || filter === 'arriving') return null
    if (filter !== 'all') return counts[filter].jobs
    return Object.values(counts).reduce((sum, { jobs }) => sum + jobs, 0)
  }

  async #askPinned(engine: EngineStatus): Promise<void> {
    const rows = await this.#pinned.ask(engine, this.#questions, this.#isPinnedShown())
    const sentBytes = rows.uploading.reduce(
      (sum, { id, sentBytes: sent }) => sum + (this.live.get(id)?.sentBytes ?? sent),
      0,
    )
    this.batch = this.#batch.progress(engine, sentBytes)
    const underWay = new Set(rows.uploading.map(({ id }) => id))
    for (const id of this.live.keys()) if (!underWay.has(id)) this.#forget(id)
    if (!this.#isPinnedShown()) return
    const before = this.#pinned.lines.length
    this.#pinned.lay(engine, rows)
    const delta = this.#pinned.lines.length - before
    if (delta !== 0) this.#shift(delta)
    this.#changed()
  }

  #heard({ event, job, sentBytes, sizeBytes, problem }: FileEvent): void {
    if (job === undefined) return
    if (event === 'progress' && sentBytes !== undefined && sizeBytes !== undefined) {
      const secondsLeft = this.#rates.progress(job, sentBytes, sizeBytes, performance.now())
      this.live.set(job, { sentBytes, secondsLeft })
      return
    }
    const state = JobStateName.safeParse(event)
    if (!state.success) return
    if (state.data !== 'uploading') this.#forget(job)
    const change = { state: state.data, changedMs: Date.now(), problem: problem ?? null }
    this.#list.patch(job, change)
    if (this.#pinned.patch(job, change)) this.#changed()
  }

  #forget(job: number): void {
    this.live.delete(job)
    this.#rates.forget(job)
  }
}

export const queue = new Queue()
