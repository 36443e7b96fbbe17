import type { Line } from './queue-list.ts'

/** Selecting is for what a person can oversee. */
const SELECTED_MAX = 10_000

/** Which rows are selected, and on which one the keyboard stands. Rows are known by their job, wherever they move. */
export class Selection {
  readonly jobs = new Set<number>()
  /** Where the keyboard stands; -1 before the first move. */
  cursor = -1
  /** The job that stood there when the keyboard came; it stays meant when another takes its row. */
  cursorJob: number | null = null
  #anchor = -1
  #isComing = false
  #lineAt: (index: number) => Line

  constructor(lineAt: (index: number) => Line) {
    this.#lineAt = lineAt
  }

  /** A click, or an arrow key without anything else. */
  only(index: number): void {
    this.jobs.clear()
    this.#stand(index)
    this.#anchor = index
    this.#add(index)
    this.#isComing = this.cursorJob === null
  }

  /** The row that was gone to may only now be here. */
  arrived(): void {
    if (!this.#isComing || this.cursor !== this.#anchor) return
    this.#stand(this.cursor)
    this.#add(this.cursor)
    this.#isComing = this.cursorJob === null
  }

  /** Shift: everything from where the selection began. */
  extendTo(index: number): void {
    this.#isComing = false
    if (this.#anchor < 0) this.#anchor = Math.max(0, this.cursor)
    this.jobs.clear()
    this.#stand(index)
    const [from, to] = [Math.min(this.#anchor, index), Math.max(this.#anchor, index)]
    for (let at = from; at <= to && at - from < SELECTED_MAX; at++) this.#add(at)
  }

  /** Ctrl or Space: this one more, or no longer. */
  toggle(index: number): void {
    this.#isComing = false
    this.#stand(index)
    this.#anchor = index
    const job = this.#jobAt(index)
    if (job !== null && !this.jobs.delete(job)) this.#add(index)
  }

  /** Ctrl with an arrow: the keyboard moves, the selection stays. */
  move(index: number): void {
    this.#isComing = false
    this.#stand(index)
  }

  /** As far as rows are here: what nobody has seen is not selected. */
  all(total: number): void {
    for (let at = 0; at < total && this.jobs.size < SELECTED_MAX; at++) this.#add(at)
  }

  clear(): void {
    this.jobs.clear()
    this.#isComing = false
    this.#anchor = this.cursor
  }

  reset(): void {
    this.jobs.clear()
    this.#isComing = false
    this.cursor = -1
    this.cursorJob = null
    this.#anchor = -1
  }

  shifted(delta: number): void {
    if (this.cursor >= 0) this.cursor = Math.max(0, this.cursor + delta)
    if (this.#anchor >= 0) this.#anchor = Math.max(0, this.#anchor + delta)
  }

  #stand(index: number): void {
    this.cursor = index
    this.cursorJob = this.#jobAt(index)
  }

  #add(index: number): void {
    const job = this.#jobAt(index)
    if (job !== null) this.jobs.add(job)
  }

  #jobAt(index: number): number | null {
    const line = this.#lineAt(index)
    return line.kind === 'job' ? line.job.id : null
  }
}
