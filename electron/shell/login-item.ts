import os from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import { writeAutostart } from './autostart.ts'

/** Starts the app in the tray when the person signs in to the computer, or no longer. A development run changes nothing. */
export async function setStartAtLogin(isWanted: boolean): Promise<void> {
  if (!app.isPackaged) return
  if (process.platform === 'linux') {
    const configHome = process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config')
    // An AppImage runs from a place that is gone when it has ended; the file itself is named by APPIMAGE.
    await writeAutostart(configHome, isWanted ? (process.env['APPIMAGE'] ?? process.execPath) : null)
    return
  }
  if (app.getLoginItemSettings({ args: ['--hidden'] }).openAtLogin === isWanted) return
  app.setLoginItemSettings({ openAtLogin: isWanted, args: ['--hidden'] })
}
