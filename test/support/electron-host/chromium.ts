import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type BrowserContext, chromium, type Route } from 'playwright-core'

const CHROMIUM = process.env['SLUICE_CHROMIUM'] ?? '/usr/bin/chromium'
const SWITCHES = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]

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
