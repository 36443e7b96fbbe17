import path from 'node:path'
import type { Browser } from 'playwright-core'
import { until } from '../support/until.ts'
import { fillDelivered } from './delivered-folder.ts'
import { cpuSecondsOf, descendantsOf } from './process-tree.ts'
import { machineLoad, row, say } from './window-report.ts'
import { configure, LIST, makePlace, NOWHERE, WindowRun } from './window-run.ts'

const DIRECTORIES = 1_000
const PER_DIRECTORY = 100
/** What the start has left to do (garbage of the first scan, proving the watcher) is over by then. */
const SETTLE_MS = 30_000
const MEASURED_MS = 60_000
const SCANNED_WITHIN_MS = 300_000

/** What an engine with nothing to do costs: a large folder in which all is delivered, with a window and without. */
export async function benchIdle(dir: string, browser: Browser): Promise<void> {
  const files = (DIRECTORIES * PER_DIRECTORY).toLocaleString('en')
  say(`\nNothing to do: ${files} delivered files in ${DIRECTORIES.toLocaleString('en')} directories`)
  const place = await makePlace(path.join(dir, 'idle'))
  await configure(place, NOWHERE)
  await fillDelivered(place, { directories: DIRECTORIES, perDirectory: PER_DIRECTORY })
  const run = await WindowRun.start(place)
  try {
    const isQuiet = async (): Promise<boolean> =>
      (await run.status()).folders.every(({ state }) => state === 'watching')
    await until(isQuiet, 'the folder is watched', SCANNED_WITHIN_MS)
    row('processor time until all was looked through', `${(await cpuSecondsOf(run.sluice.pid)).toFixed(1)} s`)
    const { counts } = await run.status()
    row('delivered; anything else', `${counts.done.jobs}; ${counts.waiting.jobs + counts.failed.jobs}`)
    await pause(SETTLE_MS)
    row('of one processor, without a window', await shareOf(run.sluice.pid))
    const before = await descendantsOf(process.pid, '--type=renderer')
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(run.url)
    await page.locator(LIST).waitFor()
    const renderers = (await descendantsOf(process.pid, '--type=renderer')).filter(
      (pid) => !before.includes(pid),
    )
    await pause(SETTLE_MS)
    const shares = await Promise.all([run.sluice.pid, ...renderers].map(shareOf))
    row('… with one; its page', shares.join('; '))
    row('load of the machine', await machineLoad())
    await page.close()
  } finally {
    await run.end()
  }
}

async function shareOf(pid: number): Promise<string> {
  const [seconds, beganMs] = [await cpuSecondsOf(pid), performance.now()]
  await pause(MEASURED_MS)
  const used = (await cpuSecondsOf(pid)) - seconds
  return `${((used * 100_000) / (performance.now() - beganMs)).toFixed(2)} % (${used.toFixed(2)} s)`
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
