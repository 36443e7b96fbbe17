import path from 'node:path'
import { expect, test } from 'vitest'
import { de } from '../../renderer/texts/de.ts'
import { makePhotos } from '../support/photos.ts'
import { until } from '../support/until.ts'
import { screenshot, useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'
import { practiceArchive } from '../support/practice-archive.ts'

const browser = useBrowser()

const FOLDERS = { settleMs: 200, sidecarGraceMs: 0 }

/** A machine on which much needs a person: a folder that is not there, a destination without its secret, a bad sidecar. */
async function troubledPlace(): Promise<WindowPlace> {
  const place = await WindowPlace.open()
  const { url } = place.server
  await place.configure({
    destinations: [
      practiceArchive(url),
      {
        name: 'Bildarchiv',
        kind: 'fotoware',
        url,
        auth: { method: 'client-credentials', clientId: 'sluice', secret: 'nirgends' },
        collection: '/fotoweb/archives/5000-Photos/',
      },
    ],
    folders: [
      { name: 'hot', path: place.hot, to: ['archive', 'Bildarchiv'], ...FOLDERS },
      { name: 'Karten', path: path.join(place.hot, '..', 'nicht-da'), to: ['archive'], ...FOLDERS },
    ],
    desktop: { language: 'de' },
  })
  await makePhotos(
    place.hot,
    ['Regatta/DSC_7783.JPG', 'Regatta/DSC_7784.JPG'].map((photo) => ({ path: photo, kind: 'jpeg' })),
  )
  await place.drop('Regatta/DSC_7783.xmp', '<x:xmpmeta>')
  await place.drop('allein.xmp', '<x/>')
  await place.drop('lock~', 'x')
  await place.start()
  const failed = async (): Promise<boolean> => (await place.status()).counts.failed.jobs > 0
  await until(failed, 'the sidecar was refused', 60_000)
  const isLocked = async (): Promise<boolean> =>
    (await place.status()).destinations.some(({ state }) => state === 'locked')
  await until(isLocked, 'the destination is locked', 60_000)
  return place
}

test('what Sluice says is German in the German window, and English for programs', async () => {
  const place = await troubledPlace()
  const page = await browser.signedIn(place.url, { reducedMotion: 'reduce' })
  const { sections } = de.shell

  await page.getByRole('main', { name: sections.queue }).waitFor()
  await page.getByText('ist kein wohlgeformtes XML').first().waitFor()
  await page.getByText('Das Geheimnis "nirgends" ist nicht gespeichert.').first().waitFor()
  await screenshot(page, 'german-queue')
  await page.getByText('DSC_7783.JPG').first().dblclick()
  await page.getByText('Das Archiv würde es ablehnen, deshalb wurde nichts gesendet.').waitFor()
  await screenshot(page, 'german-queue-details')

  await page.goto(`${place.origin}/#/folders`)
  await page.getByText('Der Ordner ist nicht da.').waitFor()
  await page.getByText(de.folders.attention(1)).click()
  await page.getByText('daneben liegt kein Bild dieses Namens').waitFor()
  await screenshot(page, 'german-folders')
  await page.getByRole('button', { name: de.folders.audit }).first().click()
  await page.getByText('Sicherungskopie eines Editors (Regel *~)').waitFor()
  await screenshot(page, 'german-audit')

  await page.goto(`${place.origin}/#/destinations`)
  await page.getByText('Geben Sie es beim Ziel ein').waitFor()
  await page.getByRole('button', { name: de.destinations.check, exact: true }).first().click()
  await page.getByText('Uploads gehen nach «').waitFor()
  await screenshot(page, 'german-destinations')

  await page.goto(`${place.origin}/#/diagnostics`)
  await page.getByText('Geheimnisse liegen in').waitFor()
  await screenshot(page, 'german-diagnostics')

  const { folders } = await place.status()
  expect(folders.find(({ name }) => name === 'Karten')?.words).toMatch(/^The folder is not there\. /)
})
