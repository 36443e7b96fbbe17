import path from 'node:path'
import { BrowserWindow } from 'electron'
import { nodeClock } from '../engine/node-ports.ts'
import type { Log } from '../engine/ports.ts'
import { CHANNELS } from './channels.ts'
import { START_PAGE } from './own-page.ts'
import { Reloads } from './reloads.ts'
import type { WaitingFiles } from './waiting-files.ts'

const SIZE = { width: 1180, height: 780, minWidth: 760, minHeight: 480 }

export interface AppWindowOptions {
  preload: string
  icon: string
  log: Log
  files: WaitingFiles
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
    const { preload, icon, onOpened } = this.#options
    const window = new BrowserWindow({
      ...SIZE,
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
      if (!this.#options.isEnding()) window.show()
    })
    window.loadURL(START_PAGE).catch((error: unknown) => {
      this.#options.log.error('The window could not be shown', { error: String(error) })
      this.#isBlank = true
    })
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

/** Where the built parts lie, seen from the bundled `main.js`. */
export function partsOf(mainDir: string): { preload: string; page: string; icons: string } {
  return {
    preload: path.join(mainDir, 'preload.cjs'),
    page: path.join(mainDir, '..', 'renderer'),
    icons: path.join(mainDir, 'icons'),
  }
}
