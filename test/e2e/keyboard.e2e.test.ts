import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { en } from '../../renderer/texts/en.ts'
import { until } from '../support/until.ts'
import { useBrowser } from './browser.ts'
import { fillQueue } from './many-jobs.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const STOPS_MAX = 80

const Focused = z.object({ role: z.string(), name: z.string(), isMarked: z.boolean() })
type Focused = z.output<typeof Focused>

/** Where the keyboard is: what a screen reader would call it, and whether eyes can see it. */
async function focused(page: Page): Promise<Focused> {
  const found = await page.evaluate(`(() => {
    const element = document.activeElement
    // A list takes the keyboard as a whole, and shows it on a row.
    const style = getComputedStyle(element.querySelector('[data-active]') ?? element)
    const label = element.labels?.[0]?.textContent ?? element.textContent
    return {
      role: element.getAttribute('role') ?? element.tagName.toLowerCase(),
      name: (element.getAttribute('aria-label') ?? element.title) || label.trim(),
      isMarked: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
    }
  })()`)
  return Focused.parse(found)
}

async function tabTo(page: Page, isWanted: (stop: Focused) => boolean): Promise<Focused[]> {
  const stops: Focused[] = []
  for (let count = 0; count < STOPS_MAX; count++) {
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (isWanted(stop)) return [...stops, stop]
    stops.push(stop)
  }
  throw new Error(
    `Tab did not lead there, but to: ${stops.map(({ role, name }) => `${role} ${name}`).join(', ')}`,
  )
}

async function queue(): Promise<{ place: WindowPlace; page: Page }> {
  const place = await WindowPlace.open()
  fillQueue(place, 300)
  await place.start()
  const page = await browser.signedIn(place.url)
  await page.getByRole('grid', { name: en.queue.list }).getByText('IMG_0000300.jpg').first().waitFor()
  return { place, page }
}

test('every stop of the keyboard has a name and can be seen, and none holds it', async () => {
  const { page } = await queue()
  const stops = await tabTo(page, ({ role }) => role === 'body')
  expect(stops.length).toBeGreaterThan(10)
  const named = stops.filter(({ role }) => role !== 'body')
  expect(named.filter(({ name }) => name === '')).toEqual([])
  expect(named.filter(({ isMarked }) => !isMarked)).toEqual([])
})

test('pausing, going through the list, looking at a file and leaving need no mouse', async () => {
  const { place, page } = await queue()
  await tabTo(page, ({ name }) => name === en.shell.pause)
  await page.keyboard.press('Enter')
  await until(async () => (await place.status()).isPaused, 'it is paused')
  await page.getByRole('button', { name: en.shell.resume }).waitFor()
  await page.keyboard.press('Enter')
  await until(async () => !(await place.status()).isPaused, 'it goes on')
  await tabTo(page, ({ name }) => name === en.queue.list)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const details = page.getByRole('heading', { name: 'IMG_' })
  await details.waitFor()
  await page.keyboard.press('Escape')
  await details.waitFor({ state: 'detached' })
  expect((await focused(page)).name).toBe(en.queue.list)
})

test('each section has a key', async () => {
  const { page } = await queue()
  for (const [index, name] of Object.values(en.shell.sections).entries()) {
    await page.keyboard.press(`Control+${index + 1}`)
    await page.getByRole('main', { name }).waitFor()
  }
})
