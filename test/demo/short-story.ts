import type { DestinationConfig } from '../../shared/destination-config.ts'
import type { Receipt } from '../../shared/job.ts'
import type { Entry, Foretold } from './foretold.ts'
import type { Workplace } from './workplace.ts'

/** What differs between the kinds of destination whose demo is short. */
export interface ShortStory {
  /** The first line. */
  heading: string
  /** Whether its photos are made by ExifTool. */
  needsPerl: boolean
  /** Null where `--small` makes it shorter; else why it does not. */
  noSmall: string | null
  /** Starts its practice servers; `owned` ends them. */
  open(stage: OpenStage): Promise<Cast>
}

export interface OpenStage {
  place: Workplace
  isSmall: boolean
  owned: AsyncDisposableStack
}

/** The servers of one story, and what is to happen with them. */
export interface Cast {
  serverWords: string
  /** As in the configuration. */
  destinations: readonly (Partial<DestinationConfig> & { name: string })[]
  /** Slow enough to be watched; null where the server itself takes its time. */
  uploadKBps: number | null
  /** Fills the hot folder, and the server with what it knows already. */
  makePictures(options: MakeOptions): Promise<{ foretold: readonly Foretold[]; words: string }>
  /** «… when» */
  killWords: string
  isTimeToKill(): Promise<boolean>
  /** What is on the server in the moment of the crash. @throws Error when all was through by then */
  sceneWords(): Promise<string>
  /** Afterwards the server works as if nothing had ever held it up. */
  afterKill(): Promise<void>
  /** What the server itself says that it has. */
  entries(): Promise<readonly Entry[]>
  proofWords: (receipt: Receipt) => string
  /** All that the server has, in a sentence. */
  sumWords(): Promise<string>
  /** For those who drop pictures of their own. */
  keepWords: string
}

export interface MakeOptions {
  signal: AbortSignal
  onMade: (made: number, all: number) => void
}
