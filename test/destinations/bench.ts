import type { Destination } from '../../electron/engine/destinations/destination.ts'
import type { FastClock } from '../support/fast-clock.ts'
import type { Tap } from '../support/tap-server.ts'

/** The steps of a delivery, whatever a destination calls them. */
export type Step = 'sign-in' | 'begin' | 'data' | 'sidecar' | 'result'

export interface Fault {
  kind:
    | 'reset-before'
    | 'reset-after'
    | 'close-after-bytes'
    | 'status-401'
    | 'status-429'
    | 'status-500'
    | 'status-503'
    | 'html'
    | 'login-redirect'
    | 'wrong-shape'
    | 'hang'
    | 'slow'
  /** How often; without it until the end of the test. */
  times?: number
  /** Requests that pass first. */
  skip?: number
  retryAfterSeconds?: number
  delayMs?: number
  bytes?: number
}

/** A file that has arrived, as the server holds it. */
export interface Arrival {
  name: string
  /** '/' between levels, '' for the collection itself. */
  folder: string
  sha256: string
  sizeBytes: number
  sidecar: string | null
}

export interface BenchOptions {
  /** Requests of one file at the same time. */
  parallel?: number
  /** Data in one request, where the server says how much that is. */
  partBytes?: number
  needsSignIn?: boolean
  /** Milliseconds of the bench's clock without progress before an attempt ends. */
  noProgressMs?: number
  /** Times real time. */
  clockSpeed?: number
}

/** A practice server with one destination on it. */
export interface Bench {
  readonly destination: Destination
  readonly clock: FastClock
  /** Stands between the two, and writes down what passes. */
  readonly tap: Tap
  arrivals(): Promise<Arrival[]>
  /** Paths of the requests that carry the file. */
  readonly dataPath: RegExp
  /** @returns how often it has struck */
  strike(step: Step, fault: Fault): () => number
  /** Ends all faults. */
  mend(): void
  /** Signs everybody out. */
  endSessions(): void
  /** Sign-ins that the server has granted or refused. */
  signIns(): number
  /** The server forgets what is half sent, and what became of the rest. */
  forgetUploads(): void
  /** The server takes everything, but does not finish anything until `resume`. */
  hold(): void
  resume(): Promise<void>
}

/** What a destination's bench brings along; the suite leaves out what it cannot do. */
export interface BenchMaker {
  readonly name: string
  readonly hasSidecars: boolean
  /** Everything vanishes when the running test ends. */
  start(options?: BenchOptions): Promise<Bench>
}
