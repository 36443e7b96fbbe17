import type { Listing } from './sighting.ts'
import type { WalkOrder } from './walk.ts'

export interface ScanTotals {
  directories: number
  files: number
  /** Directories that could not be read. */
  failed: number
}

/** To the worker. `more` says that one batch has been dealt with. */
export type ScanCommand =
  | { kind: 'start'; scan: number; order: WalkOrder }
  | { kind: 'more'; scan: number }
  | { kind: 'stop'; scan: number }

/** From the worker. */
export type ScanReport =
  | { kind: 'listings'; scan: number; listings: Listing[] }
  | { kind: 'ended'; scan: number; totals: ScanTotals }
  | { kind: 'broken'; scan: number; words: string }

/** So many batches may be on their way before the worker waits: one being dealt with, one ready. */
export const BATCHES_AHEAD = 2
