const longestLog = 5000

export type Operation =
  'info' | 'login' | 'create' | 'upload' | 'item' | 'list' | 'change' | 'delete' | 'unknown' | 'practice'

export interface RequestLogEntry {
  readonly method: string
  /** Without the query: the one of `login` holds a password. */
  readonly path: string
  readonly operation: Operation
  /** Requests under way when this one came, itself included. */
  readonly underWay: number
  /** 0 while there is no reply and when it was withheld. */
  status: number
}

/** A bounded log of what reached the panel, with how many requests it had to deal with at once. */
export class Traffic {
  requestCount = 0
  /** The most requests that were under way at the same moment. */
  mostUnderWay = 0
  #underWay = 0
  #entries: RequestLogEntry[] = []

  open(method: string, path: string, operation: Operation): RequestLogEntry {
    const isCounted = operation !== 'practice'
    if (isCounted) this.#underWay += 1
    const entry: RequestLogEntry = { method, path, operation, underWay: this.#underWay, status: 0 }
    // A test that looks on must not change what it sees.
    if (!isCounted) return entry
    this.requestCount += 1
    this.mostUnderWay = Math.max(this.mostUnderWay, this.#underWay)
    this.#entries.push(entry)
    if (this.#entries.length > 2 * longestLog) this.#entries = this.#entries.slice(-longestLog)
    return entry
  }

  close(entry: RequestLogEntry): void {
    if (entry.operation !== 'practice') this.#underWay -= 1
  }

  get entries(): readonly RequestLogEntry[] {
    return this.#entries
  }
}
