import { copyFile, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type PicapportServer, startPicapportServer } from '../servers/picapport/server.ts'
import type { Settings } from '../servers/picapport/settings.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { makeMedia } from '../support/media/media-files.ts'
import { writeMetadata } from '../support/media/tool.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

/** Longer than FotoWare takes. */
const TITLE = 'Harbour '.repeat(20).trim()

interface Home {
  place: EnginePlace
  server: PicapportServer
}

/** An engine whose hot folder goes to a PicApport. */
async function home(
  settings: Partial<Settings> = {},
  folder: object = {},
  destination: object = {},
): Promise<Home> {
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
          ...destination,
        },
      ],
      templates: [
        {
          name: 'persons',
          fields: [
            { field: 'Persons', value: ['Anna', 'Jo'] },
            { field: 'City', value: 'Oslo' },
            { field: 'Title', value: TITLE, onlyIfEmpty: true },
          ],
        },
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

test('persons come from the template and from sidecars; what PicApport has no field for is told', async () => {
  const { place, server } = await home({}, { template: 'persons' })
  await drop(place, 'Harbour.jpg', 'sea')
  await writeMetadata(place.at('Harbour.xmp'), '-XMP-iptcExt:PersonInImage=Øystein')
  await place.engine.start()
  await place.told('done', 'Harbour.jpg')
  expect(server.photos()[0]?.metadata).toMatchObject({ title: TITLE, persons: ['Øystein', 'Anna', 'Jo'] })
  const { deliveries } = await place.engine.call('history.search', { find: 'Harbour', limit: 10 })
  const [receipt] = deliveries.map((delivery) => delivery.receipt)
  expect(receipt?.metadata?.notes).toContain(
    'The destination has no field for City; what the template has for it was left out.',
  )
  expect(receipt?.metadata?.fields).toEqual({ 0: ['Øystein', 'Anna', 'Jo'], 5: [TITLE], 25: ['sea'] })
  const { fields } = await place.engine.call('destinations.fields', { name: 'home' })
  expect(fields.map(({ name }) => name)).toEqual(['Persons', 'Object Name', 'Keywords', 'Caption', 'Rating'])
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

test('with "batch" several photos go in one request, each with its own receipt; what is none is rejected alone', async () => {
  const { place, server } = await home({}, {}, { batch: 3, files: 1 })
  const good = ['a.jpg', 'c.jpg', 'd.jpg', 'e.jpg', 'f.jpg']
  for (const name of good) await drop(place, name, name)
  await copyFile(await makeMedia(await temporaryFolder(), 'plain.png'), place.at('b.jpg'))
  await place.engine.call('engine.pause', { destination: 'home' })
  await place.engine.start()
  await until(async () => (await place.jobs()).length === 6, 'all are queued')
  await place.engine.call('engine.resume', { destination: 'home' })
  for (const name of good) await place.told('done', name)
  const { problem } = await place.told('rejected', 'b.jpg')
  await place.rest()

  expect(problem).toMatchObject({
    code: 'wrong-type',
    what: expect.stringContaining('b.jpg is a PNG') as string,
  })
  expect(await place.job('b.jpg')).toMatchObject({ state: 'rejected' })
  expect(good.flatMap((name) => [place.count('failed', name), place.count('done', name)])).toEqual(
    good.flatMap(() => [0, 1]),
  )
  const uploads = server.requests.filter(({ operation }) => operation === 'upload')
  expect(uploads.map(({ status }) => status)).toEqual([200, 200])
  const stored = server.photos().map(({ fileName, photoID, sha256 }) => [fileName, photoID, sha256])
  expect(stored.map(([name]) => name).toSorted()).toEqual(good)
  const { deliveries } = await place.engine.call('history.search', { find: '.jpg', limit: 10 })
  const receipts = deliveries.map(({ receipt }) => [receipt.assetName, receipt.uploadId, receipt.sha256])
  expect(receipts.toSorted()).toEqual(stored.toSorted())
})

/** A sidecar with a title, and the settings of a RAW developer, which have no field. */
const xmp = (title: string, exposure: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="${exposure}">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title>
  </rdf:Description></rdf:RDF></x:xmpmeta>`

test('a sidecar that comes late: what it says is told, and where it says nothing new nobody is troubled', async () => {
  const { place, server } = await home()
  await place.drop('a.xmp', xmp('Harbour', '+1.0'))
  await drop(place, 'a.jpg', 'sea')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  expect(server.photos()[0]?.metadata.title).toBe('Harbour')

  await place.drop('a.xmp', xmp('Harbour', '+2.0'))
  await place.told('duplicate', 'a.jpg')
  expect(place.count('failed', 'a.jpg')).toBe(0)

  await place.drop('a.xmp', xmp('Old harbour', '+2.0'))
  const { problem } = await place.told('failed', 'a.jpg')
  expect(problem).toMatchObject({ code: 'updates-unknown', isRetried: false })
  expect(problem?.means).toContain('Title «Old harbour»')
  expect(problem?.means).not.toContain('sea')
  expect(problem?.remedy).toContain('home')
  expect(server.photos()).toHaveLength(1)
})
