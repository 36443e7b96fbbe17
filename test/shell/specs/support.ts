import { existsSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { en } from '../../../renderer/texts/en.ts'
import { foreignUnzip } from '../../support/foreign-unzip.ts'
import { until } from '../../support/until.ts'
import { zipTexts } from '../../unit/cli/zip-texts.ts'
import { AppPlace, ask } from '../app-place.ts'
import { answerSaveDialog } from '../recording.ts'

/** What the window saves for support. */
export function supportSpecs(main: () => string): void {
  test('diagnostics are looked at, then saved where the system’s dialog says, without secrets', async () => {
    const place = await AppPlace.make(main(), {
      destination: { auth: { method: 'client-credentials', clientId: 'station', secret: 'key' } },
    })
    const { app, page } = await place.start()
    await ask(page, 'secrets.set', { name: 'key', value: 'open sesame' })
    await page.getByRole('link', { name: en.shell.sections.diagnostics }).click()
    await page.getByRole('button', { name: en.diagnostics.save }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'secrets.json' }).click()
    await dialog.getByRole('region', { name: 'secrets.json' }).getByText('"key"').waitFor()
    const file = path.join(place.dir, 'support.zip')
    await answerSaveDialog(app, null)
    await dialog.getByRole('button', { name: en.diagnostics.saveZip }).click()
    expect(await dialog.isVisible()).toBe(true)
    await answerSaveDialog(app, file)
    await dialog.getByRole('button', { name: en.diagnostics.saveZip }).click()
    await until(() => existsSync(file), 'the file is saved')
    await dialog.waitFor({ state: 'detached' })
    const texts = (await foreignUnzip(file)) ?? zipTexts(await readFile(file))
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining(['versions.json', 'config.json', 'secrets.json', 'logs/sluice.log']),
    )
    expect([...texts.values()].join('\n')).not.toContain('open sesame')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('a file that cannot be written is told, and nothing is left behind', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    const save = (): Promise<unknown> => ask(page, 'face.save', { name: '../a.zip', base64: 'UEs=' })
    const occupied = path.join(place.dir, 'occupied')
    await writeFile(occupied, '')
    await answerSaveDialog(app, path.join(occupied, 'a.zip'))
    await expect(save()).rejects.toThrow(/file-not-written/)
    await answerSaveDialog(app, null)
    expect(await save()).toEqual({ path: null })
    await expect(ask(page, 'face.save', { name: 'a.zip', base64: '?' })).rejects.toThrow(/bad-request/)
  })
}
