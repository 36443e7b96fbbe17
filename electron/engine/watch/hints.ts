import type { Phrase } from '../../../shared/phrase.ts'

/** Events of the system are only hints where to look: the truth is a scan. */
export interface DirectoryHints {
  /**
   * Idempotent; absolute directories, one OS watch each. Takes effect a little later; what changes in between is
   * hinted at. A directory that was removed or replaced is forgotten by itself: watch it again when a scan finds it.
   */
  watch(directory: string): void
  forget(directory: string): void
  /** Asked for, and not known to be gone or another one since: what comes into it is hinted at. */
  isWatched(directory: string): boolean
  /** Directories that are being watched now. */
  readonly watched: number
  /** Resolves when everything asked for so far is watched, or known not to be. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface HintListener {
  /** Look at this path (absolute): a file, or a directory. */
  onHint(path: string): void
  /** The watcher may have missed things or cannot watch: scan. */
  onDoubt(doubt: HintDoubt): void
}

export interface HintDoubt {
  /** An errno name. `EOVERFLOW`: more came at once than the system keeps. */
  code: string
  /** For a person. */
  words: Phrase
  /** True when it stays so until somebody changes something: scan more often. */
  isPermanent: boolean
}
