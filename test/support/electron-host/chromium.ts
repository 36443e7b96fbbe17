import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type BrowserContext, chromium, type Route } from 'playwright-core'
import { CHROMIUM_SWITCHES } from '../chromium-switches.ts'

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const SWITCHES = [...CHROMIUM_SWITCHES, '--no-sandbox', '--remote-debugging-port=0']

export interface Browser {
  context: BrowserContext
  /** Where a test can connect to the same browser. */
  port: number
}

/** Starts the Chromium whose pages are the windows. Every request passes through `onRoute`. */
export async function startChromium(
  profileDir: string,
  onRoute: (route: Route) => Promise<void>,
): Promise<Browser> {
  if (!existsSync(CHROMIUM)) throw new Error(`The stand-in for Electron needs ${CHROMIUM}`)
  const context = await chromium.launchPersistentContext(profileDir, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1180, height: 780 },
    args: SWITCHES,
  })
  await context.route('**/*', onRoute)
  const [line] = (await readFile(path.join(profileDir, 'DevToolsActivePort'), 'utf8')).split('\n')
  return { context, port: Number(line) }
}
