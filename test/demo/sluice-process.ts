import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Api, EngineStatus } from '../../shared/contract.ts'
import { connectControl, type ControlClient } from '../../electron/control/control-client.ts'
import { endProcess } from './child-process.ts'
import { until } from './until.ts'
import type { Workplace } from './workplace.ts'

const PROGRAM = path.resolve(import.meta.dirname, '../../electron/cli/main.ts')

export interface SluiceOptions {
  place: Workplace
  signal: AbortSignal
  /** Hears when it has ended although nobody wanted it to. */
  onUnexpectedEnd: (error: Error) => void
}

/** `sluice run`, as a person would start it, in this terminal. */
export class SluiceProcess implements AsyncDisposable {
  readonly #options: SluiceOptions
  readonly #child: ChildProcess
  #control: ControlClient | null = null
  #isEnding = false

  constructor(options: SluiceOptions) {
    const { place, onUnexpectedEnd } = options
    this.#options = options
    this.#child = spawn(process.execPath, [PROGRAM, 'run', '--data', place.dataDir], {
      stdio: 'inherit',
      env: { ...process.env, SLUICE_SECRETS: 'file' },
    })
    this.#child.once('exit', (code, signal) => {
      this.#control?.close()
      if (this.#isEnding) return
      onUnexpectedEnd(new Error(`Sluice has ended by itself (${signal ?? `exit code ${String(code)}`}).`))
    })
  }

  /** Resolves when so many files are delivered and nothing is left to do. @throws Error when one has failed */
  async untilDelivered(files: number): Promise<void> {
    await this.#untilCounts('the last file to arrive', ({ done, failed }) => {
      if (failed.jobs > 0) throw new Error(`${failed.jobs} files could not be delivered.`)
      return done.jobs >= files
    })
  }

  /** Resolves when so many jobs have come to an end, a good or a bad one, and nothing is left to do. */
  async untilAtRest(jobs: number): Promise<void> {
    await this.#untilCounts('all to be at rest', ({ done, failed, rejected, cancelled }) => {
      return done.jobs + failed.jobs + rejected.jobs + cancelled.jobs >= jobs
    })
  }

  async #untilCounts(what: string, isEnough: (counts: EngineStatus['counts']) => boolean): Promise<void> {
    const { place, signal } = this.#options
    await until(
      what,
      async () => {
        this.#control ??= await connectControl(place.dataDir)
        if (this.#control === null) return null
        const { counts } = await this.#control.call('engine.status', {})
        if (counts.waiting.jobs + counts.uploading.jobs + counts.confirming.jobs > 0) return null
        return isEnough(counts) ? true : null
      },
      { signal },
    )
  }

  /** The engine, once it has been waited for. */
  get api(): Api {
    if (this.#control === null) throw new Error('Sluice cannot be spoken to yet.')
    return this.#control
  }

  /** Stays for as long as nobody wants an end. */
  async untilAborted(): Promise<void> {
    const { signal } = this.#options
    if (!signal.aborted) await once(signal, 'abort')
  }

  /** An orderly end, as Ctrl-C brings it. */
  async end(): Promise<void> {
    this.#isEnding = true
    await endProcess(this.#child, 'SIGTERM')
  }

  /** `kill -9`: it gets no chance to write anything down. */
  async kill(): Promise<void> {
    this.#isEnding = true
    await endProcess(this.#child, 'SIGKILL')
  }

  /** The data folder is thrown away as well, so nothing is worth waiting for. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}
