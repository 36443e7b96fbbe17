import { describe, expect, test } from 'vitest'
import type { Shipment } from '../../../electron/engine/destinations/destination.ts'
import type { FotowareConfig } from '../../../shared/config.ts'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import { PHOTOS, startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { SIDECAR, SIDECAR_TEXT } from '../sidecar.ts'
import { createBody } from './asset.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

/** FotoWare Upload API, section «Create»: what is asked for, word by word. */
describe('create', () => {
  test('all keys, always; metadata that says nothing is null', async () => {
    expect(await asked({})).toEqual({
      destination: PHOTOS,
      folder: null,
      filename: 'a.jpg',
      hasXmp: false,
      fileSize: 1000,
      checkoutId: null,
      metadata: null,
      comment: null,
    })
  })

  test('an archive that allows no metadata gets a file without any', async () => {
    const archives = [{ id: '9', name: 'Bare', setting: 'user-selection' as const, metadataNotAllowed: true }]
    const bench = await startFotowareBench({
      settings: { archives },
      config: { collection: '/fotoweb/archives/9-Bare/' },
    })
    const file = await makeFile('a.jpg', 1000)
    await deliver(bench, await shipmentOf(file))
    const withTime = attempt(bench, await shipmentOf(file, { modifiedAt: new Date() }), new MemoryJournal())
    const error = await uploadFailure(withTime)
    expect(error.problem.code).toBe('metadata_not_allowed')
    expect(error.problem.remedy).toContain('"preserveModificationTime": false')
  })

  test.each([
    ['1969-07-20T20:17:39.900Z', '1969-07-20T20:17:39Z'],
    ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00Z'],
    ['2025-06-01T12:00:00.999Z', '2025-06-01T12:00:00Z'],
    ['2038-01-19T03:14:08.500Z', '2038-01-19T03:14:08Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59Z'],
  ])('the modification time %s is sent as %s', async (time, mt) => {
    const bench = await startFotowareBench()
    const shipment = await shipmentOf(await makeFile('a.jpg', 10), { modifiedAt: new Date(time) })
    const { sent } = await deliver(bench, shipment)
    expect(sent.modifiedAt).toBe(mt)
    expect(bench.server.assets()[0]?.mt).toBe(mt)
  })

  test.each(['+010000-01-01T00:00:00.000Z', '-000044-03-15T00:00:00.000Z'])(
    'a modification time that ISO 8601 cannot tell (%s) is left out',
    async (time) => {
      const bench = await startFotowareBench()
      const shipment = await shipmentOf(await makeFile('a.jpg', 10), { modifiedAt: new Date(time) })
      expect((await deliver(bench, shipment)).sent.modifiedAt).toBeNull()
      expect(bench.server.assets()[0]?.mt).toBeNull()
    },
  )

  test('metadata instructions keep their order, and «erase» has no value', async () => {
    const bench = await startFotowareBench()
    const instructions: Shipment['instructions'] = [
      { id: 25, action: 'erase' },
      { id: 25, action: 'add', value: ['sport', 'Zürich'] },
      { id: 5, action: 'add', value: 'Title' },
      { id: 5, action: 'append', value: '!' },
      { id: 5, action: 'prepend', value: '¡' },
    ]
    await deliver(bench, await shipmentOf(await makeFile('a.jpg', 10), { instructions }))
    expect(createBody(bench)['metadata']).toEqual({
      fields: [
        { id: 25, action: 'erase' },
        { id: 25, action: 'add', value: ['sport', 'Zürich'] },
        { id: 5, action: 'add', value: 'Title' },
        { id: 5, action: 'append', value: '!' },
        { id: 5, action: 'prepend', value: '¡' },
      ],
      attributes: [],
    })
    expect(bench.server.assets()[0]?.metadata).toMatchObject({
      '25': { value: ['sport', 'Zürich'] },
      '5': { value: '¡Title!' },
    })
  })

  test('a comment arrives', async () => {
    const bench = await startFotowareBench()
    await deliver(bench, await shipmentOf(await makeFile('a.jpg', 10), { comment: 'Tag 1, Karte «B»' }))
    expect(bench.server.assets()[0]?.comment).toBe('Tag 1, Karte «B»')
  })

  test('folders are made as they are named; what Windows forbids is told', async () => {
    const bench = await startFotowareBench()
    const shipment = await shipmentOf(await makeFile('a.jpg', 10), { folder: '2025/AUX/a:b./..' })
    const { sent } = await deliver(bench, shipment)
    expect(bench.server.assets()[0]?.folder).toBe('2025/_AUX/a_b_/__')
    expect(sent.renamed).toEqual([
      { from: 'AUX', to: '_AUX' },
      { from: 'a:b.', to: 'a_b_' },
      { from: '..', to: '__' },
    ])
  })

  test('a place without folders says so in words', async () => {
    const bench = await startFotowareBench({ config: { collection: '/fotoweb/archives/5001-Wire/' } })
    const shipment = await shipmentOf(await makeFile('a.jpg', 10), { folder: 'sub' })
    const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'invalid_folder' } })
    expect(error.problem.remedy).toContain('"subfolders": "flatten"')
  })
})

describe('the upload area', () => {
  const onPremises = { settings: { mode: 'on-prem' as const }, config: { collection: null } }

  test('takes files and tells no URL', async () => {
    const bench = await startFotowareBench(onPremises)
    const { proof } = await deliver(
      bench,
      await shipmentOf(await makeFile('a.jpg', 10), { folder: 'not/asked' }),
    )
    expect(proof).toMatchObject({ assetUrl: null, proof: 'accepted' })
    expect(createBody(bench)).toMatchObject({ destination: null, folder: null, filename: 'a.jpg' })
  })

  test('is refused by a server without one, and the destination is to blame', async () => {
    const bench = await startFotowareBench({ config: { collection: null } })
    const work = attempt(bench, await shipmentOf(await makeFile('a.jpg', 10)), new MemoryJournal())
    expect(await uploadFailure(work)).toMatchObject({
      kind: 'destination',
      problem: { code: 'destination_invalid_location' },
    })
  })
})

describe('the sidecar', () => {
  test('goes first and arrives intact', async () => {
    const bench = await startFotowareBench()
    await deliver(bench, await withSidecar(SIDECAR))
    expect((await bench.arrivals())[0]?.sidecar).toBe(SIDECAR_TEXT)
    const paths = bench.tap.requests.map(({ path }) => path.split('/').slice(5).join('/'))
    expect(paths).toEqual(['', 'xmp', 'chunks/0', 'status'])
  })

  test('a malformed one is refused before any chunk is sent', async () => {
    const bench = await startFotowareBench()
    const shipment = await withSidecar(Buffer.from('<x:xmpmeta>never closed'))
    const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'invalid_metadata' } })
    expect(bench.server.bytesReceived).toBe(0)
  })

  test('an empty file with a sidecar arrives', async () => {
    const bench = await startFotowareBench()
    const file = await makeFile('empty.jpg', 0)
    await deliver(bench, await shipmentOf(file, { sidecar: SIDECAR, sidecarIdentity: '1' }))
    expect(await bench.arrivals()).toMatchObject([{ sizeBytes: 0, sidecar: SIDECAR_TEXT }])
  })

  test('another sidecar between two attempts begins a new upload', async () => {
    const bench = await startFotowareBench()
    const file = await makeFile('a.jpg', 200_000)
    const journal = new MemoryJournal()
    const old = await shipmentOf(file, { sidecar: Buffer.from(SIDECAR), sidecarIdentity: 'old' })
    bench.strike('data', { kind: 'status-503', skip: 1, times: 1 })
    await uploadFailure(attempt(bench, old, journal))
    const text = SIDECAR_TEXT.replace('Zürich', 'Genève')
    await attempt(bench, { ...old, sidecar: Buffer.from(text), sidecarIdentity: 'new' }, journal)
    await confirmation(bench, journal)
    expect((await bench.arrivals()).map(({ sidecar }) => sidecar)).toEqual([text])
  })
})

test('another template, comment or folder between two attempts begins a new upload', async () => {
  for (const change of [
    { comment: 'new' },
    { folder: 'new' },
    { instructions: [{ id: 5, action: 'add' as const, value: 'new' }] },
  ]) {
    const bench = await startFotowareBench()
    const file = await makeFile('a.jpg', 200_000)
    const journal = new MemoryJournal()
    bench.strike('data', { kind: 'status-503', skip: 1, times: 1 })
    await uploadFailure(attempt(bench, await shipmentOf(file), journal))
    await attempt(bench, await shipmentOf(file, change), journal)
    await confirmation(bench, journal)
    const [asset] = bench.server.assets()
    expect([asset?.comment, asset?.folder, asset?.metadata['5']?.value]).toContain('new')
  }
})

async function withSidecar(sidecar: Buffer): Promise<Shipment> {
  return await shipmentOf(await makeFile('a.jpg', 1000), { sidecar, sidecarIdentity: '1' })
}

async function asked(changes: Partial<Shipment>, config: Partial<FotowareConfig> = {}) {
  const bench = await startFotowareBench({ config })
  await deliver(bench, await shipmentOf(await makeFile('a.jpg', 1000), changes))
  return createBody(bench)
}
