import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { fillQueue } from '../e2e/many-jobs.ts'
import { firstPaintMs, scrollThrough, TALL_PAGE, watchFirstRows } from '../e2e/speed.ts'
import { median } from './quantiles.ts'
import { row, say } from './window-report.ts'
import { configure, LIST, makePlace, NOWHERE, WindowRun } from './window-run.ts'

const SCROLL_MS = 5_000
const VIEWPORT = { width: 1280, height: 800 }

/** How soon there is something to see of a large queue, and how smoothly it scrolls beside an empty page. */
export async function benchOpening(
  dir: string,
  browser: Browser,
  { jobs, rounds }: { jobs: number; rounds: number },
): Promise<void> {
  say(`\nThe queue with ${jobs.toLocaleString('en')} jobs, opened ${rounds} times`)
  const place = await makePlace(path.join(dir, 'opening'))
  // Nothing is sent: all that waits does so until tomorrow.
  await configure(place, NOWHERE)
  fillQueue(place, jobs)
  const run = await WindowRun.start(place)
  try {
    row('from start to the window being served', `${run.startMs.toFixed(0)} ms`)
    const page = await browser.newPage({ viewport: VIEWPORT })
    await page.goto(run.url)
    await page.locator(LIST).waitFor()
    await measureOpening(page, run.origin, rounds)
    const plain = await browser.newPage({ viewport: VIEWPORT })
    await measureScrolling(page, plain)
    row('memory of Sluice with the window', await memoryOf(run.sluice.pid))
    await page.close()
    await plain.close()
  } finally {
    await run.end()
  }
}

async function measureOpening(page: Page, address: string, rounds: number): Promise<void> {
  const rows = await watchFirstRows(page)
  const paints: number[] = []
  const lists: number[] = []
  for (let round = 0; round < rounds; round++) {
    await page.goto('about:blank')
    await page.goto(address)
    lists.push(await rows())
    paints.push(await firstPaintMs(page))
  }
  const words = (times: number[]): string =>
    `${median(times).toFixed(0)} ms, ${Math.max(...times).toFixed(0)} ms`
  row('first paint, median and longest', words(paints))
  row('first rows of the queue, median and longest', words(lists))
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
