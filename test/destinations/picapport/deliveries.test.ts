import { expect, test } from 'vitest'
import { pause } from '../../../electron/engine/destinations/pause.ts'
import { photoIdOf } from '../../../electron/engine/destinations/picapport/photo-id.ts'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { somePhoto, startPicapportBench } from '../picapport-bench.ts'
import { makeFile, shipmentOf, type TestFile } from '../test-file.ts'

const NEVER = new AbortController().signal
const KIB = 1024
const newFile = (name = 'IMG_1.jpg') => makeFile(name, somePhoto(40 * KIB))
const idOf = ({ sha256 }: TestFile) => photoIdOf(sha256)

test('a photo gets the id of its content, and the receipt names what the server calls it', async () => {
  const bench = await startPicapportBench()
  const [first, second] = [await newFile(), await newFile()]
  await deliver(bench, await shipmentOf(first))
  const { proof, sent } = await deliver(bench, await shipmentOf(second))
  expect(bench.server.photos().map(({ photoID }) => photoID)).toEqual([idOf(first), idOf(second)])
  expect(proof).toEqual({
    ...{ assetUrl: null, assetName: 'IMG_1-1.jpg', proof: 'asset', uploadId: idOf(second) },
    ...{ requestId: null, notes: [], said: [] },
  })
  expect(sent).toEqual({ sha256: second.sha256, renamed: [], modifiedAt: null })
})

test('what the server has already is not sent, and the receipt says so', async () => {
  const bench = await startPicapportBench()
  const file = await newFile()
  await deliver(bench, await shipmentOf(file))
  const before = bench.server.bytesReceived
  const { proof, sent } = await deliver(bench, await shipmentOf(file))
  expect(bench.server.bytesReceived).toBe(before)
  expect(sent.sha256).toBe(file.sha256)
  expect(proof.proof).toBe('asset')
  expect(proof.notes.join()).toContain('had this photo already')
})

test('what was removed there is not sent again, and that is told; with the option it is', async () => {
  const bench = await startPicapportBench()
  const file = await newFile()
  await deliver(bench, await shipmentOf(file))
  await bench.server.removePhoto(idOf(file))
  const error = await uploadFailure(attempt(bench, await shipmentOf(file), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'removed-on-server', isRetried: false } })
  expect(bench.server.photos()).toEqual([])
})

test('with "uploadRemovedAgain" what was removed there is sent again', async () => {
  const bench = await startPicapportBench({ config: { uploadRemovedAgain: true } })
  const file = await newFile()
  await deliver(bench, await shipmentOf(file))
  expect((await deliver(bench, await shipmentOf(file))).proof.notes).toHaveLength(1)
  await bench.server.removePhoto(idOf(file))
  expect((await deliver(bench, await shipmentOf(file))).proof.notes).toEqual([])
  expect(bench.server.photos()).toHaveLength(1)
})

test('with "uploadRemovedAgain" two computers with the same new photo bring it once, though the index lags behind', async () => {
  const bench = await startPicapportBench({ config: { uploadRemovedAgain: true }, clockSpeed: 60 })
  const file = await newFile()
  bench.hold()
  await attempt(bench, await shipmentOf(file), new MemoryJournal())
  bench.tap.script = (request) => {
    if (!request.path.includes('checkPhotoId')) return null
    // The other one asked just before the first was stored.
    bench.tap.script = null
    return { status: 200, body: JSON.stringify({ exists: false, alreadySynced: false }) }
  }
  const journal = new MemoryJournal()
  await attempt(bench, await shipmentOf(file), journal)
  expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
  await bench.resume()
  expect((await confirmation(bench, journal)).notes.join()).toContain('Photo already synced')
  expect(bench.server.photos()).toHaveLength(1)
})

test('refused as a duplicate of itself after a lost reply: delivered, and nobody else has brought it', async () => {
  const bench = await startPicapportBench({ settings: { version: '9.0.0' }, clockSpeed: 60 })
  bench.hold()
  bench.strike('data', { kind: 'reset-after', times: 1 })
  let uploads = 0
  bench.tap.script = ({ path }) => {
    if (bench.dataPath.test(path)) uploads++
    // The index has caught up only when it is sent again.
    if (uploads === 2) bench.server.settings.isIndexHeld = false
    return null
  }
  const { proof } = await deliver(bench, await shipmentOf(await newFile()))
  expect(uploads).toBe(2)
  expect(proof).toMatchObject({ proof: 'asset', notes: [] })
  expect(bench.server.photos()).toHaveLength(1)
})

test('the index lags behind: pending for a while, then delivered by the server’s OK, with a note', async () => {
  const bench = await startPicapportBench({ clockSpeed: 60 })
  bench.hold()
  const journal = new MemoryJournal()
  await attempt(bench, await shipmentOf(await newFile()), journal)
  expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
  const proof = await confirmation(bench, journal)
  expect(proof.proof).toBe('accepted')
  expect(proof.notes.join()).toContain('not taken it into its index')
})

test.each([false, true])(
  'the reply is lost and the index lags behind (sent again after a removal: %s): it comes once',
  async (wasRemoved) => {
    const bench = await startPicapportBench({ config: { uploadRemovedAgain: true }, clockSpeed: 20 })
    const file = await newFile()
    if (wasRemoved) {
      await deliver(bench, await shipmentOf(file))
      await bench.server.removePhoto(idOf(file))
    }
    bench.server.settings.indexLagPolls = 5
    bench.strike('data', { kind: 'reset-after', times: 1 })
    const journal = new MemoryJournal()
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
    expect(bench.server.photos()).toHaveLength(1)
  },
)

test('the reply to a long upload is lost and the index lags behind, where the server tells no more: it comes once', async () => {
  const bench = await startPicapportBench({ settings: { version: '9.0.0', indexLagPolls: 5 } })
  bench.strike('data', { kind: 'reset-after', times: 1 })
  const journal = new MemoryJournal()
  const slowLine = (bytes: number) => (bytes === 0 ? undefined : pause(bench.clock, 4_000, NEVER))
  await attempt(bench, await shipmentOf(await newFile()), journal, { throttle: slowLine })
  await confirmation(bench, journal)
  expect(bench.server.photos()).toHaveLength(1)
})

test('a proxy answers 503 after the photo was stored, and the index lags behind: delivered, and not taken for removed', async () => {
  const bench = await startPicapportBench({ clockSpeed: 60 })
  bench.hold()
  bench.server.faults.add({ on: 'upload', kind: 'lost-behind-proxy', times: 1 })
  const journal = new MemoryJournal()
  const shipment = await shipmentOf(await newFile())
  expect(await uploadFailure(attempt(bench, shipment, journal))).toMatchObject({ kind: 'busy' })
  await attempt(bench, shipment, journal)
  const { notes } = await confirmation(bench, journal)
  expect(notes.join()).not.toContain('already')
  expect(bench.server.photos()).toHaveLength(1)
})

test('a proxy knows nothing of PicApport while that starts again: nothing is concluded, and all goes on', async () => {
  const bench = await startPicapportBench()
  const [first, second] = [await shipmentOf(await newFile()), await shipmentOf(await newFile())]
  const [journal, other] = [new MemoryJournal(), new MemoryJournal()]
  await attempt(bench, first, journal)
  const away = () => ({ status: 404, body: '404 page not found' })
  bench.tap.script = (request) => {
    if (request.path.includes('/upload')) bench.tap.script = away
    return null
  }
  bench.server.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
  const error = await uploadFailure(attempt(bench, second, other))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'web-api-away', isRetried: true } })
  expect(await uploadFailure(confirmation(bench, journal))).toMatchObject({ kind: 'offline' })
  expect(
    await uploadFailure(attempt(bench, await shipmentOf(await newFile()), new MemoryJournal())),
  ).toMatchObject({
    kind: 'offline',
  })
  bench.tap.script = null
  expect(await confirmation(bench, journal)).toMatchObject({ proof: 'asset' })
  await attempt(bench, second, other)
  expect(await confirmation(bench, other)).toMatchObject({ proof: 'asset', notes: [] })
  expect(bench.server.photos()).toHaveLength(2)
})

test('a server that answers 404 for a photo that it does not have is no server that is away', async () => {
  const bench = await startPicapportBench()
  bench.tap.script = ({ path }) => {
    const id = new URL(path, 'http://x/').searchParams.get('photoid')
    const isKnown = id === null || bench.server.photos().some(({ photoID }) => photoID === id)
    return isKnown ? null : { status: 404, body: 'Not Found' }
  }
  await deliver(bench, await shipmentOf(await newFile('a.jpg')))
  bench.strike('data', { kind: 'reset-before', times: 1 })
  const { proof } = await deliver(bench, await shipmentOf(await newFile('b.jpg')))
  expect(proof).toMatchObject({ proof: 'asset', notes: [] })
  expect(bench.server.photos()).toHaveLength(2)
})

test('the process dies after the server has stored the photo: the next one sends nothing', async () => {
  const bench = await startPicapportBench()
  const file = await newFile()
  const journal = new MemoryJournal()
  const atTheRequest: MemoryJournal[] = []
  const write = journal.write.bind(journal)
  journal.write = async (memo) => {
    await write(memo)
    atTheRequest.push(journal.copy())
  }
  await attempt(bench, await shipmentOf(file), journal)
  const sentBytes = bench.server.bytesReceived
  expect(atTheRequest.length).toBeGreaterThanOrEqual(2)
  for (const copy of atTheRequest) {
    const sent = await attempt(bench, await shipmentOf(file), copy)
    expect(sent.sha256).toBe(file.sha256)
    expect((await confirmation(bench, copy)).notes).toEqual([])
  }
  expect(bench.server.bytesReceived).toBe(sentBytes)
  expect(bench.server.photos()).toHaveLength(1)
})

test('gone between the upload and the question: sent again, not called delivered', async () => {
  const bench = await startPicapportBench()
  const file = await newFile()
  await deliver(bench, await shipmentOf(file))
  const journal = new MemoryJournal()
  await attempt(bench, await shipmentOf(file), journal)
  await bench.server.removePhoto(idOf(file))
  expect(await uploadFailure(confirmation(bench, journal))).toMatchObject({
    kind: 'server',
    problem: { code: 'photo-vanished' },
  })
  expect(journal.memo).toBeNull()
})

test.each([
  ['other names', { list: 'results', size: 'length', status: 'state' }],
  ['the list alone', { list: null, size: 'size', status: 'message' }],
  ['a status under an unknown name', { list: 'files', size: 'bytes', status: 'outcome' }],
])('a result with %s is understood', async (_what, resultNames) => {
  const bench = await startPicapportBench({ settings: { resultNames } })
  const { proof } = await deliver(bench, await shipmentOf(await newFile()))
  expect(proof.assetName).toBe('IMG_1.jpg')
})

test('an answer without a result for the photo: the server is asked', async () => {
  const bench = await startPicapportBench()
  bench.server.faults.add({ on: 'upload', kind: 'empty-result', times: 1 })
  const { proof } = await deliver(bench, await shipmentOf(await newFile()))
  expect(proof).toMatchObject({ proof: 'asset', notes: [] })
})

test('words that no page knows: the server is asked, and they are told', async () => {
  const bench = await startPicapportBench()
  bench.server.faults.add({ on: 'upload', kind: 'odd-status' })
  const error = await uploadFailure(attempt(bench, await shipmentOf(await newFile()), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'server', problem: { isRetried: true } })
  expect(error.problem.what).toContain('the cat sleeps on the disk')
})

test('somebody else brought it in the same moment: delivered, and told', async () => {
  const bench = await startPicapportBench()
  const file = await newFile()
  await deliver(bench, await shipmentOf(file))
  // The question before the upload is answered as if it were not there.
  bench.tap.script = (request) => {
    if (!request.path.includes('checkPhotoId')) return null
    bench.tap.script = null
    return { status: 200, body: JSON.stringify({ exists: false, alreadySynced: false }) }
  }
  const { notes } = (await deliver(bench, await shipmentOf(file))).proof
  expect(notes).toEqual([
    'PicApport has this photo, but answered «Server Error: Photo already exists» to this upload: another one brought it in the same moment, or it was stored in spite of that.',
  ])
  expect(bench.server.photos()).toHaveLength(1)
})

test('servers before 8.3: the OK counts; a lost reply is left to a person, then sent', async () => {
  const bench = await startPicapportBench({ settings: { version: '8.2.0' } })
  const { proof } = await deliver(bench, await shipmentOf(await newFile()))
  expect(proof.proof).toBe('accepted')
  expect(proof.notes.join()).toContain('older than 8.3')
  bench.strike('data', { kind: 'reset-after', times: 1 })
  const journal = new MemoryJournal()
  const file = await newFile()
  const error = await uploadFailure(attempt(bench, await shipmentOf(file), journal))
  expect(error).toMatchObject({ kind: 'refused', problem: { code: 'outcome-unknown', isRetried: false } })
  expect(bench.server.photos()).toHaveLength(2)
  await attempt(bench, await shipmentOf(file), journal)
  expect(bench.server.photos()).toHaveLength(3)
})

test('servers before 8.3: an error of the server leaves open what became of the photo, and is not told as a broken line', async () => {
  const bench = await startPicapportBench({ settings: { version: '8.2.0' } })
  bench.strike('data', { kind: 'status-500', times: 1 })
  const error = await uploadFailure(attempt(bench, await shipmentOf(await newFile()), new MemoryJournal()))
  expect(error).toMatchObject({ kind: 'refused', problem: { code: 'outcome-unknown' } })
  expect(error.problem.what).toContain('the server gave no clear answer')
})

test('servers before 8.3: a request that was refused as a whole is simply sent again', async () => {
  const bench = await startPicapportBench({ settings: { version: '8.2.0' } })
  bench.strike('data', { kind: 'status-503', times: 1 })
  const journal = new MemoryJournal()
  const file = await newFile()
  expect(await uploadFailure(attempt(bench, await shipmentOf(file), journal))).toMatchObject({ kind: 'busy' })
  await attempt(bench, await shipmentOf(file), journal)
  expect(bench.server.photos()).toHaveLength(1)
})

test('servers from 8.3 to 9.1.03 do not tell what was removed, and refuse nothing', async () => {
  const bench = await startPicapportBench({ settings: { version: '9.0.0' } })
  const file = await newFile()
  bench.strike('data', { kind: 'reset-after', times: 1 })
  await deliver(bench, await shipmentOf(file))
  expect(bench.server.photos()).toHaveLength(1)
})
