import { expect, test } from 'vitest'
import type { DeliveryRow } from '../../shared/contract.ts'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

/** A sidecar with a headline, keywords, and a setting of a RAW developer that has no field. */
const xmp = (headline: string, keywords: readonly string[] = [], exposure?: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" photoshop:Headline="${headline}"${
      exposure === undefined ? '' : ` crs:Exposure2012="${exposure}"`
    }>
   <dc:subject><rdf:Bag>${keywords.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:Bag></dc:subject>
  </rdf:Description></rdf:RDF></x:xmpmeta>`

async function deliveries(place: EnginePlace): Promise<DeliveryRow[]> {
  return (await place.engine.call('history.search', { limit: 100 })).deliveries.toReversed()
}

const fieldsOf = (place: EnginePlace): Record<string, unknown> => {
  const current = place.server.assets().filter(({ isCurrent }) => isCurrent)
  expect(current).toHaveLength(1)
  return Object.fromEntries(Object.entries(current[0]?.metadata ?? {}).map(([id, { value }]) => [id, value]))
}

test('a sidecar that comes after the delivery updates that asset, and shows in the history', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', xmp('Late', ['x', 'y']))
  await place.told('done', 'a.jpg', 2)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Late', 25: ['x', 'y'] })
  expect(place.server.assets()).toHaveLength(1)
  const [upload, update] = await deliveries(place)
  expect(upload).toMatchObject({ kind: 'upload', path: 'a.jpg' })
  expect(update).toMatchObject({ kind: 'update', path: 'a.jpg', receipt: { proof: 'asset' } })
  expect(update?.receipt.assetUrl).toBe(upload?.receipt.assetUrl)
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('an edited sidecar changes only what it changed; what was edited in the archive stays', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.xmp', xmp('First', ['x']))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.editAsset('a.jpg', { 25: ['by hand'] })
  await place.drop('a.xmp', xmp('Second', ['x']))
  await place.told('done', 'a.jpg', 2)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Second', 25: ['by hand'] })
  await place.drop('a.xmp', xmp('', ['x']))
  await place.told('done', 'a.jpg', 3)
  expect(fieldsOf(place)).not.toHaveProperty('105')
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('a sidecar saved again without a change sends nothing', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.xmp', xmp('Same', ['x']))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', `${xmp('Same', ['x'])}\n`)
  const { words } = await place.told('duplicate', 'a.jpg')
  expect(words).toBe('Nothing in the sidecar changes a field of the archive.')
  expect(await deliveries(place)).toHaveLength(1)
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('what has no field is told, or makes a new revision where the folder allows it', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', xmp('Late', [], '+1.0'))
  await place.told('done', 'a.jpg', 2)
  expect((await deliveries(place))[1]?.receipt.notes.join()).toContain('has no field in the archive')
  expect(place.server.assets()).toHaveLength(1)

  await place.restart(() => Promise.resolve(), { folder: { sidecarRevisions: true } })
  await place.drop('a.xmp', xmp('Late', [], '+2.0'))
  await place.told('done', 'a.jpg', 3)
  const current = place.server.assets().filter(({ isCurrent }) => isCurrent)
  expect(current).toMatchObject([{ filename: 'a.jpg', revision: 2, hasXmp: true }])
  expect((await deliveries(place))[2]).toMatchObject({ kind: 'update' })
})

test('a sidecar that comes while its picture is on its way waits for it', async () => {
  const place = await EnginePlace.start({ server: { isPaused: true } })
  await place.drop('a.jpg', 'picture')
  await place.told('confirming', 'a.jpg')
  await place.drop('a.xmp', xmp('Late'))
  await until(async () => (await place.audit())['a.xmp'] === 'waiting', 'the sidecar waits')
  await place.server.resumeProcessing()
  await place.told('done', 'a.jpg', 2, 40_000)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Late' })
})

test('a sidecar that comes while its picture is queued goes along with it', async () => {
  const place = await EnginePlace.start()
  await place.engine.call('engine.pause', { destination: 'archive' })
  await place.drop('a.jpg', 'picture')
  await place.told('waiting', 'a.jpg')
  await place.drop('a.xmp', xmp('In time'))
  await until(async () => (await place.audit())['a.xmp'] === 'sidecar', 'the sidecar has joined')
  await place.engine.call('engine.resume', { destination: 'archive' })
  await place.told('done', 'a.jpg')
  await place.rest()
  expect(fieldsOf(place)).toMatchObject({ 105: 'In time' })
  expect(await deliveries(place)).toHaveLength(1)
})

test('an update whose reply was lost is done once more, and is one', async () => {
  const place = await EnginePlace.start()
  await place.drop('a.jpg', 'picture')
  await place.told('done', 'a.jpg')
  place.server.faults.add({ on: 'browse', kind: 'reset-after', times: 1 })
  await place.drop('a.xmp', xmp('Late', ['x']))
  await place.told('done', 'a.jpg', 2, 40_000)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Late', 25: ['x'] })
  expect(await deliveries(place)).toHaveLength(2)
})

test('the same picture copied once more with another sidecar updates its asset', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.xmp', xmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.restart(async () => {
    await place.drop('a.jpg', 'picture', new Date(1_700_000_000_000))
    await place.drop('a.xmp', xmp('Second'))
  })
  await place.told('done', 'a.jpg', 2)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Second' })
  expect(place.server.assets()).toHaveLength(1)
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('the same picture and the same sidecar copied once more send nothing, and are accounted for', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.xmp', xmp('Same'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.drop('a.jpg', 'picture', new Date(1_700_000_000_000))
  await place.drop('a.xmp', xmp('Same'), new Date(1_700_000_000_000))
  await place.told('duplicate', 'a.jpg')
  await place.rest()
  expect(place.server.assets()).toHaveLength(1)
  expect(await deliveries(place)).toHaveLength(1)
  expect(await place.audit()).toEqual({ 'a.jpg': 'delivered', 'a.xmp': 'sidecar' })
})

test('a late sidecar goes to every destination that has the picture, and along to those that wait for it', async () => {
  const place = await EnginePlace.open({
    folder: { to: ['archive', 'second'] },
    config: (url) => ({
      destinations: ['archive', 'second'].map((name, index) => ({
        name,
        kind: 'fotoware' as const,
        url,
        auth: { method: 'none' as const },
        collection: ['/fotoweb/archives/5000-Photos/', '/fotoweb/archives/5001-Wire/'][index] ?? '',
      })),
    }),
  })
  await place.engine.call('engine.pause', { destination: 'second' })
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.drop('a.xmp', xmp('Late'))
  await place.told('done', 'a.jpg', 2)
  await place.engine.call('engine.resume', { destination: 'second' })
  await place.told('done', 'a.jpg', 3)
  await place.rest()
  const headlines = place.server.assets().map(({ archive, metadata }) => [archive, metadata['105']?.value])
  expect(headlines.toSorted()).toEqual([
    ['5000-Photos', 'Late'],
    ['5001-Wire', 'Late'],
  ])
  expect((await deliveries(place)).map(({ kind, destination }) => `${kind} ${destination}`)).toEqual([
    'upload archive',
    'update archive',
    'upload second',
  ])
})

test('a template that was changed or taken away since the delivery changes nothing in the archive', async () => {
  const templates = (value: string): PlaceOptions => ({
    folder: { template: 'press' },
    config: () => ({ templates: [{ name: 'press', fields: [{ field: 'Credit', value }] }] }),
  })
  const place = await EnginePlace.open(templates('Desk'))
  await place.drop('a.xmp', xmp('First'))
  await place.drop('a.jpg', 'picture')
  await place.engine.start()
  await place.told('done', 'a.jpg')
  await place.restart(() => Promise.resolve(), templates('Agency'))
  await place.drop('a.xmp', xmp('Second'))
  await place.told('done', 'a.jpg', 2)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Second', 110: 'Desk' })
  await place.restart(() => Promise.resolve(), { folder: {}, config: () => ({}) })
  await place.drop('a.xmp', xmp('Third'))
  await place.told('done', 'a.jpg', 3)
  expect(fieldsOf(place)).toMatchObject({ 105: 'Third', 110: 'Desk' })
})
