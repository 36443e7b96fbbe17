import { type Browser, chromium } from 'playwright-core'
import { CHROMIUM_SWITCHES } from '../support/chromium-switches.ts'

/** A name that somebody else could have, which leads to this computer (DNS rebinding). */
export const REBOUND_HOST = 'rebound.example'

const FLAGS = [...CHROMIUM_SWITCHES, `--host-resolver-rules=MAP ${REBOUND_HOST} 127.0.0.1`]

/** A Chromium without a screen, with a profile of its own that goes with it. As root it runs only without its sandbox. */
export async function launchChromium(executablePath: string): Promise<Browser> {
  return await chromium.launch({ executablePath, args: FLAGS, chromiumSandbox: false })
}
