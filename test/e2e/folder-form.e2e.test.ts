import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { until } from '../support/until.ts'
import { useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const text = en.folders

test.each([
  ['keep', undefined],
  ['trash', { action: 'trash' }],
  ['delete', { action: 'delete' }],
] as const)(
  'a folder is added whose files are treated so after delivery: %s; a place that is not there is told at once',
  async (action, expected) => {
    const place = await WindowPlace.start()
    const page = await browser.signedIn(place.url)
    const incoming = path.join(place.dataDir, 'incoming')
    await page.goto(`${place.origin}/#/folders`)
    await page.getByRole('button', { name: text.add }).click()
    await page.getByLabel(text.name, { exact: true }).fill('incoming')
    const field = page.getByLabel(text.path, { exact: true })
    await field.fill(incoming)
    await field.press('Tab')
    await page.getByText(text.pathAbsent).waitFor()
    await mkdir(incoming)
    await field.fill(`${incoming}/`)
    await field.press('Tab')
    await page.getByText(text.pathHint).waitFor()
    await page.getByRole('checkbox', { name: 'archive' }).check()
    await page.getByRole('radio', { name: text.afterChoices[action].label }).check()
    await page.getByRole('button', { name: en.shell.save }).first().click()
    await until(
      async () => (await place.savedConfig()).folders?.length === 2,
      'the folder stands in the configuration',
    )
    const saved = (await place.savedConfig()).folders?.at(-1)
    expect(saved).toMatchObject({ name: 'incoming', to: ['archive'] })
    expect(saved?.after).toEqual(expected)
  },
)
