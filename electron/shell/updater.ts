import { app } from 'electron'
import type { FaceInfo } from '../../shared/contract.ts'
import { errorText } from '../engine/errors.ts'
import type { Log } from '../engine/ports.ts'
import { type Updater, updateWay } from './updates.ts'

/** How the app that runs comes to a newer version. */
export function ownUpdateWay(): FaceInfo['updates'] {
  return updateWay({
    isPackaged: app.isPackaged,
    resourcesDir: process.resourcesPath,
    platform: process.platform,
    env: process.env,
  })
}

/** electron-updater for this system. It reads the feed's address from `app-update.yml`, which the packager wrote. */
export async function openUpdater(log: Log): Promise<Updater> {
  const { AppImageUpdater, MacUpdater, NsisUpdater } = await import('electron-updater')
  const updater =
    process.platform === 'win32'
      ? new NsisUpdater()
      : process.platform === 'darwin'
        ? new MacUpdater()
        : new AppImageUpdater()
  // Failures are told once, by who has asked.
  const quietly = (message?: unknown): void => {
    log.debug(errorText(message))
  }
  updater.logger = { info: quietly, warn: quietly, error: quietly, debug: quietly }
  return updater
}
