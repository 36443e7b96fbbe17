import path from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { nodeClock } from '../engine/node-ports.ts'
import type { Log } from '../engine/ports.ts'
import { CHANNELS } from './channels.ts'
import { START_PAGE } from './own-page.ts'
import { Reloads } from './reloads.ts'
import type { WindowMemory } from './window-memory.ts'
import { type Area, placeOn } from './window-place.ts'
import type { WaitingFiles } from './waiting-files.ts'

const SIZE = { width: 1180, height: 780, minWidth: 760, minHeight: 480 }

export interface AppWindowOptions {
  preload: string
  icon: string
  log: Log
  files: WaitingFiles
  memory: WindowMemory
  /** Where closing leaves the app running: true while there is a tray to come back from. */
  hasTray: () => boolean
  /** A person has the window before them. */
  onSeen: () => void
  isEnding: () => boolean
  onOpened: (window: BrowserWindow) => void
}

/** The one window. Closing it keeps it in the tray; where there is no tray it is minimised instead. */
export class AppWindow {
  readonly #options: AppWindowOptions
  #window: BrowserWindow | null = null
  readonly #reloads = new Reloads()
  /** Its page has ended or did not come: it is loaded when somebody wants to see it. */
  #isBlank = false

  constructor(options: AppWindowOptions) {
    this.#options = options
    options.files.whenWaiting(() => {
      // What a page takes while the app ends goes with it.
      if (this.#window !== null && !options.isEnding()) this.#window.webContents.send(CHANNELS.files)
    })
  }

  get isFocused(): boolean {
    return this.#window?.isFocused() ?? false
  }

  /** Opens the window, or brings the one that is there to the front. */
  show(): void {
    const window = this.#window
    if (window === null) {
      this.#open()
      return
    }
    if (this.#isBlank) this.#reload(window)
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  hide(): void {
    this.#window?.hide()
  }

  #open(): void {
    const { preload, icon, memory, onOpened } = this.#options
    const was = memory.recall()
    const window = new BrowserWindow({
      ...SIZE,
      ...(was === null ? {} : placeOn(screens(), was)),
      show: false,
      title: 'Sluice',
      icon,
      autoHideMenuBar: true,
      webPreferences: {
        preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        navigateOnDragDrop: false,
        spellcheck: false,
      },
    })
    this.#window = window
    this.#keepOpen(window)
    this.#mendWhenGone(window)
    onOpened(window)
    window.on('focus', this.#options.onSeen)
    window.once('ready-to-show', () => {
      if (was?.isMaximized === true) window.maximize()
      if (!this.#options.isEnding()) window.show()
      this.#rememberPlace(window)
    })
    window.loadURL(START_PAGE).catch((error: unknown) => {
      this.#options.log.error('The window could not be shown', { error: String(error) })
      this.#isBlank = true
    })
  }

  #rememberPlace(window: BrowserWindow): void {
    const changed = (): void => {
      // Some desktops move a window that is minimised or hidden far away.
      if (window.isDestroyed() || window.isMinimized() || !window.isVisible()) return
      this.#options.memory.changed({ ...window.getNormalBounds(), isMaximized: window.isMaximized() })
    }
    window.on('resize', changed)
    window.on('move', changed)
    window.on('maximize', changed)
    window.on('unmaximize', changed)
  }

  #keepOpen(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (this.#options.isEnding()) return
      event.preventDefault()
      if (this.#options.hasTray()) window.hide()
      else window.minimize()
    })
    window.once('closed', () => {
      this.#window = null
    })
  }

  #mendWhenGone(window: BrowserWindow): void {
    window.webContents.on('render-process-gone', (_, { reason }) => {
      this.#options.log.error('The page of the window has ended', { reason })
      this.#isBlank = true
      if (!this.#options.isEnding() && this.#reloads.mayReload(nodeClock.monotonic())) this.#reload(window)
    })
  }

  #reload(window: BrowserWindow): void {
    this.#isBlank = false
    window.webContents.reload()
  }
}

/** What windows may use of each display, the main one first. */
function screens(): Area[] {
  const main = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id)
  return [main, ...others].map(({ workArea }) => workArea)
}

/** Where the built parts lie, seen from the bundled `main.js`. */
export function partsOf(mainDir: string): { preload: string; page: string; icons: string } {
  return {
    preload: path.join(mainDir, 'preload.cjs'),
    page: path.join(mainDir, '..', 'renderer'),
    icons: path.join(mainDir, 'icons'),
  }
}
