import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DESTINATION_KINDS } from '../../shared/destination-config.ts'
import { de } from '../../renderer/texts/de.ts'
import { en } from '../../renderer/texts/en.ts'
import { freePort } from '../destinations/sign-in-person.ts'
import { until } from '../support/until.ts'
import { looked } from './barriers.ts'
import { screenshot, useBrowser } from './browser.ts'
import { WindowPlace } from './window-place.ts'

const browser = useBrowser()
const text = en.destinations
const { common, picapport, bioid, basip } = en.destinationKinds
const SECRET = 'open sesame'

type Kind = (typeof DESTINATION_KINDS)[number]

interface Adding {
  name: string
  /** What a person does in the form after name and address. */
  fill: (page: Page) => Promise<void>
  /** What then stands in the file, beside name, kind and address. */
  expected: object
  secrets: string[]
  /** A change when it is opened again, and what is then another. */
  change: (page: Page) => Promise<void>
  changed: object
}

/** Puts the keyboard where the label leads. */
async function at(page: Page, label: string): Promise<Locator> {
  const field = page.getByLabel(label, { exact: true })
  await field.focus()
  return field
}

async function type(page: Page, label: string, value: string): Promise<void> {
  await at(page, label)
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Delete')
  await page.keyboard.type(value)
}

async function press(page: Page, role: 'radio' | 'checkbox' | 'button', name: string): Promise<void> {
  await page.getByRole(role, { name, exact: true }).focus()
  await page.keyboard.press('Space')
}

async function openMore(page: Page): Promise<void> {
  await page.locator('summary').focus()
  await page.keyboard.press('Enter')
}

const ADDING: Record<Kind, Adding> = {
  fotoware: {
    name: 'press',
    fill: async (page) => {
      await press(page, 'radio', text.methodChoices['client-credentials'].label)
      await type(page, text.clientId, 'sluice')
      await type(page, text.secret, SECRET)
      await press(page, 'radio', text.placeChoices.area.label)
      await openMore(page)
      await type(page, text.files, '4')
    },
    expected: {
      auth: { method: 'client-credentials', clientId: 'sluice', secret: 'press-secret' },
      collection: null,
      files: 4,
    },
    secrets: ['press-secret'],
    change: async (page) => {
      await openMore(page)
      await type(page, text.files, '2')
    },
    changed: { files: undefined },
  },
  picapport: {
    name: 'home',
    fill: async (page) => {
      await type(page, common.user.label, 'anna')
      await type(page, common.password.label, SECRET)
      await press(page, 'checkbox', picapport.hasApiKey.label)
      await type(page, picapport.apiKey.label, SECRET)
      await press(page, 'checkbox', picapport.folderTags.label)
      await type(page, picapport.personFolders.label, '')
      await openMore(page)
      await type(page, picapport.batch.label, '5')
    },
    expected: {
      auth: { method: 'password', user: 'anna', secret: 'home-secret' },
      apiKey: 'home-api-key',
      folderTags: false,
      personFolders: null,
      batch: 5,
    },
    secrets: ['home-secret', 'home-api-key'],
    change: async (page) => {
      await press(page, 'checkbox', picapport.hasApiKey.label)
      await press(page, 'radio', picapport.methods.anonymous.label)
      await type(page, picapport.personFolders.label, '@')
    },
    changed: { auth: { method: 'anonymous' }, apiKey: undefined, personFolders: undefined },
  },
  bioid: {
    name: 'faces',
    fill: async (page) => {
      await type(page, bioid.appId.label, '4711')
      await type(page, bioid.appSecret.label, SECRET)
      await type(page, bioid.storage.label, 'bws')
      await type(page, bioid.partition.label, '123')
      await type(page, bioid.samples.label, '2')
      await type(page, bioid.quiet.label, '1.5')
      await openMore(page)
      await press(page, 'checkbox', bioid.liveDetection.label)
      await press(page, 'checkbox', common.prepare.label)
      await press(page, 'radio', common.format.choices.png.label)
      await type(page, common.maxWidth.label, '')
    },
    expected: {
      auth: { method: 'app', appId: '4711', secret: 'faces-secret' },
      storage: 'bws',
      partition: 123,
      samples: 2,
      quietMs: 1500,
      liveDetection: true,
      prepare: { crop: '3:4', format: 'png', maxHeight: 1600 },
    },
    secrets: ['faces-secret'],
    change: async (page) => {
      await press(page, 'radio', bioid.methods['token-url'].label)
      await type(page, bioid.tokenUrl.label, 'https://tokens.example/')
      await press(page, 'radio', bioid.task.choices.identify.label)
      await openMore(page)
      await press(page, 'checkbox', common.prepare.label)
    },
    changed: {
      auth: { method: 'token-url', url: 'https://tokens.example/' },
      task: 'identify',
      prepare: undefined,
    },
  },
  basip: {
    name: 'gate',
    fill: async (page) => {
      await type(page, common.user.label, 'admin')
      await type(page, common.password.label, SECRET)
      await press(page, 'radio', basip.ownerType.choices.guest.label)
      await press(page, 'radio', basip.lock.choices.all.label)
      await openMore(page)
      await press(page, 'checkbox', common.prepare.label)
      await press(page, 'checkbox', common.box.label)
      await type(page, common.boxWidth.label, '40')
      await press(page, 'radio', basip.partName.choices.status.label)
    },
    expected: {
      auth: { method: 'password', user: 'admin', secret: 'gate-secret' },
      ownerType: 'guest',
      lock: 'all',
      prepare: { box: { left: 25, top: 0, width: 40, height: 100 }, maxWidth: 1920, maxHeight: 1920 },
      partName: 'status',
    },
    secrets: ['gate-secret'],
    change: async (page) => {
      await press(page, 'radio', basip.lock.choices.first.label)
      await press(page, 'radio', basip.onExisting.choices.skip.label)
    },
    changed: { lock: undefined, onExisting: 'skip' },
  },
}

/** From the list to the form of this kind, by the keyboard alone. */
async function begin(page: Page, kind: Kind): Promise<void> {
  await page.getByRole('button', { name: text.add }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: en.destinationKinds.choose }).waitFor()
  // The first one has the keyboard already.
  for (const each of DESTINATION_KINDS) {
    if (each === kind) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: text.addKindTitle(text.kinds[kind]) }).waitFor()
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: en.shell.save, exact: true }).focus()
  await page.keyboard.press('Enter')
}

/** Without keys that are undefined, as a file has it. */
const written = (value: object): unknown => JSON.parse(JSON.stringify(value))

for (const kind of DESTINATION_KINDS) {
  const { name, fill, expected, secrets, change, changed } = ADDING[kind]

  test(`${kind}: added and changed by the keyboard alone`, async () => {
    const place = await WindowPlace.start()
    const [archive] = (await place.savedConfig()).destinations ?? []
    const url = `http://127.0.0.1:${await freePort()}/`
    const page = await browser.signedIn(place.url)
    await page.goto(`${place.origin}/#/destinations`)
    await begin(page, kind)
    // The name has the keyboard already.
    await page.keyboard.type(name)
    await type(page, text.url, url)
    await fill(page)
    await save(page)

    const card = page.getByRole('article', { name })
    await card.waitFor()
    const added = { name, kind, url, ...expected }
    expect((await place.savedConfig()).destinations).toEqual([archive, added])
    expect(await place.knownSecrets(secrets)).toEqual(secrets)
    await card.getByText('does not accept connections.').first().waitFor()
    await screenshot(page, `${kind}-card`)

    await card.getByRole('button', { name: en.forms.edit }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: text.editTitle(name) }).waitFor()
    await change(page)
    await save(page)
    await page.getByRole('article', { name: 'archive' }).waitFor()
    await until(async () => {
      const [, saved] = (await place.savedConfig()).destinations ?? []
      return JSON.stringify(saved) !== JSON.stringify(added)
    }, 'the change is saved')
    expect((await place.savedConfig()).destinations).toEqual([archive, written({ ...added, ...changed })])
  })

  test(`${kind}: the form can be used by everybody, light and dark`, async () => {
    const place = await WindowPlace.start()
    const page = await browser.signedIn(place.url, {
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 1700 },
    })
    await page.goto(`${place.origin}/#/destinations`)
    await begin(page, kind)
    if (kind === 'bioid' || kind === 'basip')
      await page.getByText(en.destinationKinds.people).first().waitFor()
    await openMore(page)
    if (kind === 'picapport') await press(page, 'checkbox', picapport.hasApiKey.label)
    if (kind === 'bioid' || kind === 'basip') await press(page, 'checkbox', common.prepare.label)
    expect(await looked(page, `form-${kind}`)).toEqual([])
  })
}

test('which kind it is can be chosen by everybody, and left again', async () => {
  const place = await WindowPlace.start()
  const page = await browser.signedIn(place.url, { reducedMotion: 'reduce' })
  await page.goto(`${place.origin}/#/destinations/new`)
  const list = page.getByRole('list', { name: en.destinationKinds.choose })
  await list.waitFor()
  expect(await list.getByRole('button').count()).toBe(DESTINATION_KINDS.length)
  expect(await looked(page, 'kind-choice')).toEqual([])
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  await page.getByRole('article', { name: 'archive' }).waitFor()
})

test('what is wrong stands at its field, which then has the keyboard', async () => {
  const place = await WindowPlace.start()
  const page = await browser.signedIn(place.url)
  await page.goto(`${place.origin}/#/destinations`)
  await begin(page, 'bioid')
  await page.keyboard.type('faces')
  await type(page, text.url, 'https://faces.example/extension/')
  await type(page, bioid.appId.label, '4711')
  await type(page, bioid.storage.label, 'bws')
  await openMore(page)
  await press(page, 'checkbox', common.prepare.label)
  await type(page, common.crop.label, 'wide')
  await save(page)
  const field = (label: string): Locator => page.getByLabel(label, { exact: true })
  const isWrong = async (label: string): Promise<boolean> =>
    (await field(label).getAttribute('aria-invalid')) === 'true'
  await until(() => isWrong(bioid.partition.label), 'the missing partition is told')
  expect(await isWrong(common.crop.label)).toBe(true)
  expect(await isWrong(common.prepare.label)).toBe(false)
  expect(await isWrong(bioid.storage.label)).toBe(false)
  await page.waitForFunction(`document.activeElement.getAttribute('aria-invalid') === 'true'`)
  expect(await page.evaluate('document.activeElement.labels[0].textContent')).toBe(bioid.partition.label)
  await screenshot(page, 'form-mistakes')
  expect((await place.savedConfig()).destinations).toHaveLength(1)
})

test('secrets that are missing are entered at the card, each under its own name', async () => {
  const place = await WindowPlace.open()
  await place.configure({
    destinations: [
      {
        name: 'home',
        kind: 'picapport',
        url: `http://127.0.0.1:${await freePort()}/`,
        auth: { method: 'password', user: 'anna', secret: 'anna-at-home' },
        apiKey: 'home-key',
      },
    ],
    folders: [],
  })
  await place.start()
  const page = await browser.signedIn(place.url)
  await page.goto(`${place.origin}/#/destinations`)
  await page.getByRole('button', { name: text.enterSecret }).click()
  await type(page, common.password.label, SECRET)
  await type(page, picapport.apiKey.label, SECRET)
  await screenshot(page, 'secrets-dialog')
  await page.keyboard.press('Enter')
  await page.getByText(text.secretSaved).waitFor()
  const names = ['anna-at-home', 'home-key']
  expect(await place.knownSecrets([...names, 'home-secret'])).toEqual(names)
})

test('the forms are German in the German window', async () => {
  const place = await WindowPlace.open()
  await place.configure({ desktop: { language: 'de' } })
  await place.start()
  const page = await browser.signedIn(place.url, { viewport: { width: 1280, height: 1700 } })
  for (const kind of DESTINATION_KINDS) {
    await page.goto(`${place.origin}/#/destinations/new:${kind}`)
    await page
      .getByRole('heading', { name: de.destinations.addKindTitle(de.destinations.kinds[kind]) })
      .waitFor()
    await page.locator('summary').click()
    await screenshot(page, `german-form-${kind}`)
  }
})
