import { existsSync } from 'node:fs'
import path from 'node:path'
import type { FaceInfo } from '../../shared/contract.ts'
import { errorText } from '../engine/errors.ts'
import type { Clock, Log, Timer } from '../engine/ports.ts'

/** What is needed of electron-updater. */
export interface Updater {
  autoDownload: boolean
  /** Asked when the app has ended in good order. */
  autoInstallOnAppQuit: boolean
  on(event: 'update-downloaded', listener: (info: { version: string }) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  checkForUpdates(): Promise<{ downloadPromise?: Promise<unknown> | null } | null>
}

export interface UpdatesOptions {
  open: () => Promise<Updater>
  clock: Clock
  log: Log
  /** `updates` of the configuration. */
  isOn: () => boolean
  /** A version was downloaded and checked; told once for each. */
  onReady: (version: string) => void
}

const LOOK_EVERY_MS = 24 * 3600 * 1000

/**
 * Looks for a newer Sluice at the start and once a day, and downloads it. It is installed when a person quits, after the
 * engine has ended in good order; nothing is ever ended or started for it.
 */
export class Updates {
  readonly #options: UpdatesOptions
  readonly #told = new Set<string>()
  #updater: Updater | null = null
  #timer: Timer | null = null
  #ready: string | null = null
  #isOn = false
  #isLooking = false

  constructor(options: UpdatesOptions) {
    this.#options = options
  }

  /** The version that is installed at the end; null while there is none. */
  get ready(): string | null {
    return this.#isOn ? this.#ready : null
  }

  /** Begins, and takes up a change of the settings. */
  follow(): void {
    const isOn = this.#options.isOn()
    if (isOn === this.#isOn) return
    this.#isOn = isOn
    if (this.#updater !== null) this.#updater.autoInstallOnAppQuit = isOn
    if (isOn) this.#lookNow()
    else this.end()
  }

  /** Looks no more; what is ready is installed all the same. */
  end(): void {
    this.#timer?.cancel()
    this.#timer = null
  }

  #lookNow(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    void this.#look().finally(() => {
      this.#isLooking = false
      if (this.#isOn) this.#lookTomorrow()
    })
  }

  #lookTomorrow(): void {
    this.#timer?.cancel()
    this.#timer = this.#options.clock.after(
      LOOK_EVERY_MS,
      () => {
        this.#lookNow()
      },
      true,
    )
  }

  async #look(): Promise<void> {
    try {
      this.#updater ??= await this.#open()
      const found = await this.#updater.checkForUpdates()
      await found?.downloadPromise
    } catch (error) {
      this.#options.log.warn('No newer Sluice could be looked for', { error: errorText(error) })
    }
  }

  async #open(): Promise<Updater> {
    const updater = await this.#options.open()
    updater.autoDownload = true
    updater.autoInstallOnAppQuit = this.#isOn
    updater.on('update-downloaded', ({ version }) => {
      this.#readyWith(version)
    })
    // Comes by the promise as well; an event that nobody hears would end the app.
    updater.on('error', () => undefined)
    return updater
  }

  #readyWith(version: string): void {
    this.#ready = version
    if (!this.#isOn || this.#told.has(version)) return
    this.#told.add(version)
    this.#options.log.info('A newer Sluice is ready', { version })
    this.#options.onReady(version)
  }
}

export interface Installation {
  isPackaged: boolean
  resourcesDir: string
  platform: NodeJS.Platform
  env: Readonly<Record<string, string | undefined>>
}

/** How this Sluice comes to a newer version: only an AppImage can replace itself on Linux, and only with a feed. */
export function updateWay({ isPackaged, resourcesDir, platform, env }: Installation): FaceInfo['updates'] {
  if (!isPackaged) return 'none'
  if (platform === 'linux' && (env['APPIMAGE'] ?? '') === '') return 'package-manager'
  return existsSync(path.join(resourcesDir, 'app-update.yml')) ? 'itself' : 'none'
}
