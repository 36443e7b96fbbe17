import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { powerMonitor, powerSaveBlocker } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import type { EngineApi, EngineStatus } from '../../shared/contract.ts'
import { errorText } from '../engine/errors.ts'
import { nodeClock } from '../engine/node-ports.ts'
import type { Log } from '../engine/ports.ts'
import { Awake } from './awake.ts'

export interface PowerOptions {
  api: Pick<EngineApi, 'call'>
  dataDir: string
  log: Log
  onShutdown: () => void
}

/**
 * Keeps the computer awake while something is sent, and brings the engine through sleep: chunks in flight are finished,
 * nothing new is begun, and after waking everything is looked at anew. A pause that a person asked for stays.
 */
export class Power {
  readonly #options: PowerOptions
  readonly #awake = new Awake()
  #blocker: number | null = null
  #changes: Promise<void> = Promise.resolve()

  constructor(options: PowerOptions) {
    this.#options = options
    powerMonitor.on('suspend', () => {
      this.#inTurn(() => this.#fallAsleep())
    })
    powerMonitor.on('resume', () => {
      this.#inTurn(() => this.#wakeUp())
    })
    const shutdown = (event?: { preventDefault(): void }): void => {
      // The system waits a few seconds for the chunk in flight. On macOS every way of quitting comes by here, and would
      // go on to quit a second time, which ends the app at once (https://github.com/electron/electron/issues/24105).
      event?.preventDefault()
      options.onShutdown()
    }
    powerMonitor.on('shutdown', shutdown)
    // The app may have ended while the computer slept; its pause must not outlive the night.
    this.#inTurn(() => this.#endOwnPause())
  }

  /** @param mayBlock `desktop.keepAwake` of the configuration */
  keepAwake(status: EngineStatus, mayBlock: boolean): void {
    const isNeeded = this.#awake.isNeeded(status, nodeClock.monotonic()) && mayBlock
    if (isNeeded) this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension')
    else this.letSleep()
  }

  letSleep(): void {
    if (this.#blocker !== null) powerSaveBlocker.stop(this.#blocker)
    this.#blocker = null
  }

  async #fallAsleep(): Promise<void> {
    const { api } = this.#options
    const { isPaused } = await api.call('engine.status', {})
    if (isPaused) return
    // Written first: a pause that nobody remembers would last for ever.
    await writeFileAtomic(this.#ownPause(), '', { mode: 0o600 })
    await api.call('engine.pause', {})
  }

  async #wakeUp(): Promise<void> {
    const { api } = this.#options
    await this.#endOwnPause()
    await api.call('folders.scan', {})
    // Without ids nothing failed is begun again; destinations that were waited for are tried at once.
    await api.call('jobs.retry', { ids: [] })
  }

  async #endOwnPause(): Promise<void> {
    const isOwn = await readFile(this.#ownPause()).then(
      () => true,
      () => false,
    )
    if (!isOwn) return
    await this.#options.api.call('engine.resume', {})
    await rm(this.#ownPause(), { force: true })
  }

  #ownPause(): string {
    return path.join(this.#options.dataDir, 'paused-by-sleep')
  }

  /** Sleeping and waking may follow each other faster than the engine answers. */
  #inTurn(change: () => Promise<void>): void {
    this.#changes = this.#changes.then(change).catch((error: unknown) => {
      this.#options.log.warn('Going to sleep or waking up was not told to the engine', {
        error: errorText(error),
      })
    })
  }
}
