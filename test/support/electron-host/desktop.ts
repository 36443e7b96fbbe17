import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'

/** The desktop's own parts: what is asked of them is kept, and tests press on it. Nothing is seen. */

type MenuTemplate = Electron.MenuItemConstructorOptions

export class HostMenuItem implements Pick<Electron.MenuItem, 'label' | 'enabled' | 'type'> {
  readonly label: string
  readonly enabled: boolean
  readonly type: Electron.MenuItem['type']
  readonly #click: MenuTemplate['click']

  constructor({ label, enabled, type, click, ...others }: MenuTemplate) {
    if (Object.keys(others).length > 0)
      throw new Error(`The stand-in for Electron has no menu items with ${Object.keys(others).join(', ')}`)
    this.label = label ?? ''
    this.enabled = enabled ?? true
    this.type = type ?? 'normal'
    this.#click = click
  }

  /** What Electron does when a person clicks; a line that is greyed out does nothing. */
  click(): void {
    if (this.enabled) Reflect.apply(this.#click ?? (() => undefined), this, [this, undefined, {}])
  }
}

export class HostMenu {
  readonly items: HostMenuItem[]

  constructor(items: HostMenuItem[]) {
    this.items = items
  }

  static setApplicationMenu(menu: HostMenu | null): void {
    if (menu !== null) throw new Error('The stand-in for Electron has no menu bar')
  }

  static buildFromTemplate(template: MenuTemplate[]): HostMenu {
    return new HostMenu(template.map((item) => new HostMenuItem(item)))
  }
}

export class HostImage implements Pick<Electron.NativeImage, 'isEmpty' | 'setTemplateImage'> {
  readonly file: string
  isTemplate = false

  constructor(file: string) {
    this.file = file
  }

  isEmpty(): boolean {
    return !existsSync(this.file)
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate
  }
}

export const hostNativeImage = { createFromPath: (file: string): HostImage => new HostImage(file) }

/** `SLUICE_STAND_IN_TRAY=none` imitates a desktop without one. */
export class HostTray extends EventEmitter {
  constructor(image: HostImage) {
    super()
    if (process.env['SLUICE_STAND_IN_TRAY'] === 'none') throw new Error('There is no tray')
    this.setImage(image)
  }

  setImage(image: HostImage): void {
    if (image.isEmpty()) throw new Error(`There is no icon at ${image.file}`)
  }

  setToolTip(text: string): void {
    if (text === '') throw new Error('An icon without words helps nobody')
  }

  setContextMenu(menu: HostMenu | null): void {
    if (menu?.items.length === 0) throw new Error('An empty menu cannot be opened')
  }
}

export class HostNotification extends EventEmitter {
  readonly title: string
  readonly body: string

  constructor({ title = '', body = '' }: Electron.NotificationConstructorOptions) {
    super()
    this.title = title
    this.body = body
  }

  static isSupported(): boolean {
    return true
  }

  show(): void {
    this.emit('show')
  }
}

/** Cancels everything, as a person who is not there. Tests put answers of their own in its place. */
export const hostDialog = {
  showOpenDialog: (): Promise<Electron.OpenDialogReturnValue> =>
    Promise.resolve({ canceled: true, filePaths: [] }),
  showSaveDialog: (): Promise<Electron.SaveDialogReturnValue> =>
    Promise.resolve({ canceled: true, filePath: '' }),
  showMessageBox: (
    ...args: [Electron.MessageBoxOptions] | [unknown, Electron.MessageBoxOptions]
  ): Promise<Electron.MessageBoxReturnValue> => {
    const { message, detail } = args.length === 1 ? args[0] : args[1]
    process.stderr.write(`[dialog] ${message}: ${detail ?? ''}\n`)
    return Promise.resolve({ response: 0, checkboxChecked: false })
  },
  showErrorBox: (title: string, content: string): void => {
    process.stderr.write(`[dialog] ${title}: ${content}\n`)
  },
}

export const hostShell = {
  openExternal: (): Promise<void> => Promise.resolve(),
  showItemInFolder: (): void => undefined,
  trashItem: (): Promise<void> => Promise.reject(new Error('The stand-in for Electron has no trash')),
} satisfies Partial<Electron.Shell>

class HostPowerSaveBlocker implements Pick<Electron.PowerSaveBlocker, 'start' | 'stop' | 'isStarted'> {
  readonly #running = new Set<number>()
  #last = 0

  start(): number {
    this.#running.add(++this.#last)
    return this.#last
  }
  stop(id: number): boolean {
    return this.#running.delete(id)
  }
  isStarted(id: number): boolean {
    return this.#running.has(id)
  }
}

export const hostPowerSaveBlocker = new HostPowerSaveBlocker()
export const hostPowerMonitor = new EventEmitter()
