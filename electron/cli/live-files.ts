import type { FileEvent } from '../../shared/contract.ts'

/** A file on its way. */
export interface LiveFile {
  path: string
  destination: string
  sentBytes: number
  sizeBytes: number
}

/** The files that are being sent at the moment, as their events tell. */
export class LiveFiles {
  readonly #files = new Map<number, LiveFile>()

  event({ event, job, path, destination = '', sentBytes, sizeBytes }: FileEvent): void {
    if (job === undefined) return
    const known = this.#files.get(job)
    if (event === 'uploading' || event === 'progress') {
      this.#files.set(job, {
        path,
        destination,
        sentBytes: sentBytes ?? known?.sentBytes ?? 0,
        sizeBytes: sizeBytes ?? known?.sizeBytes ?? 0,
      })
    } else {
      this.#files.delete(job)
    }
  }

  list(): LiveFile[] {
    return [...this.#files.values()]
  }

  sentBytes(): number {
    return this.list().reduce((sum, file) => sum + file.sentBytes, 0)
  }
}
