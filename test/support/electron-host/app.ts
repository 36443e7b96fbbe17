import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { HostWindow } from './browser-window.ts'
import { hostEvent } from './events.ts'
import { host } from './host.ts'
import { InstanceLock } from './instance-lock.ts'

type Has = Pick<
  Electron.App,
  | 'isPackaged'
  | 'whenReady'
  | 'isReady'
  | 'setPath'
  | 'getPath'
  | 'setName'
  | 'getName'
  | 'getLocale'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'quit'
  | 'exit'
  | 'relaunch'
>

export class HostApp extends EventEmitter implements Has {
  readonly isPackaged = false
  readonly #paths = new Map([['downloads', path.join(os.homedir(), 'Downloads')]])
  readonly #whenReady = Promise.withResolvers<undefined>()
  #lock: InstanceLock | null = null
  #name = 'app'
  #badge = 0
  #isReady = false
  #isQuitting = false
  #isExiting = false

  isReady(): boolean {
    return this.#isReady
  }
  async whenReady(): Promise<void> {
    await this.#whenReady.promise
  }
  setPath(name: string, place: string): void {
    this.#paths.set(name, place)
  }
  getPath(name: string): string {
    const place = this.#paths.get(name)
    if (place === undefined) throw new Error(`The stand-in for Electron was told no path for ${name}`)
    return place
  }
  setName(name: string): void {
    this.#name = name
  }
  getName(): string {
    return this.#name
  }
  getLocale(): string {
    return 'en-GB'
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
  }
  setBadgeCount(count = 0): boolean {
    this.#badge = count
    return true
  }
  getBadgeCount(): number {
    return this.#badge
  }

  requestSingleInstanceLock(data?: Record<string, unknown>): boolean {
    const userData = this.getPath('userData')
    mkdirSync(userData, { recursive: true })
    this.#lock = new InstanceLock(userData)
    return this.#lock.take((second) => {
      this.emit('second-instance', hostEvent({}), second.argv, second.cwd, second.data)
    }, data)
  }

  quit(): void {
    setImmediate(() => this.#quit())
  }

  exit(code = 0): void {
    if (this.#isExiting) return
    this.#isExiting = true
    this.emit('quit', hostEvent({}), code)
    this.#lock?.release()
    void host.close().finally(() => process.exit(code))
  }

  /** Said and not done: nothing is started that a test would have to end. */
  relaunch(options: Electron.RelaunchOptions = {}): void {
    process.stderr.write(`[relaunch] ${JSON.stringify(options)}\n`)
  }

  /** Opens the browser, once the app's own first turn of the event loop is over. */
  async start(): Promise<void> {
    if (this.#isExiting) return
    await host.open(path.join(this.getPath('userData'), 'chromium'))
    this.#isReady = true
    this.#whenReady.resolve(undefined)
    this.emit('ready', hostEvent({}), {})
  }

  #quit(): void {
    if (this.#isQuitting || this.#isExiting) return
    const event = hostEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#isQuitting = true
    for (const window of HostWindow.getAllWindows()) window.close()
    this.#isQuitting = false
    if (HostWindow.getAllWindows().length > 0) return
    const last = hostEvent({})
    this.emit('will-quit', last)
    if (!last.defaultPrevented) this.exit(0)
  }
}
