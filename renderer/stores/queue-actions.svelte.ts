import type { JobRow } from '../../shared/contract.ts'
import { api } from '../api/api.ts'
import { words } from '../texts/texts.svelte.ts'
import { notices } from './notices.svelte.ts'
import { detail } from './queue-detail.svelte.ts'
import { queue } from './queue.svelte.ts'
import { signIn } from './sign-in.svelte.ts'
import { status } from './status.svelte.ts'
import { isGivenUp } from '../../shared/job.ts'

export const ACTIONS = ['details', 'retry', 'first', 'cancel', 'show', 'copy', 'take'] as const
export type Action = (typeof ACTIONS)[number]

/** The one key of each action; Delete also as Backspace, where keyboards have no other. */
export const KEYS: Record<Action, string> = {
  details: 'Enter',
  retry: 'r',
  first: 'f',
  cancel: 'Delete',
  show: 'o',
  copy: 'c',
  take: 't',
}

const LOOKED_AT_MAX = 200

/** What can be done with what is selected, and doing it. */
class Actions {
  /** Jobs that wait for a yes before they are cancelled. */
  asking = $state.raw<number[]>([])

  /** The row on which the keyboard stands. */
  get current(): JobRow | null {
    const { cursor, cursorJob } = queue.selection
    const line = queue.lineAt(cursor)
    const meant = cursorJob === null ? null : queue.job(cursorJob)
    return meant ?? (line.kind === 'job' ? line.job : null)
  }

  /** What is selected, else the row on which the keyboard stands. */
  get jobs(): number[] {
    const { jobs } = queue.selection
    if (jobs.size > 0) return [...jobs]
    return this.current === null ? [] : [this.current.id]
  }

  /** The engine passes over what does not fit: of many that are selected none is looked at. */
  can(action: Action): boolean {
    const line = queue.lineAt(queue.selection.cursor)
    if (action === 'take') return line.kind === 'arrival'
    if (action === 'details' && line.kind === 'locked') return true
    const jobs = this.jobs
    if (jobs.length === 0) return false
    const some = (isFit: (job: JobRow) => boolean): boolean =>
      jobs.length > LOOKED_AT_MAX ||
      jobs.some((id) => {
        const job = queue.job(id)
        return job === null || isFit(job)
      })
    switch (action) {
      case 'details':
        return this.current !== null
      case 'retry':
        return some(({ state }) => isGivenUp(state) || state === 'waiting')
      case 'first':
        return some(({ state }) => state === 'waiting')
      case 'cancel':
        return some(({ state }) => state !== 'done' && state !== 'cancelled')
      case 'show':
        return this.current !== null && status.face?.hasDialogs === true
      case 'copy':
        return (this.current?.problem ?? null) !== null
    }
  }

  do(action: Action): void {
    if (!this.can(action)) return
    switch (action) {
      case 'details':
        this.#open()
        return
      case 'retry':
        this.retry(this.jobs)
        return
      case 'first':
        this.#first(this.jobs)
        return
      case 'cancel':
        this.cancel(this.jobs)
        return
      case 'show':
        if (this.current !== null) this.show(this.current.id)
        return
      case 'copy':
        this.#copy()
        return
      case 'take':
        this.#takeCurrent()
    }
  }

  retry(ids: number[]): void {
    void notices.doing(async () => {
      const { count } = await api().call('jobs.retry', { ids })
      if (count === ids.length) queue.told(ids, { state: 'waiting', problem: null, notBeforeMs: 0 })
      notices.good(words().queue.told.retried(count))
    })
  }

  retryAllFailed(): void {
    void notices.doing(async () => {
      const { count } = await api().call('jobs.retry', { allFailed: true })
      notices.good(words().queue.told.retried(count))
    })
  }

  /** Asks first when it is more than one. */
  cancel(ids: number[]): void {
    if (ids.length > 1) this.asking = ids
    else this.cancelNow(ids)
  }

  cancelNow(ids: number[]): void {
    this.asking = []
    void notices.doing(async () => {
      const { count } = await api().call('jobs.cancel', { ids })
      queue.told([], {})
      notices.good(words().queue.told.cancelled(count))
    })
  }

  show(id: number): void {
    void notices.doing(async () => {
      const { file } = await api().call('jobs.detail', { id })
      if (file !== null) await api().call('face.showInFolder', { path: file })
    })
  }

  take(folder: string, path: string): void {
    void notices.doing(async () => {
      await api().call('arrivals.take', { folder, path })
      notices.good(words().queue.told.taken)
    })
  }

  #open(): void {
    const line = queue.lineAt(queue.selection.cursor)
    if (this.current !== null) detail.open(this.current.id)
    else if (line.kind === 'locked') signIn.mend(line.destination.name)
  }

  #takeCurrent(): void {
    const line = queue.lineAt(queue.selection.cursor)
    if (line.kind === 'arrival') this.take(line.arrival.folder, line.arrival.path)
  }

  #first(ids: number[]): void {
    void notices.doing(async () => {
      const { count } = await api().call('jobs.first', { ids })
      notices.good(words().queue.told.first(count))
    })
  }

  #copy(): void {
    const job = this.current
    const problem = job?.problem
    if (job === null || problem == null) return
    const { code, what, means, remedy, detail: said, requestId } = problem
    const text = [job.path, code, what, means, remedy, said, requestId]
      .filter((part) => part !== undefined)
      .join('\n')
    void notices.doing(async () => {
      await navigator.clipboard.writeText(text)
      notices.good(words().shell.copied)
    })
  }
}

export const actions = new Actions()
