import { type FileHandle, open } from 'node:fs/promises'

/**
 * Brings SQLite's write-ahead log onto the disk without holding up the event loop. SQLite runs with
 * `synchronous=NORMAL`, which leaves the log to the operating system until a checkpoint; this flushes it in between,
 * through a handle of its own. Flushing works on the file, whoever wrote it, and SQLite takes its locks on other files.
 */
export class WalFlusher {
  readonly #file: string
  #handle: FileHandle | null = null

  constructor(file: string) {
    this.#file = file
  }

  async flush(): Promise<void> {
    this.#handle ??= await open(this.#file, 'r+')
    await this.#handle.datasync()
  }

  async close(): Promise<void> {
    await this.#handle?.close()
    this.#handle = null
  }
}
