import { copyFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type PicapportServer, startPicapportServer } from '../servers/picapport/server.ts'
import type { Settings } from '../servers/picapport/settings.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { makeMedia } from '../support/media/media-files.ts'
import { writeMetadata } from '../support/media/tool.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Home {
  place: EnginePlace
  server: PicapportServer
}

/** An engine whose hot folder goes to a PicApport. */
async function home(settings: Partial<Settings> = {}, folder: object = {}): Promise<Home> {
  const server = await startPicapportServer({ storeDir: await temporaryFolder(), ...settings })
  onTestFinished(() => server.close())
  const place = await EnginePlace.open({
    folder: { to: ['home'], ...folder },
    config: () => ({
      destinations: [
        {
          name: 'home',
          kind: 'picapport',
          url: server.url,
          auth: { method: 'anonymous' },
          allowInsecure: true,
        },
      ],
      templates: [
        {
          name: 'family',
          fields: [
            { field: 'Title', value: '{stem}' },
            { field: 'Rating', value: '4' },
          ],
        },
      ],
    }),
  })
  return { place, server }
}

async function drop(place: EnginePlace, name: string, keyword: string): Promise<void> {
  const photo = await makeMedia(await temporaryFolder(), 'plain.jpg')
  await writeMetadata(photo, `-XMP-dc:Subject=${keyword}`)
  await mkdir(path.dirname(place.at(name)), { recursive: true })
  await copyFile(photo, place.at(name))
}

test('a photo from a sub-folder arrives with the template’s texts, tags and persons, and is moved away', async () => {
  const done = await temporaryFolder()
  const { place, server } = await home({}, { template: 'family', after: { action: 'move', to: done } })
  await drop(place, '2024/@Anna/Harbour.jpg', 'sea')
  await place.engine.start()
  await place.told('done', '2024/@Anna/Harbour.jpg')
  expect(server.photos()).toHaveLength(1)
  const [photo] = server.photos()
  expect(photo?.metadata).toEqual({
    ...{ title: 'Harbour', rating: 4, tags: ['sea', '2024'], persons: ['Anna'] },
    photoID: photo?.photoID,
  })
  await place.rest()
  expect(await readdir(path.join(done, '2024', '@Anna'))).toEqual(['Harbour.jpg'])
  const { deliveries } = await place.engine.call('history.search', { find: 'Harbour', limit: 10 })
  expect(deliveries[0]?.receipt).toMatchObject({
    ...{ assetName: 'Harbour.jpg', proof: 'asset', uploadId: server.photos()[0]?.photoID },
  })
})

test('stopped in the middle of an upload whose reply is lost: started again, it comes once', async () => {
  const { place, server } = await home()
  const fault = server.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
  await drop(place, 'a.jpg', 'once')
  await place.engine.start()
  await expect.poll(() => fault.hits, { timeout: 20_000 }).toBe(1)
  await place.restart()
  await place.told('done', 'a.jpg')
  expect(server.photos()).toHaveLength(1)
})

test('a lost right pauses the destination and fails no file; when it is back all goes on', async () => {
  const { place, server } = await home({ isDemo: true })
  await drop(place, 'a.jpg', 'wait')
  await place.engine.start()
  const state = async () => (await place.engine.call('engine.status', {})).destinations[0]?.state
  await expect.poll(state, { timeout: 20_000 }).toBe('locked')
  expect(await place.job('a.jpg')).toMatchObject({ state: 'waiting' })
  server.settings.isDemo = false
  await place.engine.call('destinations.check', { name: 'home' })
  await place.told('done', 'a.jpg')
})
