/** What one watch on one directory (never what is below it) reports. */
export interface WatchEvents {
  /** Something happened to this entry; null when the system does not say to which. */
  onName(name: string | null): void
  /** The watch may have come to its end: removed, renamed or replaced directories look like that. */
  onSelf(): void
  /** The watch broke. */
  onError(error: unknown): void
}

export interface DirectoryWatch {
  close(): Promise<void>
}

/** Puts a watch on a real directory (absolute, not a link). Rejects with the system's error when it cannot. */
export type OpenWatch = (directory: string, events: WatchEvents) => Promise<DirectoryWatch>
