import { randomBytes } from 'node:crypto'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { until } from '../support/until.ts'
import { useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const MIB = 1024 * 1024

/** What is under way stands above the list as well. */
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first()
/** Beginning with the words of «Delivered …», whatever time follows. */
const DELIVERED = new RegExp(en.queue.states.done('').trim())
const UPLOADING = /\d+ %/

test('a file that is dropped appears by itself, moves on, and is told as delivered when the archive has it', async () => {
  // Slow enough to be watched.
  const place = await WindowPlace.start({
    config: { limits: { uploadKBps: 4096 } },
    server: { chunkSize: MIB / 4 },
  })
  const page = await browser.signedIn(place.url)
  await page.getByText(en.queue.empty.title).waitFor()
  await place.drop('IMG_0001.CR2', randomBytes(12 * MIB))
  const line = row(page, 'IMG_0001.CR2')
  await line.getByText(UPLOADING).waitFor()
  const shares: number[] = []
  await until(async () => {
    const words = await line.textContent({ timeout: 1000 }).catch(() => '')
    const share = Number(/(\d+) %/.exec(words ?? '')?.[1] ?? Number.NaN)
    if (!Number.isNaN(share) && shares.at(-1) !== share) shares.push(share)
    return DELIVERED.test(words ?? '')
  }, 'it is delivered')
  expect(place.archived()).toEqual(['IMG_0001.CR2'])
  expect(shares.length).toBeGreaterThan(3)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
})

test('what is killed in the middle is shown as it is after the restart, and goes on', async () => {
  const place = await WindowPlace.start({
    config: { limits: { uploadKBps: 2048 } },
    server: { chunkSize: MIB / 4 },
  })
  const page = await browser.signedIn(place.url)
  await place.drop('IMG_0002.CR2', randomBytes(12 * MIB))
  await place.drop('notes.txt', 'small')
  await row(page, 'IMG_0002.CR2').getByText(UPLOADING).waitFor()
  await until(async () => (await place.bytesReceived()) > 3 * MIB, 'a quarter has arrived')
  await place.end('SIGKILL')
  await place.start()
  const before = await place.bytesReceived()
  await page.reload()
  await row(page, 'IMG_0002.CR2').getByText(DELIVERED).waitFor()
  await row(page, 'notes.txt').getByText(DELIVERED).waitFor()
  expect(place.archived()).toEqual(['IMG_0002.CR2', 'notes.txt'])
  // It went on where it was.
  expect((await place.bytesReceived()) - before).toBeLessThan(11 * MIB)
})

test('a window that stays open finds Sluice again by itself', async () => {
  const place = await WindowPlace.start()
  const page = await browser.signedIn(place.url)
  await page.getByText(en.queue.empty.title).waitFor()
  await place.end('SIGKILL')
  await place.drop('IMG_0003.jpg', randomBytes(1000))
  await place.start()
  await row(page, 'IMG_0003.jpg').getByText(DELIVERED).waitFor()
})
