import { describe, expect, test } from 'vitest'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import { PHOTOS, startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, shipmentOf } from '../test-file.ts'
import { createBody, preset } from './asset.ts'

/** FotoWare Upload API, section «Version control». */
describe('revisions', () => {
  test('the new revision replaces the old one and keeps its name; a folder is not asked for', async () => {
    const bench = await startFotowareBench({ config: { collection: `${PHOTOS}new.jpg.info` } })
    await preset(bench, 'new.jpg')
    const file = await makeFile('IMG_1.jpg', 300)
    const { sent, proof } = await deliver(bench, await shipmentOf(file, { folder: 'sub', comment: 'second' }))
    expect(createBody(bench)).toMatchObject({
      destination: `${PHOTOS}new.jpg.info`,
      folder: null,
      filename: null,
    })
    expect(sent.renamed).toEqual([])
    expect(proof.assetName).toBe('new.jpg')
    expect(bench.server.assets().find(({ isCurrent }) => isCurrent)).toMatchObject({
      revision: 2,
      sizeBytes: 300,
      comment: 'second',
    })
  })

  test('a file of another extension renames the asset, unless it is only spelled otherwise', async () => {
    for (const [name, filename] of [
      ['IMG.JPEG', null],
      ['IMG.png', 'n ü.png'],
    ] as const) {
      const bench = await startFotowareBench({ config: { collection: `${PHOTOS}n%20%C3%BC.jpg.info` } })
      await preset(bench, 'n ü.jpg')
      await deliver(bench, await shipmentOf(await makeFile(name, 10)))
      expect(createBody(bench)['filename']).toBe(filename)
    }
  })

  test('a file of another type is refused in words', async () => {
    const bench = await startFotowareBench({ config: { collection: `${PHOTOS}new.jpg.info` } })
    await preset(bench, 'new.jpg')
    const error = await uploadFailure(
      attempt(bench, await shipmentOf(await makeFile('a.pdf', 10)), new MemoryJournal()),
    )
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'destination_invalid_asset' } })
  })
})

describe('a shipment that revises an asset', () => {
  const revised = async (assetUrl: string) => {
    const bench = await startFotowareBench()
    const file = await makeFile('IMG_1.jpg', 300)
    return { bench, file, shipment: await shipmentOf(file, { folder: 'sub', revisionOf: assetUrl }) }
  }

  test('goes to that asset, in a destination that is a collection', async () => {
    const assetUrl = `${PHOTOS}new.jpg.info`
    const { bench, shipment } = await revised(assetUrl)
    await preset(bench, 'new.jpg')
    const { sent, proof } = await deliver(bench, shipment)
    expect(createBody(bench)).toMatchObject({ destination: assetUrl, folder: null, filename: null })
    expect(sent.renamed).toEqual([])
    expect(proof).toMatchObject({ assetUrl, assetName: 'new.jpg', notes: [] })
    expect(bench.server.assets().filter(({ isCurrent }) => isCurrent)).toMatchObject([
      { filename: 'new.jpg', revision: 2, sizeBytes: 300 },
    ])
  })

  test('goes to that asset even where the destination is another asset', async () => {
    const bench = await startFotowareBench({ config: { collection: `${PHOTOS}other.jpg.info` } })
    await preset(bench, 'other.jpg')
    await preset(bench, 'new.jpg')
    const revisionOf = `${PHOTOS}new.jpg.info`
    const { proof } = await deliver(bench, await shipmentOf(await makeFile('a.jpg', 10), { revisionOf }))
    expect(proof.assetUrl).toBe(revisionOf)
  })

  test.each(['/fotoweb/archives/5000-Photos/x', `${PHOTOS}%E4%.info`, ''])(
    'of an address that is none (%j) is refused in words',
    async (assetUrl) => {
      const { bench, shipment } = await revised(assetUrl)
      const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
      expect(error).toMatchObject({ kind: 'refused', problem: { code: 'asset-gone' } })
      expect(bench.server.assets()).toEqual([])
    },
  )

  test('of an asset that is gone: only this file is refused', async () => {
    const { bench, shipment } = await revised(`${PHOTOS}gone%20(1).jpg.info`)
    const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'asset-gone', isRetried: false } })
    expect(error.problem.what).toContain('«gone (1).jpg»')
  })

  test('where that is not allowed, at the beginning or at the end: only this file is refused', async () => {
    const { bench, shipment } = await revised(`${PHOTOS}new.jpg.info`)
    await preset(bench, 'new.jpg')
    bench.tap.script = ({ path }) => (path.endsWith('/uploads') ? { status: 403 } : null)
    const first = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(first).toMatchObject({ kind: 'refused', problem: { code: 'may-not-revise' } })
    bench.tap.script = null
    bench.server.settings.failWith = { value: 'forbidden', message: 'no', isOnce: true }
    const journal = new MemoryJournal()
    await attempt(bench, shipment, journal)
    const second = await uploadFailure(confirmation(bench, journal))
    expect(second).toMatchObject({ kind: 'refused', problem: { code: 'may-not-revise' } })
  })

  test('in an archive whose server has an error: tried again', async () => {
    const { bench, shipment } = await revised(`${PHOTOS}new.jpg.info`)
    bench.tap.script = () => ({ status: 500 })
    const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(error.kind).toBe('server')
  })

  test('is another order than a new asset', async () => {
    const bench = await startFotowareBench()
    await preset(bench, 'new.jpg')
    const file = await makeFile('a.jpg', 200_000)
    const journal = new MemoryJournal()
    bench.strike('data', { kind: 'status-503', skip: 1, times: 1 })
    await uploadFailure(attempt(bench, await shipmentOf(file), journal))
    const revisionOf = `${PHOTOS}new.jpg.info`
    await attempt(bench, await shipmentOf(file, { revisionOf }), journal)
    expect((await confirmation(bench, journal)).assetUrl).toBe(revisionOf)
    expect(bench.server.assets().filter(({ isCurrent }) => isCurrent)).toHaveLength(1)
  })

  test.each(['new.jpg', 'new.png'])(
    'and was forgotten when it was complete (%s): a person must look',
    async (name) => {
      const bench = await startFotowareBench()
      await preset(bench, 'new.jpg')
      const file = await makeFile(name, 300)
      const shipment = await shipmentOf(file, { revisionOf: `${PHOTOS}new.jpg.info` })
      const journal = new MemoryJournal()
      await attempt(bench, shipment, journal)
      await bench.server.resumeProcessing()
      bench.forgetUploads()
      const before = bench.tap.requests.length
      for (const work of [confirmation(bench, journal), attempt(bench, shipment, journal.copy())]) {
        expect(await uploadFailure(work)).toMatchObject({ kind: 'refused', problem: { code: 'unproved' } })
      }
      expect(bench.tap.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([])
    },
  )
})
