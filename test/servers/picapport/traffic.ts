import type { Operation } from './faults.ts'

const ENTRIES_MAX = 5000

export interface RequestLogEntry {
  readonly method: string
  /** Without the query, which holds sessions and passwords. */
  readonly path: string
  readonly operation: Operation
  /** Requests of this operation that were under way as it came, itself included. */
  readonly crowd: number
  /** HTTP status, or 0 while there is no reply and when it was withheld. */
  status: number
}

/** A bounded log of what reached the server, and how much of it at the same time. */
export class Traffic {
  uploadedBytes = 0
  readonly entries: RequestLogEntry[] = []
  readonly #underWay = new Map<Operation, number>()

  open(method: string, path: string, operation: Operation): RequestLogEntry {
    const crowd = (this.#underWay.get(operation) ?? 0) + 1
    this.#underWay.set(operation, crowd)
    const entry: RequestLogEntry = { method, path, operation, crowd, status: 0 }
    this.entries.push(entry)
    if (this.entries.length > ENTRIES_MAX) this.entries.shift()
    return entry
  }

  closed(operation: Operation): void {
    this.#underWay.set(operation, (this.#underWay.get(operation) ?? 1) - 1)
  }
}
