import type { Abilities, Destination } from '../../electron/engine/destinations/destination.ts'
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
    | 'status-403'
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
  /** Data in one request, where uploads go in parts. */
  partBytes?: number
  needsSignIn?: boolean
  /** Milliseconds of the bench's clock without progress before an attempt ends. */
  noProgressMs?: number
  /** Times real time. */
  clockSpeed?: number
  /** Parcels in one sending, where there are batches. */
  batch?: number
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
  /** Ends every session at the server. */
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
  readonly traits: Traits
  /** A file that the server takes, different every time; `sizeBytes` is at least `traits.sizeBytesMin`. */
  content(sizeBytes: number): Buffer | Promise<Buffer>
  /** Everything vanishes when the running test ends. */
  start(options?: BenchOptions): Promise<Bench>
}

/** How a destination differs from others, as far as the suite must know. */
export interface Traits {
  /** Files go in parts of `partBytes`, and an interrupted upload goes on where it stopped. */
  readonly isResumable: boolean
  readonly metadata: Abilities['metadata']
  readonly hasSidecars: boolean
  /** Sub-folders of the hot folder are folders at the server. */
  readonly hasFolders: boolean
  /** How the server knows a file: by its name whatever that is, by a name with the extension of its type, or not at all. */
  readonly fileNames: 'any' | 'typed' | 'none'
  /** Content that is there already: comes again, or stays the one that it is. */
  readonly sameContent: 'again' | 'once'
  readonly hasBatches: boolean
  /** What is under way is worth being finished although the engine wants to end. */
  readonly isFinishedWhenDrained: boolean
  /** The smallest file that the server takes. */
  readonly sizeBytesMin: number
  /** Steps that the suite's faults can strike, in their order; `data` is always among them. */
  readonly steps: readonly Step[]
  /** What the server answers to somebody who is not signed in; null where nobody signs in. */
  readonly signedOut: 'status-401' | 'status-403' | null
  /** A redirect to a login page means the same. */
  readonly hasLoginPage: boolean
}
