import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const text = en.firstStart

test('from the first start to the first delivered file', async () => {
  const place = await WindowPlace.start({ isConfigured: false })
  const page = await browser.signedIn(place.url)
  await page.getByRole('heading', { name: text.title }).waitFor()
  await page.getByLabel(text.folder, { exact: true }).fill(place.hot)
  await page.getByRole('button', { name: text.next }).click()
  await page
    .getByLabel(text.address, { exact: true })
    .fill(`${place.server.url}/fotoweb/archives/5000-Photos/`)
  await page.getByRole('radio', { name: text.methodChoices.none.label }).check()
  await page.getByRole('button', { name: text.next }).click()
  await page.getByRole('radio', { name: text.templateChoices.none.label }).check()
  await page.getByRole('button', { name: text.start, exact: true }).click()
  await page.getByRole('main', { name: en.shell.sections.queue }).waitFor()
  await place.drop('first.jpg', 'a first file')
  const line = page.getByRole('row').filter({ hasText: 'first.jpg' }).first()
  await line.getByText(en.queue.states.done('').trim()).waitFor()
  expect(place.archived()).toEqual(['first.jpg'])
  expect(await place.savedConfig()).toMatchObject({
    folders: [{ path: place.hot }],
    destinations: [{ kind: 'fotoware' }],
  })
})
