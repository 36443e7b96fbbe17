import path from 'node:path'
import type { RequestLogEntry } from '../servers/fotoware/exchange.ts'
import type { AssetRecord } from '../servers/fotoware/asset-index.ts'
import type { TaskSummary } from '../servers/fotoware/task-summary.ts'
import { PracticeProcess } from './practice-process.ts'

const ARCHIVE = '5000-Photos'

interface Answers {
  assets: AssetRecord[]
  tasks: TaskSummary[]
  requests: RequestLogEntry[]
  stats: { bytesReceived: number; requestCount: number }
}

/** The practice FotoWare server, in a process of its own. */
export class PracticeServer implements AsyncDisposable {
  readonly #process: PracticeProcess
  readonly #store: string

  private constructor(process: PracticeProcess, store: string) {
    this.#process = process
    this.#store = store
  }

  static async start(
    store: string,
    options: { chunkSizeBytes: number; processingMs: number },
  ): Promise<PracticeServer> {
    const { chunkSizeBytes, processingMs } = options
    const settings = JSON.stringify({ processingMs })
    const args = ['--store', store, '--chunk-size', String(chunkSizeBytes), '--settings', settings]
    return new PracticeServer(await PracticeProcess.start('fotoware', args), store)
  }

  get url(): string {
    return this.#process.url
  }

  get collection(): string {
    return `/fotoweb/archives/${ARCHIVE}/`
  }

  /** Where the archive lies on disk. */
  get archiveFolder(): string {
    return path.join(this.#store, ARCHIVE)
  }

  /** Where the sidecars of the archive lie on disk, in the same sub-folders. */
  get sidecarFolder(): string {
    return path.join(this.#store, '.xmp', ARCHIVE)
  }

  /** What the server knows about itself. */
  async ask<K extends keyof Answers>(what: K): Promise<Answers[K]> {
    return (await this.#process.ask(what)) as Answers[K]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]()
  }
}
