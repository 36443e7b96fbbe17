import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { makePhotos } from '../support/photos.ts'
import { until } from '../support/until.ts'
import { screenshot, THEMES, useBrowser } from './browser.ts'
import { fillQueue } from './many-jobs.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const PHOTOS = ['regatta/DSC_7783.JPG', 'regatta/DSC_7784.JPG', 'portraits/P1000123.JPG']

const FORMS = [
  ['folders', en.folders.add],
  ['destinations', en.destinations.add],
] as const

/** A machine on which work is going on, some of it long done, some of it in need of a person. */
async function busyPlace(): Promise<WindowPlace> {
  const place = await WindowPlace.open({
    config: {
      templates: [
        {
          name: 'press',
          fields: [
            { field: 'Credit', value: 'Sluice Picture Desk', onlyIfEmpty: true },
            { field: 'Keywords', value: ['{folder}', '{xmp:City}'] },
          ],
        },
      ],
    },
  })
  fillQueue(place, 400)
  await makePhotos(
    place.hot,
    PHOTOS.map((path) => ({ path, kind: 'jpeg' })),
  )
  await place.drop('notes.xmp', '<x/>')
  await place.start()
  await until(() => place.archived().length === PHOTOS.length, 'the photos are delivered', 60_000)
  return place
}

/** What makes a view unusable for somebody (https://www.deque.com/axe/core-documentation/api-documentation/). */
async function barriers(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  // Where there is nothing to look at nothing is found either.
  expect(passes.length).toBeGreaterThan(10)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test('every view can be used by everybody, light and dark', async () => {
  const place = await busyPlace()
  const page = await browser.signedIn(place.url, { reducedMotion: 'reduce' })
  const found: string[] = []
  for (const [section, name] of Object.entries(en.shell.sections)) {
    await page.goto(`${place.origin}/#/${section}`)
    await page.getByRole('main', { name }).waitFor()
    await page.getByText(en.shell.loading).first().waitFor({ state: 'hidden' })
    found.push(...(await looked(page, section)))
  }
  expect(found).toEqual([])
})

test('what opens over a view can be used by everybody, light and dark', async () => {
  const place = await WindowPlace.open()
  fillQueue(place, 300)
  await place.start()
  const page = await browser.signedIn(place.url, { reducedMotion: 'reduce' })
  const found: string[] = []
  // What needs a person comes in above the list.
  await page.getByText(en.queue.newestFirst('300')).waitFor()
  await page.getByRole('grid', { name: en.queue.list }).getByText('IMG_0000299.jpg').dblclick()
  await page.getByRole('heading', { name: 'IMG_0000299.jpg' }).waitFor()
  found.push(...(await looked(page, 'queue-details')))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: en.shell.upload }).click()
  await page.getByRole('dialog').waitFor()
  found.push(...(await looked(page, 'upload')))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  for (const [section, button] of FORMS) {
    await page.goto(`${place.origin}/#/${section}`)
    await page.getByRole('button', { name: button }).click()
    await page.getByRole('button', { name: en.shell.save }).first().waitFor()
    found.push(...(await looked(page, `${section}-form`)))
  }
  await page.goto(`${place.origin}/#/diagnostics`)
  await page.getByRole('button', { name: en.diagnostics.save }).click()
  await page.getByRole('button', { name: 'versions.json' }).waitFor()
  found.push(...(await looked(page, 'diagnostics-bundle')))
  expect(found).toEqual([])
})

test('the first start can be used by everybody, light and dark', async () => {
  const place = await WindowPlace.start({ isConfigured: false })
  const page = await browser.signedIn(place.url, { reducedMotion: 'reduce' })
  await page.getByRole('heading', { name: en.firstStart.title }).waitFor()
  expect(await looked(page, 'first-start')).toEqual([])
})

/** Keeps a picture of a view in both themes, and says what is in the way of somebody. */
async function looked(page: Page, view: string): Promise<string[]> {
  const found: string[] = []
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme })
    found.push(...(await barriers(page)).map((barrier) => `${view}, ${theme}: ${barrier}`))
    await screenshot(page, `${view}-${theme}`)
  }
  return found
}
