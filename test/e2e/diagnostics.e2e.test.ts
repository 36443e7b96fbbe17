import { appendFile, mkdir, readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { en } from '../../renderer/texts/en.ts'
import { foreignUnzip } from '../support/foreign-unzip.ts'
import { sluice } from '../unit/cli/run-process.ts'
import { zipTexts } from '../unit/cli/zip-texts.ts'
import { useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const PLANTED = ['planted-in-log', 'planted in quotes', 'planted-in-query', 'planted-password']

/** What the log tells in the meantime, and when it was made, may differ. */
function lasting(texts: ReadonlyMap<string, string>): Record<string, string> {
  const changing = /^(versions\.json|logs\/.*|engine\/status\.json)$/
  return Object.fromEntries([...texts].filter(([name]) => !changing.test(name)))
}

test('the bundle is looked at by keyboard, downloaded as ZIP, and is the one of the command line', async () => {
  const place = await WindowPlace.open({
    config: { $schema: 'https://anna:planted-password@example.org/schema?hash=planted-in-query' },
  })
  const log = path.join(place.dataDir, 'logs/sluice.log')
  await mkdir(path.dirname(log))
  const lines = [
    'GET /x?access_token=planted-in-log',
    `{"password":"planted in quotes"} in ${os.homedir()}/x`,
  ]
  await appendFile(log, lines.map((line) => `2026-01-31T12:00:00.000Z info  ${line}\n`).join(''))
  await place.start()
  const page = await browser.signedIn(`${place.url}#/diagnostics`)
  await page.getByRole('button', { name: en.diagnostics.save }).press('Enter')
  const dialog = page.getByRole('dialog', { name: en.diagnostics.bundleTitle })
  await dialog.getByRole('button', { name: 'versions.json' }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await dialog.getByRole('region', { name: 'config.json' }).innerText()).toContain(
    'https://***@example.org/schema?hash=***',
  )
  await page.keyboard.press('Tab')
  const shown = new Map<string, string>()
  for (const button of await dialog.getByRole('list').getByRole('button').all()) {
    await button.press('Enter')
    const name = (await button.locator('span').textContent()) ?? ''
    shown.set(name, (await dialog.getByRole('region', { name }).textContent()) ?? '')
  }
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: en.diagnostics.saveZip }).press('Enter')
  const download = await saving
  expect(download.suggestedFilename()).toMatch(/^sluice-diagnostics-.*\.zip$/)
  const file = path.join(place.dataDir, '..', 'window.zip')
  await download.saveAs(file)
  await dialog.waitFor({ state: 'detached' })
  const saved = (await foreignUnzip(file)) ?? zipTexts(await readFile(file))
  expect(saved).toEqual(shown)
  for (const secret of [...PLANTED, os.homedir(), place.token])
    expect([...saved.values()].join('\n').includes(secret), secret).toBe(false)
  const ofCommandLine = path.join(place.dataDir, '..', 'cli.zip')
  expect((await sluice(['diagnostics', ofCommandLine, '--data', place.dataDir])).code).toBe(0)
  expect(lasting(zipTexts(await readFile(ofCommandLine)))).toEqual(lasting(saved))
})
