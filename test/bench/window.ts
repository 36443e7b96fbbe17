import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ensureChromium } from '../../build/prepare-machine.ts'
import { windowFiles } from '../../electron/headless/window-files.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { benchArrivals } from './window-arrivals.ts'
import { benchIdle } from './window-idle.ts'
import { benchOpening } from './window-opening.ts'
import { say } from './window-report.ts'
import { makeXmpPhotos } from './xmp-photos.ts'

/**
 * `npm run bench:window`: the window and the engine behind it, in a real Chromium.
 *   --jobs N (1000000), --files N (10000), --rounds N (7 openings; 1 of all else)   --only opening|arrivals|idle
 */
const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '1000000' },
    files: { type: 'string', default: '10000' },
    rounds: { type: 'string' },
    only: { type: 'string' },
  },
})
const isWanted = (name: string): boolean => values.only === undefined || values.only === name
const rounds = Number(values.rounds ?? 1)
const executable = await ensureChromium({ say })
await windowFiles(say)
const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-window-'))
const browser = await launchChromium(executable)
try {
  if (isWanted('opening'))
    await benchOpening(dir, browser, { jobs: Number(values.jobs), rounds: Number(values.rounds ?? 7) })
  if (isWanted('arrivals')) {
    const photos = path.join(dir, 'photos')
    const names = await makeXmpPhotos(photos, Number(values.files))
    for (let round = 0; round < rounds; round++)
      for (const hasTemplate of [false, true]) {
        const place = path.join(dir, `arrivals-${round}-${hasTemplate ? 'template' : 'plain'}`)
        await benchArrivals(place, browser, { photos, names, hasTemplate })
        await rm(place, { recursive: true, force: true })
      }
  }
  if (isWanted('idle')) await benchIdle(dir, browser)
} finally {
  await browser.close()
  await rm(dir, { recursive: true, force: true })
}
