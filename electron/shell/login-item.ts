import os from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import { writeAutostart } from './autostart.ts'

/**
 * Starts the app in the tray when the person signs in to the computer, or no longer. A development run changes nothing.
 * @param place what names data folder and configuration where these are not the usual ones
 */
export async function setStartAtLogin(isWanted: boolean, place: readonly string[]): Promise<void> {
  if (!app.isPackaged) return
  const args = ['--hidden', ...place]
  if (process.platform === 'linux') {
    // An AppImage runs from a place that is gone when it has ended; the file itself is named by APPIMAGE.
    const program = process.env['APPIMAGE'] ?? process.execPath
    await writeAutostart(configHome(process.env), isWanted ? program : null, args)
    return
  }
  // macOS starts the app without arguments, and so only at its usual place.
  if (process.platform === 'darwin' && place.length > 0) return
  if (app.getLoginItemSettings({ args }).openAtLogin === isWanted) return
  app.setLoginItemSettings({ openAtLogin: isWanted, args })
}

/** macOS gives no arguments to what it starts at login, and says so in another way. */
export function isStartedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

/** XDG Base Directory Specification: what is empty or relative counts as not set. */
function configHome(env: NodeJS.ProcessEnv): string {
  const named = env['XDG_CONFIG_HOME'] ?? ''
  return path.isAbsolute(named) ? named : path.join(os.homedir(), '.config')
}
