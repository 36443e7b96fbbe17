import path from 'node:path'
import { Menu, nativeImage, Tray, type NativeImage } from 'electron'
import type { TrayAction, TrayItem, TrayState } from './tray-menu.ts'

export interface TrayClicks {
  act: (action: TrayAction) => void
  showDelivery: (job: number) => void
}

/** The icon beside the clock. */
export class AppTray {
  readonly #tray: Tray
  readonly #iconDir: string
  readonly #clicks: TrayClicks
  #state: TrayState = 'idle'
  #shown = ''

  /** Where the desktop shows no tray it is made all the same, and nobody sees it: see tray-place.ts. */
  constructor(iconDir: string, clicks: TrayClicks) {
    this.#iconDir = iconDir
    this.#clicks = clicks
    this.#tray = new Tray(this.#icon('idle'))
    // On macOS a click opens the menu.
    if (process.platform !== 'darwin') this.#tray.on('click', () => clicks.act('open'))
  }

  show(state: TrayState, title: string, items: readonly TrayItem[]): void {
    if (state !== this.#state) this.#tray.setImage(this.#icon(state))
    this.#state = state
    this.#tray.setToolTip(`Sluice · ${title}`)
    // A menu that is replaced while it is open closes in a person's face.
    const shown = JSON.stringify(items)
    if (shown === this.#shown) return
    this.#shown = shown
    this.#tray.setContextMenu(Menu.buildFromTemplate(items.map((item) => this.#template(item))))
  }

  tell(title: string): void {
    this.#tray.setToolTip(`Sluice · ${title}`)
  }

  #template(item: TrayItem): Electron.MenuItemConstructorOptions {
    if (item.kind === 'separator') return { type: 'separator' }
    const { label, action } = item
    // An ampersand would be taken for the mark of a shortcut.
    const shown = label.replaceAll('&', '&&')
    if (action === null) return { label: shown, enabled: false }
    return {
      label: shown,
      click: () => {
        if (typeof action === 'string') this.#clicks.act(action)
        else this.#clicks.showDelivery(action.showDelivery)
      },
    }
  }

  #icon(state: TrayState): NativeImage {
    const isTemplate = process.platform === 'darwin'
    const image = nativeImage.createFromPath(
      path.join(this.#iconDir, `${state}${isTemplate ? 'Template' : ''}.png`),
    )
    image.setTemplateImage(isTemplate)
    return image
  }
}
