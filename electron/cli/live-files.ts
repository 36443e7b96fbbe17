import type { FileEvent } from '../../shared/contract.ts'

/** A file on its way. */
export interface LiveFile {
  path: string
  destination: string
  sentBytes: number
  sizeBytes: number
}

/** The files that are on their way at the moment, as their events tell: being sent, or sent and not yet confirmed. */
export class LiveFiles {
  readonly #sending = new Map<number, LiveFile>()
  readonly #sent = new Map<number, LiveFile>()

  event({ event, job, path, destination = '', sentBytes, sizeBytes }: FileEvent): void {
    if (job === undefined) return
    const known = this.#sending.get(job) ?? this.#sent.get(job)
    const size = sizeBytes ?? known?.sizeBytes ?? 0
    const file = { path, destination, sentBytes: sentBytes ?? known?.sentBytes ?? 0, sizeBytes: size }
    this.#sending.delete(job)
    if (event === 'progress' && this.#sent.has(job)) return
    this.#sent.delete(job)
    if (event === 'uploading' || event === 'progress') this.#sending.set(job, file)
    else if (event === 'confirming') this.#sent.set(job, { ...file, sentBytes: size })
  }

  /** The files that are being sent. */
  list(): LiveFile[] {
    return [...this.#sending.values()]
  }

  count(): number {
    return this.#sending.size + this.#sent.size
  }

  sizeOf(job: number | undefined): number | undefined {
    return job === undefined ? undefined : (this.#sent.get(job) ?? this.#sending.get(job))?.sizeBytes
  }

  sentBytes(): number {
    return this.#all().reduce((sum, file) => sum + file.sentBytes, 0)
  }

  leftBytes(): number {
    return this.#all().reduce((sum, file) => sum + Math.max(0, file.sizeBytes - file.sentBytes), 0)
  }

  #all(): LiveFile[] {
    return [...this.#sending.values(), ...this.#sent.values()]
  }
}
