import { app, BrowserWindow, nativeImage, shell } from 'electron'
import { errorText } from '../engine/errors.ts'
import { nodeClock } from '../engine/node-ports.ts'
import { serveApp } from './app-protocol.ts'
import { AppWindow, partsOf } from './app-window.ts'
import { Badge, type BadgeSurface } from './badge.ts'
import { pickPaths } from './face.ts'
import { answerPages, tellWindow } from './ipc.ts'
import { isStartedAtLogin, setStartAtLogin } from './login-item.ts'
import { Power } from './power.ts'
import { Presence } from './presence.ts'
import { Quit } from './quit.ts'
import { denyPermissions } from './security.ts'
import type { ShellHost } from './shell-host.ts'
import type { StartOptions } from './start-options.ts'
import { AppTray } from './tray.ts'
import type { TrayAction } from './tray-menu.ts'
import { isTrayShown } from './tray-place.ts'
import type { WaitingFiles } from './waiting-files.ts'
import { WindowMemory } from './window-memory.ts'
import { openUpdater, ownUpdateWay } from './updater.ts'
import { Updates } from './updates.ts'
import { wordsFor } from './words.ts'

/** The app once it is ready and has its engine: joins window, tray, power and notifications. */
export class DesktopApp {
  readonly #options: StartOptions
  readonly #shell: ShellHost
  readonly #files: WaitingFiles
  readonly #mainDir: string
  readonly #window: AppWindow
  readonly #tray: AppTray | null
  readonly #quit: Quit
  readonly #updates: Updates
  #isTrayShown = true
  /** The page can be shown. */
  #isServed = false
  /** Somebody wants to see the window before it can be shown, or when the app is ending already. */
  #isWanted = false

  constructor(options: StartOptions, opened: ShellHost, files: WaitingFiles, mainDir: string) {
    this.#options = options
    this.#shell = opened
    this.#files = files
    this.#mainDir = mainDir
    const parts = partsOf(mainDir)
    const { host, log } = opened
    this.#tray = this.#openTray(parts.icons)
    const memory = new WindowMemory({ dataDir: options.dataDir, clock: nodeClock, log })
    const badge = new Badge(badgeSurface(parts.icons))
    this.#window = new AppWindow({
      preload: parts.preload,
      icon: `${parts.icons}/window.png`,
      log,
      files,
      memory,
      hasTray: () => this.#tray !== null && this.#isTrayShown,
      // An extension may have been switched on or off.
      onSeen: () => void this.#lookForTray(),
      isEnding: () => this.#quit.isEnding,
      onOpened: (window) => {
        tellWindow(host, window.webContents)
        window.on('show', () => {
          badge.again()
        })
      },
    })
    const power = new Power({ api: host, dataDir: options.dataDir, log, onShutdown: () => this.#end() })
    this.#updates = updatesOf(opened, (version) => {
      presence.updateIsReady(version)
    })
    const presence = new Presence({
      api: host,
      clock: nodeClock,
      log,
      tray: this.#tray,
      badge,
      power,
      settings: () => host.config.desktop,
      update: () => this.#updates.ready,
      isWatched: () => this.#window.isFocused,
      onNoticeClick: () => this.show(),
    })
    this.#quit = new Quit({
      onEnding: () => {
        presence.end()
        this.#updates.end()
        power.letSleep()
        this.#window.hide()
        this.#tray?.tell(this.#words().ending)
      },
      stop: async () => {
        await memory.flush()
        await opened.close()
      },
      onTrouble: (error) => log.error('Sluice could not end in good order', { error: errorText(error) }),
      onEnded: () => this.#comeBack(),
    })
  }

  /** Shows the window unless it was started hidden, then begins to deliver. */
  async start(isHidden: boolean): Promise<void> {
    const { host, log } = this.#shell
    app.on('child-process-gone', (_, { type, reason, name }) => {
      log.warn('A process of Chromium has ended', { type, reason, name })
    })
    denyPermissions()
    await Promise.all([serveApp(partsOf(this.#mainDir).page), this.#lookForTray()])
    answerPages(host, this.#files)
    host.on('config.changed', () => {
      this.#followSettings()
    })
    this.#isServed = true
    const isSilent = (isHidden || isStartedAtLogin()) && this.#tray !== null && this.#isTrayShown
    const isAsked = this.#isWanted || this.#files.areThere
    this.#isWanted = false
    if (!isSilent || isAsked) this.show()
    await host.start()
    this.#followSettings()
  }

  /** Brings the window up: as soon as that can be, and in a new start where this one is ending. */
  show(): void {
    if (this.#isServed && !this.#quit.isEnding) this.#window.show()
    else this.#isWanted = true
  }

  /** Files from outside: the window comes up and asks for destination and template. */
  takeFiles(paths: readonly string[]): void {
    this.#files.add(paths)
    this.show()
  }

  /** As the system wants it; only a person who quits twice is impatient. */
  #end(): void {
    if (!this.#quit.isEnding) app.quit()
  }

  /** Whoever started the app while it was ending is not left without it, and no file is forgotten. */
  #comeBack(): void {
    if (!this.#quit.isEnding || !this.#isWanted) return
    const { switches, place } = this.#options
    const own = app.isPackaged ? [] : process.argv.slice(1, 2)
    const appImage = process.env['APPIMAGE']
    app.relaunch({
      args: [...own, ...switches, ...place, ...this.#files.take()],
      // An AppImage runs from a place that is gone when it has ended.
      ...(appImage === undefined ? {} : { execPath: appImage }),
    })
  }

  async #lookForTray(): Promise<void> {
    this.#isTrayShown = await isTrayShown(process.env)
  }

  #openTray(iconDir: string): AppTray | null {
    try {
      return new AppTray(iconDir, {
        act: (action) => {
          this.#act(action).catch((error: unknown) => {
            this.#shell.log.warn('The tray could not carry this out', { action, error: errorText(error) })
          })
        },
        showDelivery: (job) => {
          void this.#showDelivery(job)
        },
      })
    } catch (error) {
      this.#shell.log.warn('This desktop has no tray; closing the window minimises it', {
        error: errorText(error),
      })
      return null
    }
  }

  async #act(action: TrayAction): Promise<void> {
    const { host } = this.#shell
    switch (action) {
      case 'open':
        this.show()
        break
      case 'pause':
        await host.call('engine.pause', {})
        break
      case 'resume':
        await host.call('engine.resume', {})
        break
      case 'upload-files':
      case 'upload-folder': {
        const paths = await pickPaths(action === 'upload-files' ? 'files' : 'folder')
        if (paths.length > 0) this.takeFiles(paths)
        break
      }
      case 'quit':
        app.quit()
        break
    }
  }

  async #showDelivery(job: number): Promise<void> {
    const detail = await this.#shell.host.call('jobs.detail', { id: job }).catch(() => null)
    if (detail?.file == null) this.show()
    else shell.showItemInFolder(detail.file)
  }

  #followSettings(): void {
    const { host, log } = this.#shell
    this.#updates.follow()
    setStartAtLogin(host.config.desktop.startAtLogin, this.#options.place).catch((error: unknown) => {
      log.warn('Starting at login could not be changed', { error: errorText(error) })
    })
  }

  #words(): ReturnType<typeof wordsFor> {
    return wordsFor(this.#shell.host.config.desktop.language, app.getLocale())
  }
}

function updatesOf({ host, log }: ShellHost, onReady: (version: string) => void): Updates {
  return new Updates({
    open: () => openUpdater(log),
    clock: nodeClock,
    log,
    isOn: () => host.config.updates === 'auto' && ownUpdateWay() === 'itself',
    onReady,
  })
}

function badgeSurface(iconDir: string): BadgeSurface {
  if (process.platform !== 'win32') return { setCount: (count) => app.setBadgeCount(count) }
  const icon = nativeImage.createFromPath(`${iconDir}/badge.png`)
  return {
    setOverlay: (words) => {
      for (const window of BrowserWindow.getAllWindows())
        window.setOverlayIcon(words === null ? null : icon, words ?? '')
    },
  }
}
