import { mkdir, rename } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { blankPicture, facePicture } from '../servers/basip/pictures.ts'
import { startBasipServer } from '../servers/basip/server.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

// A file's name says whose face it shows, so a file that is renamed is another message.

async function door(onExisting: 'replace' | 'add' = 'replace') {
  const panel = await startBasipServer()
  onTestFinished(() => panel.close())
  const { url } = panel
  const config = { name: 'door', kind: 'basip', url, auth: { method: 'none' }, onExisting } as const
  const place = await EnginePlace.start({
    folder: { to: ['door'] },
    config: () => ({ destinations: [config] }),
  })
  const names = () => panel.identifiers().map((one) => one.identifier_owner.name)
  return { panel, place, names }
}

test('a file whose name was not understood is taken again when it is renamed, as the message says', async () => {
  const { place, names } = await door()
  await place.drop('Jane__Roe.jpg', await facePicture())
  await place.told('failed', 'Jane__Roe.jpg')
  await rename(place.at('Jane__Roe.jpg'), place.at('Jane Roe.jpg'))
  await place.told('done', 'Jane Roe.jpg')
  await place.rest()
  expect(names()).toEqual(['Jane Roe'])
  expect(await place.audit()).toEqual({ 'Jane Roe.jpg': 'delivered' })
})

test('a delivered file that is renamed goes to the person of its new name', async () => {
  const { place, names } = await door()
  await place.drop('Jane Row.jpg', await facePicture())
  await place.told('done', 'Jane Row.jpg')
  await place.rest()
  await rename(place.at('Jane Row.jpg'), place.at('Jane Roe__guest.jpg'))
  await place.told('done', 'Jane Roe__guest.jpg')
  await place.rest()
  // The face under the earlier name is for a person to remove: perhaps it shows that one as well.
  expect(names()).toEqual(['Jane Row', 'Jane Roe'])
})

test('a picture that was refused is refused under its new name as well', async () => {
  const { place } = await door()
  await place.drop('Jane Row.jpg', await blankPicture())
  await place.told('rejected', 'Jane Row.jpg')
  await rename(place.at('Jane Row.jpg'), place.at('Jane Roe.jpg'))
  await place.told('rejected', 'Jane Roe.jpg')
  expect(await place.audit()).toEqual({ 'Jane Roe.jpg': 'rejected' })
})

test('a file that is only moved, or a folder that is renamed, makes nobody known twice', async () => {
  const { panel, place, names } = await door('add')
  await mkdir(place.at('north'))
  for (const [person, name] of ['Ann', 'Ben'].entries())
    await place.drop(`north/${name}.jpg`, await facePicture({ person }))
  for (const name of ['Ann', 'Ben']) await place.told('done', `north/${name}.jpg`)
  await place.rest()
  await rename(place.at('north'), place.at('south'))
  for (const name of ['Ann', 'Ben']) await place.told('duplicate', `south/${name}.jpg`)
  await place.rest()
  expect(names().toSorted()).toEqual(['Ann', 'Ben'])
  expect(await place.audit()).toEqual({ 'south/Ann.jpg': 'duplicate', 'south/Ben.jpg': 'duplicate' })
  // The same content with a new time: it is known at its new place too.
  await place.drop('south/Ann.jpg', await facePicture({ person: 0 }), new Date('2020-02-02T02:02:02Z'))
  await until(async () => (await place.jobs()).length === 5, 'it is queued')
  await place.rest()
  expect(names().toSorted()).toEqual(['Ann', 'Ben'])
  expect(panel.requests.filter(({ operation }) => operation === 'create')).toHaveLength(2)
})

test.each(['skip-same-content', 'send'] as const)(
  'an archive beside the panel gets a renamed picture once («duplicates»: «%s»)',
  async (duplicates) => {
    const panel = await startBasipServer()
    onTestFinished(() => panel.close())
    const door = { name: 'door', kind: 'basip', url: panel.url, auth: { method: 'none' } } as const
    const archive = { name: 'archive', kind: 'fotoware', auth: { method: 'none' } } as const
    const collection = '/fotoweb/archives/5000-Photos/'
    const place = await EnginePlace.start({
      folder: { to: ['archive', 'door'], duplicates },
      config: (url) => ({ destinations: [{ ...archive, url, collection }, door] }),
    })
    await place.drop('Jane Row.jpg', await facePicture())
    await place.told('done', 'Jane Row.jpg', 2)
    await rename(place.at('Jane Row.jpg'), place.at('Jane Roe.jpg'))
    await until(async () => Object.keys(await place.audit()).includes('Jane Roe.jpg'), 'its new name')
    await place.rest()
    expect(place.server.assets()).toHaveLength(1)
  },
)
