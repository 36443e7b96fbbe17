import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { ensureChromium } from '../../build/prepare-machine.ts'
import { windowFiles } from '../../electron/headless/window-files.ts'
import { en } from '../../renderer/texts/en.ts'
import { launchChromium } from '../e2e/chromium.ts'
import { fillQueue } from '../e2e/many-jobs.ts'
import { firstPaintMs, scrollThrough, TALL_PAGE, watchFirstRows } from '../e2e/speed.ts'
import { type SluiceProcess, startSluice } from '../support/sluice-process.ts'
import { until } from '../support/until.ts'

/**
 * The window over a large queue: `npm run bench:window -- [JOBS]`, a million by default. Tells how soon there is
 * something to see and how smoothly the list scrolls, beside what the same browser does with an empty page.
 */

const jobs = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 7
const SCROLL_MS = 5_000
const LIST = `[role=grid][aria-label="${en.queue.list}"]`

const say = (words: string): void => {
  console.log(words)
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN
}

function row(what: string, value: string): void {
  say(`${what.padEnd(44)} ${value}`)
}

async function servedQueue(dir: string): Promise<{ url: string; sluice: SluiceProcess }> {
  const [hot, dataDir] = [path.join(dir, 'hot'), path.join(dir, 'data')]
  await mkdir(hot)
  await mkdir(dataDir)
  // Nothing is sent: all that waits does so until tomorrow.
  const config = {
    destinations: [
      {
        name: 'archive',
        kind: 'fotoware',
        url: 'http://127.0.0.1:9',
        auth: { method: 'none' },
        collection: '/fotoweb/archives/5000-Photos/',
      },
    ],
    folders: [{ name: 'hot', path: hot, to: ['archive'] }],
  }
  await writeFile(path.join(dataDir, 'config.json'), JSON.stringify(config))
  const fillMs = performance.now()
  fillQueue({ dataDir, hot }, jobs)
  row(
    'queue filled, jobs',
    `${jobs.toLocaleString('en')} in ${((performance.now() - fillMs) / 1000).toFixed(1)} s`,
  )
  const startMs = performance.now()
  const sluice = startSluice(['run', '--ui', '0', '--json', '--data', dataDir], {
    env: { LC_ALL: 'en_US.UTF-8' },
  })
  const url = (): unknown => sluice.lines.find(({ event }) => event === 'ui')?.['url']
  await until(() => url() !== undefined || sluice.isEnded, 'the window is served', 300_000)
  if (sluice.isEnded) throw new Error(sluice.stderr)
  row('from start to the window being served', `${(performance.now() - startMs).toFixed(0)} ms`)
  return { url: String(url()), sluice }
}

async function measureOpening(page: Page, address: string): Promise<void> {
  const rows = await watchFirstRows(page)
  const paints: number[] = []
  const lists: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('about:blank')
    await page.goto(address)
    lists.push(await rows())
    paints.push(await firstPaintMs(page))
  }
  row(
    'first paint, median and longest',
    `${median(paints).toFixed(0)} ms, ${Math.max(...paints).toFixed(0)} ms`,
  )
  row(
    'first rows of the queue, median and longest',
    `${median(lists).toFixed(0)} ms, ${Math.max(...lists).toFixed(0)} ms`,
  )
}

async function measureScrolling(page: Page, plain: Page): Promise<void> {
  const { frames, medianMs, longestMs } = await scrollThrough(page, LIST, SCROLL_MS)
  await plain.setContent(TALL_PAGE)
  const unhindered = await scrollThrough(plain, 'html', SCROLL_MS)
  row('pictures a second while scrolling', (frames / (SCROLL_MS / 1000)).toFixed(1))
  row('… of an empty page', (unhindered.frames / (SCROLL_MS / 1000)).toFixed(1))
  row('between two pictures, median and longest', `${medianMs.toFixed(1)} ms, ${longestMs.toFixed(1)} ms`)
}

async function memoryOf(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return `${((Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / 1e6).toFixed(0)} MB`
}

const executable = await ensureChromium({ say })
await windowFiles(say)
const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-window-'))
const browser = await launchChromium(executable)
try {
  const { url, sluice } = await servedQueue(dir)
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    await page.goto(url)
    await page.locator(LIST).waitFor()
    await measureOpening(page, new URL(url).origin)
    await measureScrolling(page, await browser.newPage({ viewport: { width: 1280, height: 800 } }))
    row('memory of Sluice with the window', await memoryOf(sluice.pid))
  } finally {
    sluice.kill('SIGTERM')
    await sluice.ended
  }
} finally {
  await browser.close()
  await rm(dir, { recursive: true, force: true })
}
