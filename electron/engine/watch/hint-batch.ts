/**
 * Gathers hints for one turn of the event loop, each path once: a single write gives three events. Tells when so many
 * came at once that the system may have dropped others, which inotify does without a word through Node.
 */
export class HintBatch {
  /** Half of what the system keeps, because other folders' events wait in the same queue. */
  suspiciousEvents = 8_192
  readonly #onHint: (path: string) => void
  readonly #onOverflow: () => void
  #paths = new Set<string>()
  #events = 0
  #isClosed = false

  constructor(onHint: (path: string) => void, onOverflow: () => void) {
    this.#onHint = onHint
    this.#onOverflow = onOverflow
  }

  add(path: string): void {
    if (this.#isClosed) return
    if (this.#events === 0) setImmediate(() => this.#flush())
    this.#events += 1
    this.#paths.add(path)
  }

  close(): void {
    this.#isClosed = true
    this.#paths.clear()
  }

  #flush(): void {
    const paths = this.#paths
    const isSuspicious = this.#events >= this.suspiciousEvents
    this.#paths = new Set()
    this.#events = 0
    if (this.#isClosed) return
    for (const path of paths) this.#onHint(path)
    if (isSuspicious) this.#onOverflow()
  }
}
