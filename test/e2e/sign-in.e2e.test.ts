import { randomBytes } from 'node:crypto'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { freePort, NATIVE, nativeClient } from '../destinations/sign-in-person.ts'
import { until } from '../support/until.ts'
import { screenshot, useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const text = en.destinations
const MIB = 1024 * 1024
const DELIVERED = new RegExp(en.queue.states.done('').trim())

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first()
/** Words of an archive that nobody is signed in to, and of one whose sign-in was taken back. */
const NOBODY = 'Nobody is signed in at «archive».'
const ENDED = 'The sign-in at «archive» has ended'

/** An archive that people sign in to, and a window on it. */
async function signedOut(options: BrowserContextOptions = {}): Promise<{ place: WindowPlace; page: Page }> {
  const port = await freePort()
  const place = await WindowPlace.open({ server: { auth: nativeClient([port]), chunkSize: MIB / 8 } })
  await place.configure({
    destinations: [
      {
        name: 'archive',
        kind: 'fotoware',
        url: place.server.url,
        auth: { method: 'browser', clientId: NATIVE, redirectPorts: [port] },
        collection: '/fotoweb/archives/5000-Photos/',
      },
    ],
    limits: { uploadKBps: 4096 },
  })
  await place.start()
  return { place, page: await browser.signedIn(place.url, options) }
}

/** What a person does on the page of the archive, which the link in the window opens. */
async function agree(page: Page, answer: 'Approve' | 'Deny' = 'Approve'): Promise<void> {
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: text.openPage }).click()
  const archive = await opened
  await archive.getByRole('link', { name: answer }).click()
  await archive
    .getByRole('heading', { name: answer === 'Approve' ? 'Sluice is signed in' : 'Sluice is not signed in' })
    .waitFor()
  await archive.close()
}

test('nobody is signed in: the queue says so, one click mends it, and what waited is delivered', async () => {
  const { place, page } = await signedOut()
  await place.drop('IMG_0001.jpg', randomBytes(1000))
  const locked = row(page, NOBODY)
  await locked.waitFor()
  await screenshot(page, 'signed-out-queue')
  await locked.getByRole('button', { name: en.queue.signIn }).click()
  await page.getByText(text.signInWaiting('archive')).waitFor()
  await screenshot(page, 'signed-out-waiting')
  await agree(page)
  await page.getByText(text.signedIn('archive')).waitFor()
  await page.getByText('photographer (').waitFor()
  await page.goto(`${place.origin}/#/queue`)
  await row(page, 'IMG_0001.jpg').getByText(DELIVERED).waitFor()
  expect(place.archived()).toEqual(['IMG_0001.jpg'])
})

test('a sign-in that is lost in the middle of an upload: nothing fails, and it goes on where it was', async () => {
  const { place, page } = await signedOut()
  await page.goto(`${place.origin}/#/destinations`)
  await place.drop('IMG_0001.jpg', randomBytes(1000))
  await page.getByRole('button', { name: text.signIn, exact: true }).click()
  await agree(page)
  await page.goto(`${place.origin}/#/queue`)
  await row(page, 'IMG_0001.jpg').getByText(DELIVERED).waitFor()
  await place.drop('IMG_0002.CR2', randomBytes(12 * MIB))
  await until(async () => (await place.bytesReceived()) > 3 * MIB, 'a quarter has arrived')
  place.server.revokeTokens({ includesRefreshTokens: true })
  const locked = row(page, ENDED)
  await locked.waitFor()
  const before = await place.bytesReceived()
  expect(before).toBeLessThan(12 * MIB)
  expect((await place.status()).counts).toMatchObject({ failed: { jobs: 0 }, done: { jobs: 1 } })
  await locked.getByRole('button', { name: en.queue.signIn }).click()
  await agree(page)
  await page.goto(`${place.origin}/#/queue`)
  await row(page, 'IMG_0002.CR2').getByText(DELIVERED).waitFor()
  expect(place.archived()).toEqual(['IMG_0001.jpg', 'IMG_0002.CR2'])
  expect((await place.bytesReceived()) - before).toBeLessThan(11 * MIB)
  expect((await place.status()).counts).toMatchObject({ failed: { jobs: 0 }, done: { jobs: 2 } })
})

test('a person who refuses, or stops, can begin again; who signs out waits for the next sign-in', async () => {
  const { place, page } = await signedOut()
  await page.goto(`${place.origin}/#/destinations`)
  await place.drop('IMG_0001.jpg', randomBytes(1000))
  const begin = page.getByRole('button', { name: text.signIn, exact: true })
  await begin.click()
  await agree(page, 'Deny')
  await page.getByText('The sign-in at «archive» was refused').waitFor()
  await begin.click()
  await page.getByRole('button', { name: text.signInStop }).click()
  await begin.click()
  await agree(page)
  await until(() => place.archived().length === 1, 'the picture is delivered')
  await page.getByRole('button', { name: text.signOut }).click()
  await page.getByRole('button', { name: text.signOutAction, exact: true }).click()
  await page.getByText(NOBODY).first().waitFor()
  await place.drop('IMG_0002.jpg', randomBytes(1000))
  await until(async () => (await place.status()).counts.waiting.jobs === 1, 'it waits')
  await begin.click()
  await agree(page)
  await until(() => place.archived().length === 2, 'what waited is delivered')
  expect((await place.status()).counts.failed.jobs).toBe(0)
})
