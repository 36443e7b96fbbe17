import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { RequestLogEntry } from '../servers/fotoware/exchange.ts'
import type { AssetRecord } from '../servers/fotoware/asset-index.ts'
import type { TaskSummary } from '../servers/fotoware/task-summary.ts'
import { endProcess } from './child-process.ts'

const PROGRAM = path.resolve(import.meta.dirname, '../servers/fotoware/main.ts')
const ARCHIVE = '5000-Photos'

interface Answers {
  assets: AssetRecord[]
  tasks: TaskSummary[]
  requests: RequestLogEntry[]
  stats: { bytesReceived: number; requestCount: number }
}

/** The practice FotoWare server, in a process of its own. */
export class PracticeServer implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcess
  readonly #store: string

  private constructor(child: ChildProcess, url: string, store: string) {
    this.#child = child
    this.url = url
    this.#store = store
  }

  static async start(
    store: string,
    options: { chunkSizeBytes: number; processingMs: number },
  ): Promise<PracticeServer> {
    const { chunkSizeBytes, processingMs } = options
    const settings = JSON.stringify({ processingMs })
    const child = spawn(
      process.execPath,
      [PROGRAM, '--store', store, '--chunk-size', String(chunkSizeBytes), '--settings', settings],
      // A group of its own: Ctrl-C is for the demo, which ends the server last.
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    )
    const ended = once(child, 'exit').then(() => {
      throw new Error('The practice server has ended before it was ready.')
    })
    try {
      const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string]
      ended.catch(() => undefined)
      return new PracticeServer(child, (JSON.parse(line) as { url: string }).url, store)
    } catch (error) {
      await endProcess(child, 'SIGKILL')
      throw error
    }
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
    const reply = await fetch(`${this.url}/practice/${what}`)
    return (await reply.json()) as Answers[K]
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#child, 'SIGTERM')
  }
}
