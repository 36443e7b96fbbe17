import { describe, expect, test } from 'vitest'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import { type FotowareBench, PHOTOS, startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const NEVER = new AbortController().signal
const DONE = { assetUrl: `${PHOTOS}x.jpg.info`, assetDetails: { filename: 'x.jpg' } }

/** FotoWare Upload API, section «Status»: the shapes that were seen or are documented. */
describe('the result', () => {
  test.each([
    ['an object', DONE, { assetUrl: DONE.assetUrl, assetName: 'x.jpg', proof: 'asset' }],
    ['the first of a list', [DONE], { assetUrl: DONE.assetUrl, assetName: 'x.jpg', proof: 'asset' }],
    ['without a URL', { assetUrl: null, assetDetails: null }, { assetUrl: null, proof: 'accepted' }],
    ['nothing', null, { assetUrl: null, assetName: null, proof: 'accepted' }],
    ['an empty list', [], { assetUrl: null, proof: 'accepted' }],
    ['details that are a text', { ...DONE, assetDetails: 'x' }, { assetUrl: DONE.assetUrl, proof: 'asset' }],
  ])('%s is a confirmation', async (_what, result, proof) => {
    const { bench, journal } = await sent()
    bench.tap.script = status({ status: 'done', result, error: null })
    expect(await confirmation(bench, journal)).toMatchObject(proof)
  })

  test.each(['pending', 'inProgress'])('%s is asked for again', async (name) => {
    const { bench, journal } = await sent()
    bench.tap.script = status({ status: name, result: null, error: null })
    expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
  })

  test('a status of the future is no confirmation and no verdict', async () => {
    const { bench, journal } = await sent()
    bench.tap.script = status({ status: 'quarantined', result: null, error: null })
    const error = await uploadFailure(bench.destination.confirm(journal, NEVER))
    expect(error.kind).toBe('unexpected')
    expect(journal.erasures).toBe(0)
  })

  test('awaitingData after everything was accepted: sent again to a new task', async () => {
    const { bench, journal, file } = await sent()
    bench.tap.script = status({ status: 'awaitingData', result: null, error: null })
    const error = await uploadFailure(bench.destination.confirm(journal, NEVER))
    expect(error).toMatchObject({ kind: 'server', problem: { code: 'upload-incomplete', isRetried: true } })
    expect(journal.memo).toBeNull()
    bench.tap.script = null
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
  })

  test('a part that counted as accepted but never got there is noticed and sent again', async () => {
    const bench = await startFotowareBench({ settings: { duplicateInFlight: 'conflict' } })
    const file = await makeFile('a.jpg', 200_000)
    const journal = new MemoryJournal()
    let refused = 0
    bench.tap.script = ({ path }) =>
      path.endsWith('/chunks/1') && refused++ === 0
        ? { status: 409, body: '{"value":"already_uploaded"}' }
        : null
    await attempt(bench, await shipmentOf(file), journal)
    expect((await uploadFailure(confirmation(bench, journal))).problem.code).toBe('upload-incomplete')
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
  })

  test('an archive with an input folder of its own tells no URL: accepted', async () => {
    const archives = [{ id: '7', name: 'Input', setting: 'file-system' as const }]
    const bench = await startFotowareBench({
      settings: { mode: 'on-prem', archives },
      config: { collection: '/fotoweb/archives/7-Input/' },
    })
    const { proof } = await deliver(bench, await shipmentOf(await makeFile('a.jpg', 1000)))
    expect(proof).toMatchObject({ assetUrl: null, proof: 'accepted' })
  })

  test('the receipt holds what support asks for: upload and request', async () => {
    const bench = await startFotowareBench()
    const { proof } = await deliver(bench, await shipmentOf(await makeFile('a.jpg', 1000)))
    expect(proof.requestId).toMatch(/^[\w-]{22}$/)
    expect(proof.uploadId).toBe(bench.server.tasks()[0]?.id)
  })

  test('a name that is taken: the receipt tells the new one', async () => {
    const bench = await startFotowareBench()
    const names: (string | null)[] = []
    for (let time = 0; time < 2; time++) {
      const { proof } = await deliver(bench, await shipmentOf(await makeFile('a.jpg', 1000)))
      names.push(proof.assetName)
    }
    expect(names).toEqual(['a.jpg', 'a (1).jpg'])
  })
})

function status(body: unknown): FotowareBench['tap']['script'] {
  return ({ path }) =>
    path.endsWith('/status')
      ? { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : null
}

async function sent() {
  const bench = await startFotowareBench()
  const file = await makeFile('x.jpg', 1000)
  const journal = new MemoryJournal()
  await attempt(bench, await shipmentOf(file), journal)
  return { bench, file, journal }
}
