import { describe, expect, test } from 'vitest'
import type { Shipment } from '../../../electron/engine/destinations/destination.ts'
import { attempt, confirmation, deliver } from '../attempt.ts'
import {
  type FotowareBench,
  type FotowareBenchOptions,
  PHOTOS,
  startFotowareBench,
} from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { SIDECAR } from '../sidecar.ts'
import { makeFile, shipmentOf } from '../test-file.ts'
import { add, answeringAssets, json, metadataOf, NEVER, patches } from './asset.ts'

const WORDS = { instructions: [add(25, ['sport', 'Zürich']), add(105, 'Headline')] }
const MINUTE_MS = 60_000

async function touching(options: FotowareBenchOptions = {}): Promise<FotowareBench> {
  return await startFotowareBench({ ...options, config: { touchPdf: true, ...options.config } })
}

/** A PDF that was handed over and is not confirmed yet. */
async function sent(bench: FotowareBench, changes: Partial<Shipment> = WORDS, name = 'a.pdf') {
  const journal = new MemoryJournal()
  await attempt(bench, await shipmentOf(await makeFile(name, 100), changes), journal)
  await bench.server.resumeProcessing()
  return journal
}

function places(bench: FotowareBench): (string | null)[] {
  return bench.server.assets().map(({ metadataPlace }) => metadataPlace)
}

describe('a PDF with metadata', () => {
  test('is given one of its own values back, and the archive writes all into the file', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    expect(places(bench)).toEqual(['sidecar'])
    const before = metadataOf(bench)
    const proof = await confirmation(bench, journal)
    expect(proof).toMatchObject({ assetUrl: `${PHOTOS}a.pdf.info`, proof: 'asset', notes: [] })
    expect(patches(bench)).toEqual([{ metadata: { 25: { value: ['sport', 'Zürich'] } } }])
    expect(metadataOf(bench)).toEqual(before)
    expect(places(bench)).toEqual(['embedded'])
  })

  test('from a sidecar: a usual field is taken', async () => {
    const bench = await touching()
    const journal = await sent(bench, { sidecar: SIDECAR, sidecarIdentity: '1' }, 'B.PDF')
    expect((await confirmation(bench, journal)).notes).toEqual([])
    expect(patches(bench)).toEqual([{ metadata: { 5: { value: 'Zürich 🏔' } } }])
  })

  test('whose fields were erased, or cannot be written: another one is taken', async () => {
    const metadataFields = { 25: { isReadOnly: true } }
    const bench = await touching({ settings: { metadataFields } })
    const instructions = [{ id: 105, action: 'erase' as const }, add(25, 'sport'), add(90, 'Bern')]
    const journal = await sent(bench, { instructions })
    await confirmation(bench, journal)
    expect(patches(bench)).toEqual([{ metadata: { 90: { value: 'Bern' } } }])
  })

  test('as a new revision of an asset', async () => {
    const bench = await touching()
    const first = await sent(bench)
    const { assetUrl } = await confirmation(bench, first)
    const again = await sent(bench, { ...WORDS, revisionOf: assetUrl }, 'other.pdf')
    expect(await confirmation(bench, again)).toMatchObject({ assetUrl, notes: [] })
    expect(patches(bench)).toHaveLength(2)
    expect(places(bench)).toEqual(['embedded', 'embedded'])
  })
})

test.each([
  ['the configuration does not ask for it', 'a.pdf', WORDS, false],
  ['it is no PDF', 'a.jpg', WORDS, true],
  ['nothing went along', 'a.pdf', {}, true],
  ['only a time went along', 'a.pdf', { modifiedAt: new Date(0) }, true],
] as const)('nothing is touched when %s', async (_what, name, changes, touchPdf) => {
  const bench = await touching({ config: { touchPdf } })
  expect((await confirmation(bench, await sent(bench, changes, name))).notes).toEqual([])
  expect(patches(bench)).toEqual([])
})

describe('what goes wrong never takes the delivery back', () => {
  test.each([
    ['the right to change metadata is missing', 'PATCH', json({ value: 'Forbidden' }, 403), '403 Forbidden'],
    ['the asset is gone', 'PATCH', json({ value: 'AssetNotFound' }, 404), '404 AssetNotFound'],
    [
      'the value is not accepted',
      'PATCH',
      json({ value: 'x', description: 'Not so' }, 400),
      '400 x · Not so',
    ],
    ['a web page answers', 'PATCH', { status: 404, body: '<html>secret</html>' }, 'answered 404. The'],
    ['the asset cannot be seen', 'GET', { status: 403 }, '403'],
    ['the asset is not there', 'GET', { status: 404 }, '404'],
    ['the asset shows nothing', 'GET', json({ href: '/x.info' }), 'no field'],
    [
      'the asset shows riddles',
      'GET',
      json({ href: '/x.info', metadata: { 5: { value: { s: 'x' } } } }),
      'no field',
    ],
    [
      'only the server’s own fields',
      'GET',
      json({ href: '/x.info', metadata: { 360: { value: 'me' } } }),
      'no field',
    ],
  ] as const)('%s: a note', async (_what, method, reply, words) => {
    const bench = await touching()
    const journal = await sent(bench)
    answeringAssets(bench, method, reply)
    const proof = await confirmation(bench, journal)
    expect(proof).toMatchObject({ assetUrl: `${PHOTOS}a.pdf.info`, proof: 'asset' })
    expect(proof.notes).toEqual([expect.stringContaining(words)])
    expect(proof.notes[0]).toMatch(/^The PDF could not be touched: .*\.$/)
  })

  test('the server’s own fields are left alone even if its view calls them writable', async () => {
    const metadataFields = { 360: { isReadOnly: false } }
    const bench = await touching({ settings: { metadataFields } })
    const journal = await sent(bench)
    answeringAssets(bench, 'GET', json({ href: '/x.info', metadata: { 360: { value: 'me' } } }))
    expect((await confirmation(bench, journal)).notes).toHaveLength(1)
    expect(patches(bench)).toEqual([])
  })

  test('an archive where nobody may edit', async () => {
    const archives = [{ id: '5000', name: 'Photos', setting: 'user-selection' as const, canEdit: false }]
    const bench = await touching({ settings: { archives } })
    const proof = await confirmation(bench, await sent(bench))
    expect(proof.notes).toHaveLength(1)
    expect(places(bench)).toEqual(['sidecar'])
  })

  test('an archive that tells no address', async () => {
    const archives = [{ id: '7', name: 'Input', setting: 'file-system' as const }]
    const bench = await touching({
      settings: { mode: 'on-prem', archives },
      config: { collection: '/fotoweb/archives/7-Input/' },
    })
    const proof = await confirmation(bench, await sent(bench))
    expect(proof).toMatchObject({ assetUrl: null, proof: 'accepted' })
    expect(proof.notes).toEqual([expect.stringContaining('does not tell where it is')])
  })

  test.each([
    ['PATCH', { status: 500 }],
    ['PATCH', { status: 503 }],
    ['PATCH', { status: 502 }],
    ['PATCH', { status: 401 }],
    ['GET', { status: 500 }],
    ['GET', { status: 200, body: '<html></html>' }],
  ])('%s %o: asked again until it works', async (method, reply) => {
    const bench = await touching()
    const journal = await sent(bench)
    answeringAssets(bench, method, reply)
    expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
    bench.clock.jump(4 * MINUTE_MS)
    expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
    bench.tap.script = null
    expect((await confirmation(bench, journal)).notes).toEqual([])
    expect(places(bench)).toEqual(['embedded'])
  })

  test('the metadata view cannot be read: touched all the same', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    bench.tap.script = ({ path }) => (path.includes('/editors/') ? { status: 500 } : null)
    expect((await confirmation(bench, journal)).notes).toEqual([])
    expect(places(bench)).toEqual(['embedded'])
  })

  test('nobody answers for minutes: confirmed, with a note', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    answeringAssets(bench, 'PATCH', { status: 500 })
    expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
    bench.clock.jump(6 * MINUTE_MS)
    const proof = await confirmation(bench, journal.copy())
    expect(proof.assetUrl).toBe(`${PHOTOS}a.pdf.info`)
    expect(proof.notes[0]).toContain('500')
  })

  test('a clock that is set back by a day does not make it wait for a day', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    answeringAssets(bench, 'PATCH', { status: 500 })
    expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
    bench.clock.jump(-24 * 60 * MINUTE_MS)
    expect((await confirmation(bench, journal)).notes).toHaveLength(1)
  })

  test('the engine stops meanwhile: no verdict', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    const abort = new AbortController()
    bench.tap.script = ({ method }) => {
      if (method !== 'PATCH') return null
      abort.abort(new Error('stopped'))
      return { status: 500 }
    }
    await expect(bench.destination.confirm(journal, abort.signal)).rejects.toThrow('stopped')
    bench.tap.script = null
    expect((await confirmation(bench, journal.copy())).notes).toEqual([])
  })
})

describe('interrupted', () => {
  test('the reply to the touch is lost: sent again, and all is well', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    let lost = 0
    bench.tap.script = ({ method }) => {
      if (method === 'PATCH' && lost++ === 0)
        bench.server.faults.add({ on: 'browse', kind: 'reset-after', times: 1 })
      return null
    }
    expect((await confirmation(bench, journal)).notes).toEqual([])
    expect(patches(bench)).toHaveLength(2)
    expect(places(bench)).toEqual(['embedded'])
  })

  test('restarted between, and the server has forgotten the upload: still delivered, and touched', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    answeringAssets(bench, 'PATCH', { status: 503 })
    expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
    const uploadId = bench.server.tasks()[0]?.id
    bench.forgetUploads()
    bench.tap.script = null
    const before = bench.tap.requests.length
    const proof = await confirmation(bench, journal.copy())
    expect(proof).toMatchObject({ assetUrl: `${PHOTOS}a.pdf.info`, uploadId, notes: [] })
    const since = bench.tap.requests.slice(before).map(({ method }) => method)
    expect(since.filter((method) => method !== 'GET')).toEqual(['PATCH'])
    expect(bench.server.assets()).toHaveLength(1)
  })

  test('restarted after the touch and before the receipt: touched once more, and nothing else', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    const before = journal.copy()
    await confirmation(bench, journal)
    const metadata = metadataOf(bench)
    expect((await confirmation(bench, before)).notes).toEqual([])
    expect(metadataOf(bench)).toEqual(metadata)
    expect(bench.server.assets()).toHaveLength(1)
  })

  test('a memo of an earlier version is understood', async () => {
    const bench = await touching()
    const journal = await sent(bench)
    const { revisionOf, touch, delivered, ...old } = journal.memo as Record<string, unknown>
    expect([revisionOf, touch, delivered]).toEqual([null, { fields: [25, 105] }, null])
    await journal.write(old)
    expect((await confirmation(bench, journal)).notes).toEqual([])
    expect(patches(bench)).toEqual([])
  })
})

test('ten PDFs at once are all touched', async () => {
  const bench = await touching()
  const names = Array.from({ length: 10 }, (_, index) => `${String(index)}.pdf`)
  await Promise.all(
    names.map(async (name) => deliver(bench, await shipmentOf(await makeFile(name, 100), WORDS))),
  )
  expect(places(bench)).toEqual(names.map(() => 'embedded'))
})
