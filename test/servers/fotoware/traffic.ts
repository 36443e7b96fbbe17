import type { Operation, RequestLogEntry } from './exchange.ts'

const longestLog = 5000

/** Counters and a bounded log of what reached the server. */
export class Traffic {
  /** Body bytes of all chunk requests, also of refused, repeated and cut ones. */
  chunkBytes = 0
  requestCount = 0
  #entries: RequestLogEntry[] = []

  open(method: string, path: string, operation: Operation): RequestLogEntry {
    const entry: RequestLogEntry = { method, path, operation, status: 0 }
    // A test that looks on must not change what it sees.
    if (operation === 'practice') return entry
    this.requestCount += 1
    this.#entries.push(entry)
    // Trimmed in halves, so that a long run does not shift the list on each request.
    if (this.#entries.length > 2 * longestLog) this.#entries = this.#entries.slice(-longestLog)
    return entry
  }

  get entries(): readonly RequestLogEntry[] {
    return this.#entries
  }

  count(operation: Operation, bytes: number): void {
    if (operation === 'chunk') this.chunkBytes += bytes
  }
}
