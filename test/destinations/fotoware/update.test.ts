import { describe, expect, test } from 'vitest'
import { confirmation, uploadFailure } from '../attempt.ts'
import { type FotowareBenchOptions, PHOTOS, startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import {
  add,
  answeringAssets,
  deliveredAsset,
  fieldsOf,
  json,
  metadataOf,
  NEVER,
  patches,
  update,
} from './asset.ts'

const VALUES = { 25: ['sport', 'Zürich'], 105: ['New headline'], 90: [] }

async function ready(options: FotowareBenchOptions = {}) {
  const bench = await startFotowareBench(options)
  const before = [add(25, 'old'), add(105, 'Old'), add(90, 'Bern'), add(5, 'Title')]
  const assetUrl = await deliveredAsset(bench, 'a ü.jpg', before)
  return { bench, assetUrl, journal: new MemoryJournal() }
}

describe('new values for a delivered asset', () => {
  test('replace the old ones: lists for bags, texts for single fields, nothing to empty one', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    expect(patches(bench)).toEqual([
      {
        metadata: {
          25: { value: ['sport', 'Zürich'] },
          105: { value: 'New headline' },
          90: { value: [] },
        },
      },
    ])
    const request = bench.tap.requests.find(({ method }) => method === 'PATCH')
    expect(request?.headers).toMatchObject({
      'content-type': 'application/vnd.fotoware.assetupdate+json',
      accept: 'application/vnd.fotoware.asset+json',
    })
    const metadata = metadataOf(bench)
    expect(metadata).toMatchObject({ 25: ['sport', 'Zürich'], 105: 'New headline', 5: 'Title' })
    expect(metadata).not.toHaveProperty('90')
    expect(await confirmation(bench, journal)).toEqual({
      assetUrl,
      assetName: 'a ü.jpg',
      proof: 'asset',
      uploadId: null,
      requestId: expect.stringMatching(/^[\w-]{22}$/) as string,
      notes: [],
      said: [],
    })
  })

  test('one value of a bag is a list too; several of a field that nobody knows are one as well', async () => {
    const { bench, assetUrl, journal } = await ready()
    answeringAssets(bench, 'PATCH', { status: 200 })
    await update(bench, assetUrl, { 80: ['Ann'], 777: ['x', 'y'], 778: ['z'] }, journal)
    expect(patches(bench)).toEqual([
      { metadata: { 80: { value: ['Ann'] }, 777: { value: ['x', 'y'] }, 778: { value: 'z' } } },
    ])
  })

  test('what is a bag is the archive’s word, then the catalogue’s', async () => {
    const { bench, assetUrl, journal } = await ready()
    const view = { detailRegions: [{ fields: [{ field: { id: 611, 'multi-instance': true } }] }] }
    bench.tap.script = ({ path }) => (path.startsWith('/fotoweb/editors/') ? json(view) : null)
    await update(bench, assetUrl, { 611: ['one'], 25: ['two'] }, journal)
    expect(patches(bench)).toEqual([{ metadata: { 25: { value: ['two'] }, 611: { value: ['one'] } } }])
  })

  test('without a metadata view the catalogue tells', async () => {
    const { bench, assetUrl, journal } = await ready()
    bench.tap.script = ({ path }) => (path.startsWith('/fotoweb/editors/') ? { status: 403 } : null)
    await update(bench, assetUrl, VALUES, journal)
    expect(metadataOf(bench)).toMatchObject({ 25: ['sport', 'Zürich'], 105: 'New headline' })
    expect((await confirmation(bench, journal)).proof).toBe('asset')
  })

  test('may be sent again', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    await update(bench, assetUrl, VALUES, journal)
    expect(metadataOf(bench)).toMatchObject({ 25: ['sport', 'Zürich'] })
    await confirmation(bench, journal)
  })

  test('no values: nothing is asked for', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, {}, journal)
    expect(patches(bench)).toEqual([])
    expect((await confirmation(bench, journal)).assetUrl).toBe(assetUrl)
  })

  test('nothing is begun before the hours for sending, nor after the attempt was ended', async () => {
    const { bench, assetUrl, journal } = await ready()
    const asked: number[] = []
    const open = Promise.withResolvers<undefined>()
    const throttle = (bytes: number) => {
      asked.push(bytes)
      return open.promise
    }
    const work = update(bench, assetUrl, VALUES, journal, { throttle })
    const drain = new AbortController()
    const ended = update(bench, assetUrl, VALUES, journal, { throttle, drain: drain.signal })
    drain.abort(new Error('drained'))
    await expect(ended).rejects.toThrow('drained')
    expect([patches(bench), journal.memo]).toEqual([[], null])
    open.resolve(undefined)
    await work
    expect(asked).toEqual([0, 0])
    expect(patches(bench)).toHaveLength(1)
    const signal = AbortSignal.abort(new Error('gone'))
    await expect(update(bench, assetUrl, VALUES, new MemoryJournal(), { signal })).rejects.toThrow('gone')
  })
})

describe('an update that is interrupted', () => {
  test('its reply is lost: sent again, and the outcome is the same', async () => {
    const { bench, assetUrl, journal } = await ready()
    await fieldsOf(bench).describe(NEVER)
    const fault = bench.server.faults.add({ on: 'browse', kind: 'reset-after', times: 1 })
    await update(bench, assetUrl, VALUES, journal)
    expect(fault.hits).toBe(1)
    expect(patches(bench)).toHaveLength(2)
    expect(metadataOf(bench)).toMatchObject({ 25: ['sport', 'Zürich'], 105: 'New headline' })
    await confirmation(bench, journal)
  })

  test('all replies are lost, and Sluice is started anew: the memo tells what to look for', async () => {
    const { bench, assetUrl, journal } = await ready()
    await fieldsOf(bench).describe(NEVER)
    bench.server.faults.add({ on: 'browse', kind: 'reset-after' })
    expect((await uploadFailure(update(bench, assetUrl, VALUES, journal))).kind).toBe('offline')
    bench.mend()
    expect((await confirmation(bench, journal.copy())).notes).toEqual([])
    const later = journal.copy()
    await update(bench, assetUrl, VALUES, later)
    await confirmation(bench, later)
  })

  test('ended between memo and request: it is not there for a minute, and then sent again', async () => {
    const { bench, assetUrl, journal } = await ready()
    await fieldsOf(bench).describe(NEVER)
    answeringAssets(bench, 'PATCH', { status: 503 })
    expect((await uploadFailure(update(bench, assetUrl, VALUES, journal))).kind).toBe('busy')
    bench.tap.script = null
    const later = journal.copy()
    expect(await bench.destination.confirm(later, NEVER)).toEqual({ kind: 'pending' })
    bench.clock.jump(30_000)
    expect(await bench.destination.confirm(later.copy(), NEVER)).toEqual({ kind: 'pending' })
    bench.clock.jump(31_000)
    const error = await uploadFailure(bench.destination.confirm(later, NEVER))
    expect(error).toMatchObject({
      kind: 'server',
      problem: { code: 'metadata-not-there', isRetried: true },
    })
    expect(error.problem.what).toBe(
      'The archive took the new metadata of «a ü.jpg» but does not show it: Keywords (25), City (90), Headline (105).',
    )
    await update(bench, assetUrl, VALUES, later)
    expect((await confirmation(bench, later)).proof).toBe('asset')
  })

  test('a clock that was set back begins the minute anew', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    answeringAssets(bench, 'GET', json({ href: assetUrl, filename: 'a.jpg', metadata: {} }))
    const asked = () => bench.destination.confirm(journal, NEVER)
    expect(await asked()).toEqual({ kind: 'pending' })
    bench.clock.jump(-86_400_000)
    expect(await asked()).toEqual({ kind: 'pending' })
    bench.clock.jump(61_000)
    expect((await uploadFailure(asked())).problem.code).toBe('metadata-not-there')
  })

  test('the question for the outcome fails for now: asked again later', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    bench.server.faults.add({ on: 'browse', kind: 'status-503', times: 1 })
    expect((await uploadFailure(bench.destination.confirm(journal, NEVER))).kind).toBe('busy')
    await confirmation(bench, journal)
  })
})

describe('an update that is refused', () => {
  test.each([
    [json({ value: 'Forbidden' }, 403), 'refused', 'may-not-edit', '«EditText»'],
    [json({ value: 'AssetNotFound' }, 404), 'refused', 'asset-gone', 'Nothing to do'],
    [{ status: 410 }, 'refused', 'asset-gone', 'Nothing to do'],
    [json({ value: 'x', description: 'Rating is no number' }, 400), 'refused', 'metadata-refused', 'sidecar'],
    [{ status: 500 }, 'server', 'server-error', 'again'],
    [{ status: 502 }, 'offline', 'gateway', 'again'],
    [{ status: 200, body: '' }, 'none', '', ''],
    [{ status: 204 }, 'none', '', ''],
  ] as const)('%o: %s, %s', async (reply, kind, code, remedy) => {
    const { bench, assetUrl, journal } = await ready()
    answeringAssets(bench, 'PATCH', reply)
    const work = update(bench, assetUrl, VALUES, journal)
    if (kind === 'none') {
      await work
      return
    }
    const error = await uploadFailure(work)
    expect(error).toMatchObject({ kind, problem: { code } })
    expect(error.problem.remedy).toContain(remedy)
  })

  test('an archive where nobody may edit: nothing changes', async () => {
    const { bench, assetUrl, journal } = await ready()
    const before = metadataOf(bench)
    bench.server.settings.archives = bench.server.settings.archives.map((archive) => ({
      ...archive,
      canEdit: false,
    }))
    const error = await uploadFailure(update(bench, assetUrl, VALUES, journal))
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'may-not-edit', isRetried: false } })
    expect(metadataOf(bench)).toEqual(before)
  })

  test('the server’s own words are told', async () => {
    const { bench, assetUrl, journal } = await ready()
    answeringAssets(bench, 'PATCH', json({ value: 'x', description: 'Rating is no number' }, 400))
    const { problem } = await uploadFailure(update(bench, assetUrl, VALUES, journal))
    expect(problem).toMatchObject({
      what: 'The archive does not accept the new metadata of «a ü.jpg».',
      means: 'It says: Rating is no number',
      detail: '400 x · Rating is no number',
    })
  })

  test('strain and sign-out are the destination’s, not the asset’s', async () => {
    const { bench, assetUrl, journal } = await ready({ needsSignIn: true })
    await fieldsOf(bench).describe(NEVER)
    answeringAssets(bench, 'PATCH', { status: 429, headers: { 'retry-after': '7' } })
    const busy = await uploadFailure(update(bench, assetUrl, VALUES, journal))
    expect([busy.kind, busy.retryAfterMs]).toEqual(['busy', 7000])
    answeringAssets(bench, 'PATCH', { status: 401 })
    expect((await uploadFailure(update(bench, assetUrl, VALUES, journal))).kind).toBe('unauthorized')
    bench.tap.script = null
    bench.endSessions()
    await update(bench, assetUrl, VALUES, journal)
    await confirmation(bench, journal)
  })

  test('an asset that was deleted before the outcome was seen', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    answeringAssets(bench, 'GET', { status: 404 })
    const error = await uploadFailure(bench.destination.confirm(journal, NEVER))
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'asset-gone' } })
  })

  test('an asset that this account may change and not look at: accepted, with a note', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    answeringAssets(bench, 'GET', { status: 403 })
    const proof = await confirmation(bench, journal)
    expect(proof).toMatchObject({ assetUrl, proof: 'accepted' })
    expect(proof.notes[0]).toContain('could not be checked')
  })

  test('an asset that never was', async () => {
    const { bench, journal } = await ready()
    const error = await uploadFailure(update(bench, `${PHOTOS}gone.jpg.info`, VALUES, journal))
    expect(error.problem).toMatchObject({ code: 'asset-gone', isRetried: false })
  })
})
