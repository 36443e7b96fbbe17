import { expect, test } from 'vitest'
import type { Member } from '../../../electron/engine/destinations/destination.ts'
import type { SentMetadata } from '../../../shared/metadata.ts'
import { confirmation, deliver } from '../attempt.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { somePhoto, startPicapportBench } from '../picapport-bench.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const NEVER = new AbortController().signal
const photoFrom = async (path: string, fields?: Record<string, string[]>) =>
  await shipmentOf(await makeFile(path.split('/').at(-1) ?? '', somePhoto(2000)), {
    origin: { path, variables: {} },
    metadata: fields === undefined ? null : metadata(fields),
  })

function metadata(fields: Record<string, string[]>): SentMetadata {
  return {
    ...{ template: 'press', sidecar: 'none', instructions: [], fields, before: {} },
    ...{ templateDigest: null, otherDigest: null, missing: [], taken: null, notes: [] },
  }
}

test('title, description, rating and tags of templates, tags and persons of folders, in any script', async () => {
  const bench = await startPicapportBench()
  const fields = { 5: ['Hafen «Nord» 🏔'], 120: ['Früh\nam Morgen'], 320: ['5'], 25: ['Zürich', '写真'] }
  await deliver(bench, await photoFrom('2024/Hamburg/@Anna Müller/IMG_1.jpg', fields))
  const [stored] = bench.server.photos()
  expect(stored?.metadata).toEqual({
    ...{ title: 'Hafen «Nord» 🏔', description: 'Früh\nam Morgen', rating: 5 },
    ...{ tags: ['Zürich', '写真', '2024', 'Hamburg'], persons: ['Anna Müller'], photoID: stored?.photoID },
  })
})

test('without values nothing but the id goes along, so that what stands in the file stays', async () => {
  const bench = await startPicapportBench({ config: { folderTags: false, personFolders: null } })
  await deliver(bench, await photoFrom('2024/@Anna/IMG_1.jpg'))
  expect(Object.keys(bench.server.photos()[0]?.metadata ?? {})).toEqual(['photoID'])
})

test('in a batch every photo has metadata of its own, also one that is the same as another', async () => {
  const bench = await startPicapportBench({ batch: 4 })
  const shipments = [
    await photoFrom('one/a.jpg', { 5: ['first'] }),
    await photoFrom('two/b.jpg', { 320: ['3'] }),
    await photoFrom('c.jpg'),
  ]
  const twin = { ...shipments[0], origin: { path: 'twin/d.jpg', variables: {} } }
  const members = [...shipments, twin].map((shipment): Member => ({
    shipment: shipment as Member['shipment'],
    context: {
      ...{ journal: new MemoryJournal(), signal: NEVER, drain: NEVER },
      ...{ onProgress: () => undefined, throttle: undefined },
    },
  }))
  const outcomes = (await bench.destination.sendTogether?.(members, null)) ?? []
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect(bench.server.photos().map(({ metadata: { photoID, ...rest } }) => [photoID !== '', rest])).toEqual([
    [true, { title: 'first', tags: ['one'] }],
    [true, { rating: 3, tags: ['two'] }],
    [true, {}],
  ])
  const uploads = bench.tap.requests.filter(({ path }) => bench.dataPath.test(path))
  expect(uploads.map(({ body }) => body.toString('latin1').split('name="photos"').length - 1)).toEqual([3])
})

test('a batch whose results come in another order: each photo gets its own', async () => {
  const bench = await startPicapportBench({ batch: 3, settings: { fileSizeMaxMb: 0.004, version: '9.1.5' } })
  bench.server.faults.add({ on: 'upload', kind: 'reversed-result' })
  const files = await Promise.all(
    [2000, 2000, 5000].map((sizeBytes) => makeFile('IMG_1.jpg', somePhoto(sizeBytes))),
  )
  const members = await Promise.all(
    files.map(async (file): Promise<Member> => ({
      shipment: await shipmentOf(file),
      context: {
        ...{ journal: new MemoryJournal(), signal: NEVER, drain: NEVER },
        ...{ onProgress: () => undefined, throttle: undefined },
      },
    })),
  )
  const outcomes = (await bench.destination.sendTogether?.(members, null)) ?? []
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'failed'])
  expect(outcomes[2]).toMatchObject({ error: { problem: { code: 'file-too-large' } } })
  const proofs = await Promise.all(
    members.slice(0, 2).map(({ context }) => confirmation(bench, context.journal)),
  )
  const stored = bench.server.photos()
  expect(stored.map(({ sha256 }) => sha256)).toEqual(files.slice(0, 2).map(({ sha256 }) => sha256))
  expect(proofs.map(({ uploadId, assetName }) => [uploadId, assetName])).toEqual(
    stored.map(({ photoID, fileName }) => [photoID, fileName]),
  )
})

test('a photo that is cancelled while the others of its batch are made ready is not sent', async () => {
  const bench = await startPicapportBench({ batch: 2 })
  const cancelling = new AbortController()
  const cancel = () => {
    cancelling.abort(new Error('cancelled'))
  }
  const late = await shipmentOf(await makeFile('b.jpg', somePhoto(2000)), {}, { before: cancel })
  const members = [await photoFrom('a.jpg'), late].map((shipment, index): Member => ({
    shipment,
    context: {
      ...{ journal: new MemoryJournal(), signal: index === 0 ? cancelling.signal : NEVER, drain: NEVER },
      ...{ onProgress: () => undefined, throttle: undefined },
    },
  }))
  const outcomes = (await bench.destination.sendTogether?.(members, null)) ?? []
  expect(outcomes).toMatchObject([
    { kind: 'failed', error: { problem: { code: 'stopped' } } },
    { kind: 'sent' },
  ])
  expect(bench.server.photos().map(({ fileName }) => fileName)).toEqual(['b.jpg'])
})

test('a batch that is too large for a proxy goes one by one', async () => {
  const bench = await startPicapportBench({ batch: 3 })
  bench.server.faults.add({ on: 'upload', kind: 'status-413', times: 1 })
  const members = await Promise.all(
    ['a.jpg', 'b.jpg', 'c.jpg'].map(async (name): Promise<Member> => ({
      shipment: await photoFrom(name),
      context: {
        ...{ journal: new MemoryJournal(), signal: NEVER, drain: NEVER },
        ...{ onProgress: () => undefined, throttle: undefined },
      },
    })),
  )
  const outcomes = (await bench.destination.sendTogether?.(members, null)) ?? []
  expect(outcomes.map(({ kind }) => kind)).toEqual(['sent', 'sent', 'sent'])
  expect(bench.server.photos()).toHaveLength(3)
})
