import { z } from 'zod'
import { HostApp } from './app.ts'
import { HostWindow } from './browser-window.ts'
import {
  HostMenu,
  HostNotification,
  HostTray,
  hostDialog,
  hostNativeImage,
  hostPowerMonitor,
  hostPowerSaveBlocker,
  hostShell,
} from './desktop.ts'
import { hostEvent } from './events.ts'
import { host } from './host.ts'
import { ipcMain as hostIpcMain } from './ipc-main.ts'
import { hostSafeStorage } from './safe-storage.ts'
import { hostScreen } from './screen.ts'
import { hostDefaultSession, hostProtocol } from './session.ts'
import { strict } from './strict.ts'

/** The module that a program under the stand-in gets for `electron`. */

const hostApp = new HostApp()
export const app = strict('app', hostApp)
export const BrowserWindow = HostWindow
export const Menu = HostMenu
export const Notification = HostNotification
export const Tray = HostTray
export const dialog = strict('dialog', hostDialog)
export const ipcMain = strict('ipcMain', hostIpcMain)
export const nativeImage = strict('nativeImage', hostNativeImage)
export const powerMonitor = strict('powerMonitor', hostPowerMonitor)
export const powerSaveBlocker = strict('powerSaveBlocker', hostPowerSaveBlocker)
export const protocol = strict('protocol', hostProtocol)
export const safeStorage = strict('safeStorage', hostSafeStorage)
export const screen = strict('screen', hostScreen)
export const session = strict('session', { defaultSession: strict('session', hostDefaultSession) })
export const shell = strict('shell', hostShell)

const electron = {
  app,
  BrowserWindow,
  Menu,
  Notification,
  Tray,
  dialog,
  powerMonitor,
  powerSaveBlocker,
  safeStorage,
  screen,
  session,
  shell,
}
/** What functions of a test that run inside the app are given. */
export type StandIn = typeof electron

Object.defineProperty(process.versions, 'electron', { value: '0.0.0-stand-in', enumerable: true })

host.on('window', (window: HostWindow) => {
  hostApp.emit('web-contents-created', hostEvent({}), window.webContents)
})

const Order = z.object({ id: z.number(), fn: z.string(), arg: z.unknown().optional() })

/** As Playwright's `electronApp.evaluate`: a function of the test runs inside the app. */
async function obey(message: unknown): Promise<void> {
  const { id, fn, arg } = Order.parse(message)
  try {
    const work = (0, eval)(`(${fn})`) as (module: StandIn, arg: unknown) => unknown
    process.send?.({ id, value: (await work(electron, arg)) ?? null })
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

if (process.send !== undefined) {
  process.on('message', (message) => void obey(message))
  // The test is gone: so is the app.
  process.on('disconnect', () => process.exit(1))
}
process.on('SIGTERM', () => app.quit())

setImmediate(() => {
  hostApp.start().then(
    () => process.send?.({ port: host.isOpen ? host.browser.port : 0 }),
    (error: unknown) => {
      process.stderr.write(`The stand-in for Electron cannot start: ${String(error)}\n`)
      process.exit(70)
    },
  )
})
