import { truncate } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { NOTHING_PREPARED, uploadJob } from '../../../electron/engine/upload/upload-job.ts'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import type { Bench, BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { fileAsQueued, makeFile, makeTaken, shipmentOf } from '../test-file.ts'

const KIB = 1024
const NEVER = new AbortController().signal

/** Every byte arrives, once for every time it was sent. */
export function contentCases(maker: BenchMaker): void {
  const { sizeBytesMin, sameContent, fileNames } = maker.traits
  const sizes = [0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 640 * KIB, 1_000_003]
  test.each([sizeBytesMin, ...sizes.filter((size) => size > sizeBytesMin)])(
    'a file of %i bytes arrives and is confirmed with its own SHA-256',
    async (sizeBytes) => {
      const bench = await maker.start()
      const file = await makeTaken(maker, 'IMG_0001.jpg', sizeBytes)
      const { sent, proof } = await deliver(bench, await shipmentOf(file))
      expect(sent.sha256).toBe(file.sha256)
      const named = fileNames === 'none' ? {} : { name: 'IMG_0001.jpg' }
      expect(await bench.arrivals()).toMatchObject([{ ...named, sizeBytes, sha256: file.sha256 }])
      if (fileNames !== 'none') expect(proof.assetName ?? 'IMG_0001.jpg').toBe('IMG_0001.jpg')
    },
  )

  test.skipIf(!maker.traits.steps.includes('result'))(
    'nothing counts as delivered while the server has not finished with it',
    async () => {
      const bench = await maker.start()
      bench.hold()
      const journal = new MemoryJournal()
      await attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), journal)
      expect(await bench.destination.confirm(journal, NEVER)).toEqual({ kind: 'pending' })
      await bench.resume()
      await confirmation(bench, journal)
    },
  )

  test(`the same content twice ${sameContent === 'again' ? 'comes twice' : 'stays one'}, and is whole`, async () => {
    const bench = await maker.start()
    const file = await makeTaken(maker, 'twice.jpg', 200 * KIB)
    for (let time = 0; time < 2; time++) await deliver(bench, await shipmentOf(file))
    const digests = (await bench.arrivals()).map(({ sha256 }) => sha256)
    expect(digests).toEqual(sameContent === 'again' ? [file.sha256, file.sha256] : [file.sha256])
  })

  test('several files at the same time do not get mixed up', async () => {
    const bench = await maker.start()
    const files = await Promise.all(
      [1, 2, 3, 4].map((number) => makeTaken(maker, `f${number}.jpg`, 300 * KIB + number)),
    )
    await Promise.all(files.map(async (file) => deliver(bench, await shipmentOf(file))))
    const digests = (await bench.arrivals()).map(({ sha256 }) => sha256).sort()
    expect(digests).toEqual(files.map(({ sha256 }) => sha256).sort())
  })

  test('one byte more than the largest allowed file is refused in words before anything is sent', async () => {
    const bench = await maker.start()
    const error = await uploadFailure(sparse(bench, bench.destination.abilities.sizeBytesMax + 1))
    expect(error).toMatchObject({ kind: 'rejected', problem: { code: 'file-too-large', isRetried: false } })
    expect(bench.tap.requests).toEqual([])
  })

  test.skipIf(!maker.traits.isResumable)('the largest allowed file is begun', async () => {
    const bench = await maker.start({ partBytes: 1024 * KIB })
    const abort = new AbortController()
    const gone = await sparse(bench, bench.destination.abilities.sizeBytesMax, abort).catch(
      (error: unknown) => error,
    )
    expect(gone).toBe(abort.signal.reason)
    expect(bench.tap.requests.filter(({ path }) => bench.dataPath.test(path))).not.toEqual([])
  })
}

/** An attempt at a file that is all holes; it is aborted after its first bytes. */
async function sparse(bench: Bench, sizeBytes: number, abort = new AbortController()): Promise<unknown> {
  const made = await makeFile('huge.mov', 1)
  await truncate(made.path, sizeBytes)
  const { identity } = await fileAsQueued(made.path, '')
  return await uploadJob(
    bench.destination,
    {
      root: '/',
      path: made.path,
      identity,
      sizeBytes,
      folder: null,
      origin: { path: made.path, variables: {} },
      comment: null,
      revisionOf: null,
      modificationTime: () => ({ isSent: false, note: null }),
      skipsDuplicates: false,
    },
    {
      handOver: null,
      journal: new MemoryJournal(),
      signal: abort.signal,
      drain: NEVER,
      throttle: undefined,
      onProgress: () => {
        abort.abort(new Error('seen enough'))
      },
      twinsOf: () => [],
      reserve: () => true,
      prepare: () => Promise.resolve(NOTHING_PREPARED),
    },
  )
}
