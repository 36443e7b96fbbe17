import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { useBrowser } from './browser.ts'
import { fillQueue } from './many-jobs.ts'
import { scrollThrough, TALL_PAGE, watchFirstRows } from './speed.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const FEW = 1_000
const MANY = 100_000
const ROUNDS = 5
/** However busy the machine is: a hundred times the jobs are no reason for more. */
const RATIO_MAX = 3
const SCROLL_MS = 3_000
/** Of the pictures that the same browser draws of a page with nothing in it. */
const FRAMES_SHARE = 1 / 3

const LIST = `[role=grid][aria-label="${en.queue.list}"]`

async function opened(count: number): Promise<{ place: WindowPlace; page: Page }> {
  const place = await WindowPlace.open()
  fillQueue(place, count)
  await place.start()
  const page = await browser.signedIn(place.url)
  await page.getByRole('grid', { name: en.queue.list }).getByRole('row').first().waitFor()
  return { place, page }
}

/** The best of a few, as a person has it whose browser knows the page. */
async function firstRowsMs({ place, page }: Awaited<ReturnType<typeof opened>>): Promise<number> {
  const times: number[] = []
  const watched = await watchFirstRows(page)
  for (let round = 0; round < ROUNDS; round++) {
    await page.goto('about:blank')
    await page.goto(place.origin)
    times.push(await watched())
  }
  return Math.min(...times)
}

test('the first rows of 100,000 are there as soon as those of 1,000, with true numbers', async () => {
  const few = await opened(FEW)
  const many = await opened(MANY)
  const fewMs = await firstRowsMs(few)
  expect(await firstRowsMs(many)).toBeLessThan(fewMs * RATIO_MAX)
  const { counts } = await many.place.status()
  expect(counts.failed.jobs).toBe(MANY / 100)
  await many.page
    .getByText(en.shell.needsYou(counts.failed.jobs, counts.failed.jobs.toLocaleString('en')))
    .first()
    .waitFor()
})

test('100,000 rows scroll smoothly, the last one can be reached, and few are in the page', async () => {
  const { page } = await opened(MANY)
  const plain = await (await browser.visitor()).newPage()
  await plain.setContent(TALL_PAGE)
  const unhindered = await scrollThrough(plain, 'html', SCROLL_MS)
  const { frames } = await scrollThrough(page, LIST, SCROLL_MS)
  expect(frames).toBeGreaterThan(unhindered.frames * FRAMES_SHARE)
  const list = page.getByRole('grid', { name: en.queue.list })
  await list.focus()
  await page.keyboard.press('End')
  await list.getByText('IMG_0000001.jpg').waitFor()
  expect(await list.getByRole('row').count()).toBeLessThan(100)
  expect(Number(await list.getAttribute('aria-rowcount'))).toBeGreaterThanOrEqual(MANY)
  await page.keyboard.press('Home')
  await list.getByText('IMG_0000001.jpg').waitFor({ state: 'detached' })
})
