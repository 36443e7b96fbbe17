import { EventEmitter } from 'node:events'
import type { Page } from 'playwright-core'
import { toChromium } from './addresses.ts'
import { hostEvent } from './events.ts'
import { host, type ShownWindow } from './host.ts'
import { hostScreen } from './screen.ts'
import { strict } from './strict.ts'
import { HostWebContents } from './web-contents.ts'

type Has = Pick<
  Electron.BrowserWindow,
  | 'loadURL'
  | 'show'
  | 'hide'
  | 'focus'
  | 'blur'
  | 'minimize'
  | 'restore'
  | 'close'
  | 'destroy'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'maximize'
  | 'unmaximize'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'setOverlayIcon'
  | 'isDestroyed'
>

/** A page of Chromium that believes to be a window: shown, hidden and focused are remembered, not seen. */
export class HostWindow extends EventEmitter implements Has, ShownWindow {
  static readonly #all = new Set<HostWindow>()
  readonly webContents = strict('webContents', new HostWebContents())
  readonly #ready: Promise<Page>
  #isVisible: boolean
  #isFocused = false
  #isMinimized = false
  #isMaximized = false
  #bounds: Electron.Rectangle
  #isDestroyed = false
  /** The app itself loads a page: that is no navigation. */
  #isLoading = false

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super()
    const { contextIsolation, nodeIntegration, sandbox, webSecurity, preload } = options.webPreferences ?? {}
    if (contextIsolation === false || nodeIntegration === true || sandbox === false || webSecurity === false)
      throw new Error('The stand-in for Electron opens no unprotected windows')
    this.#isVisible = options.show !== false
    this.#bounds = firstBounds(options)
    this.#ready = this.#open(preload)
    this.#ready.catch((error: unknown) => {
      process.stderr.write(`The window could not be opened: ${String(error)}\n`)
    })
    host.windows.add(this)
    HostWindow.#all.add(this)
    host.emit('window', this)
  }

  static getAllWindows(): HostWindow[] {
    return [...HostWindow.#all]
  }

  async loadURL(address: string): Promise<void> {
    const page = await this.#ready
    this.#isLoading = true
    try {
      await page.goto(toChromium(address), { waitUntil: 'load' })
    } finally {
      this.#isLoading = false
    }
    this.webContents.emit('did-finish-load', hostEvent({}))
    this.emit('ready-to-show', hostEvent({}))
  }

  show(): void {
    this.#isVisible = true
    this.emit('show')
    this.focus()
  }
  hide(): void {
    this.#isVisible = false
    this.#isFocused = false
    this.emit('hide')
  }
  focus(): void {
    this.#isFocused = true
    this.emit('focus')
  }
  blur(): void {
    this.#isFocused = false
    this.emit('blur')
  }
  minimize(): void {
    this.#isMinimized = true
    this.#isFocused = false
  }
  restore(): void {
    this.#isMinimized = false
  }
  close(): void {
    const event = hostEvent({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    host.windows.delete(this)
    HostWindow.#all.delete(this)
    this.webContents.destroy()
    this.emit('closed')
    void this.#ready.then((page) => page.close()).catch(() => undefined)
  }
  isVisible(): boolean {
    return this.#isVisible
  }
  isFocused(): boolean {
    return this.#isFocused
  }
  isMinimized(): boolean {
    return this.#isMinimized
  }
  isMaximized(): boolean {
    return this.#isMaximized
  }
  maximize(): void {
    if (this.#isMaximized) return
    this.#isMaximized = true
    this.#isVisible = true
    this.emit('resize')
    this.emit('maximize')
  }
  unmaximize(): void {
    if (!this.#isMaximized) return
    this.#isMaximized = false
    this.emit('resize')
    this.emit('unmaximize')
  }
  getBounds(): Electron.Rectangle {
    return this.#isMaximized ? hostScreen.getDisplayMatching(this.#bounds).workArea : { ...this.#bounds }
  }
  getNormalBounds(): Electron.Rectangle {
    return { ...this.#bounds }
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds
    this.#bounds = { ...before, ...bounds }
    const { x, y, width, height } = this.#bounds
    if (width !== before.width || height !== before.height) this.emit('resize')
    if (x !== before.x || y !== before.y) this.emit('move')
  }
  setOverlayIcon(icon: object | null, words: string): void {
    if (icon !== null && words === '') throw new Error('An icon without words helps nobody')
  }
  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  shows(page: Page): boolean {
    return this.#page === page
  }

  /** Asks the app whether a page may go there by itself. */
  isForbidden(url: string, isMainFrame: boolean): boolean {
    if (this.#isLoading && isMainFrame) return false
    const event = hostEvent({ url, isMainFrame })
    if (isMainFrame) this.webContents.emit('will-navigate', event, url)
    this.webContents.emit('will-frame-navigate', event)
    return event.defaultPrevented
  }

  #page: Page | null = null

  async #open(preload: string | undefined): Promise<Page> {
    const { context } = host.browser
    const used = [...HostWindow.#all].map((window) => window.#page)
    const blank = context.pages().find((page) => page.url() === 'about:blank' && !used.includes(page))
    const page = blank ?? (await context.newPage())
    this.#page = page
    await this.webContents.attach(page, preload)
    return page
  }
}

/** In the middle of the main screen, unless the app says where. */
function firstBounds({
  x,
  y,
  width = 800,
  height = 600,
}: Electron.BrowserWindowConstructorOptions): Electron.Rectangle {
  const { workArea } = hostScreen.getPrimaryDisplay()
  return {
    x: x ?? workArea.x + Math.round((workArea.width - width) / 2),
    y: y ?? workArea.y + Math.round((workArea.height - height) / 2),
    width,
    height,
  }
}
