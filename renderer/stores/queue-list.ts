import type { ArrivalRow, DestinationHealth, JobRow } from '../../shared/contract.ts'

/** One line of the list: a job, a file that arrives, or one whose page is not here yet. */
export type Line =
  | { kind: 'job'; job: JobRow }
  | { kind: 'arrival'; arrival: ArrivalRow }
  | { kind: 'locked'; destination: DestinationHealth }
  | { kind: 'heading' }
  | { kind: 'blank' }

export const BLANK: Line = { kind: 'blank' }

/** What a list tells whoever shows it. */
export interface Listener {
  changed(): void
  /** Lines came or went above what is shown: what had index n has n + delta now. */
  shifted(delta: number): void
}

/** A list that is longer than what is kept of it. Nobody waits for it: what is missing is blank and comes later. */
export interface LineList {
  readonly total: number
  /** False until the first answer is here. */
  readonly isLoaded: boolean
  /** True while not everything was looked at: `total` is what is known so far. */
  readonly hasMore: boolean
  /** True while it walks on; it rests when there is enough to scroll through. */
  readonly isGoingOn: boolean
  /** True when more was found than is kept. */
  readonly isCut: boolean
  lineAt(index: number): Line
  /** Where a job stands; null when it is not among what is kept. */
  indexOf(job: number): number | null
  /** These are shown. */
  want(first: number, last: number): void
  /** What is shown may be different now. `total` is how many there are, where that is known. */
  stale(total: number | null): void
  /** What an event told of a job. */
  patch(job: number, change: Partial<JobRow>): void
  close(): void
}
