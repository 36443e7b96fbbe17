import path from 'node:path'
import { _electron } from 'playwright-core'
import { electronProgram } from '../../build/start.ts'
import { type LaunchedApp, launchStandIn, type LaunchOptions } from '../support/electron-host/launch.ts'

const ELECTRON = path.resolve(import.meta.dirname, '../../node_modules/electron')

/** Electron's own program, where it has been downloaded; null where it has not. */
export function electronBinary(): string | null {
  return electronProgram(ELECTRON)
}

/** Starts the app under Electron where that is there, else under the stand-in. */
export async function launchApp(options: LaunchOptions): Promise<LaunchedApp> {
  const executablePath = electronBinary()
  if (executablePath === null) return await launchStandIn(options)
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...options.env }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  )
  // Continuous integration often runs as root, where Chromium has no sandbox to offer.
  const args = [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...options.args]
  const app = await _electron.launch({ executablePath, args, env })
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
  return {
    evaluate: app.evaluate.bind(app),
    firstWindow: app.firstWindow.bind(app),
    windows: app.windows.bind(app),
    process: app.process.bind(app),
    quit: async () => {
      // The answer is lost with the app.
      app.evaluate((electron) => electron.app.quit()).catch(() => undefined)
      return await ended
    },
  }
}
