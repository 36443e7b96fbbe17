import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { Journal } from '../../../electron/engine/destinations/destination.ts'
import { attempt, confirmation } from '../attempt.ts'
import { failureOf } from '../../support/until.ts'
import type { Bench, BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeFile, makeTaken, shipmentOf, type TestFile } from '../test-file.ts'

const PART = 64 * 1024
const PARTS = 12

/** Uploads that are ended before their end, and go on later. */
export function interruptionCases(maker: BenchMaker): void {
  const { isResumable, steps } = maker.traits
  if (isResumable) resumedCases(maker)
  else wholeCases(maker)

  test('drained before it began, nothing is sent', async () => {
    const bench = await maker.start()
    const drain = AbortSignal.abort(new Error('drained'))
    const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 1000))
    const work = attempt(bench, shipment, new MemoryJournal(), { drain })
    expect(await failureOf(work)).toBe(drain.reason)
    expect(bench.tap.requests).toEqual([])
  })

  test('in hours that stop the line no part is begun, and a drain does not wait for them', async () => {
    const bench = await maker.start({ partBytes: PART })
    const drain = new AbortController()
    const stopped = new Promise<void>(() => undefined)
    const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 3 * PART))
    const work = attempt(bench, shipment, new MemoryJournal(), {
      drain: drain.signal,
      throttle: (bytes) => {
        if (bytes > 0) return undefined
        drain.abort(new Error('drained'))
        return stopped
      },
    })
    expect(await failureOf(work)).toBe(drain.signal.reason)
    expect(bench.tap.requests.filter(({ path }) => bench.dataPath.test(path))).toEqual([])
  })

  test.each(steps.filter((step) => step === 'begin' || step === 'data'))(
    'an abort ends the attempt at once, also when the server is silent at «%s»',
    async (step) => {
      const bench = await maker.start()
      const abort = new AbortController()
      const struck = bench.strike(step, { kind: 'hang' })
      const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 3 * PART))
      const ended = failureOf(attempt(bench, shipment, new MemoryJournal(), { signal: abort.signal }))
      while (struck() === 0) await new Promise((resolve) => setImmediate(resolve))
      abort.abort(new Error('enough'))
      expect(await ended).toBe(abort.signal.reason)
    },
  )

  test.each([1, 70_000, 3 * PART])(
    'the server closes after %i bytes of the data: they are sent again',
    async (bytes) => {
      const bench = await maker.start({ partBytes: 2 * PART })
      const file = await makeTaken(maker, 'cut.jpg', 5 * PART)
      bench.strike('data', { kind: 'close-after-bytes', bytes, times: 2, skip: isResumable ? 1 : 0 })
      await goesOn(bench, file, new MemoryJournal())
      expect(await bench.arrivals()).toHaveLength(1)
    },
  )
}

/** Where a file goes in one request, it goes again; what came of the first must not count twice. */
function wholeCases(maker: BenchMaker): void {
  test('aborted half way and started anew from the disk, it arrives exactly once', async () => {
    const bench = await maker.start()
    const file = await makeTaken(maker, 'interrupted.jpg', PARTS * PART)
    const journal = new MemoryJournal()
    const abort = new AbortController()
    const struck = bench.strike('data', { kind: 'hang', times: 1 })
    const ended = failureOf(attempt(bench, await shipmentOf(file), journal, { signal: abort.signal }))
    while (struck() === 0) await new Promise((resolve) => setImmediate(resolve))
    abort.abort(new Error('killed'))
    expect(await ended).toBe(abort.signal.reason)
    await goesOn(bench, file, journal.copy())
    expect(await bench.arrivals()).toHaveLength(1)
  })

  test.skipIf(!maker.traits.isFinishedWhenDrained)('drained while it is sent, it is finished', async () => {
    const bench = await maker.start()
    const file = await makeTaken(maker, 'drained.jpg', PARTS * PART)
    const journal = new MemoryJournal()
    const drain = new AbortController()
    const struck = bench.strike('data', { kind: 'slow', delayMs: 30 })
    const work = attempt(bench, await shipmentOf(file), journal, { drain: drain.signal })
    while (struck() === 0) await new Promise((resolve) => setImmediate(resolve))
    drain.abort(new Error('drained'))
    expect((await work).sha256).toBe(file.sha256)
    await confirmation(bench, journal)
    expect(await bench.arrivals()).toHaveLength(1)
  })
}

/** Where a file goes in parts, what was accepted counts. */
function resumedCases(maker: BenchMaker): void {
  test('aborted half way, it goes on without sending again what was accepted', async () => {
    const { bench, file, journal } = await begun(maker)
    const accepted = [...journal.chunks.keys()]
    expect(accepted.length).toBeGreaterThan(0)
    const before = bench.tap.requests.length
    await goesOn(bench, file, journal)
    expect(await sentAgain(bench, file, accepted, before)).toEqual([])
  })

  test('after a crash it goes on from what the journal had on disk', async () => {
    const { bench, file, journal } = await begun(maker)
    await goesOn(bench, file, journal.copy())
  })

  test('drained half way, what was under way is finished and journaled before the attempt ends', async () => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeFile('drained.jpg', PARTS * PART)
    const journal = new MemoryJournal()
    const drain = new AbortController()
    const reason = new Error('drained')
    bench.strike('data', { kind: 'slow', delayMs: 30 })
    const error = await failureOf(
      attempt(bench, await shipmentOf(file), journal, {
        drain: drain.signal,
        onProgress: (sentBytes) => {
          if (sentBytes >= 4 * PART) drain.abort(reason)
        },
      }),
    )
    expect(error).toBe(reason)
    // Whatever is accepted later would be written into a journal that another attempt is using by then.
    const accepted = [...journal.chunks.keys()]
    const before = bench.tap.requests.length
    expect(accepted.length).toBeLessThan(PARTS)
    expect(bench.tap.requests.filter(({ path }) => bench.dataPath.test(path))).toHaveLength(accepted.length)
    await goesOn(bench, file, journal)
    expect(await sentAgain(bench, file, accepted, before)).toEqual([])
  })

  test('the server forgets a half-sent upload: everything goes to a new one', async () => {
    const { bench, file, journal } = await begun(maker)
    bench.forgetUploads()
    await goesOn(bench, file, journal)
    expect(await bench.arrivals()).toHaveLength(1)
  })
}

async function begun(maker: BenchMaker): Promise<{ bench: Bench; file: TestFile; journal: MemoryJournal }> {
  const bench = await maker.start({ partBytes: PART })
  const file = await makeFile('interrupted.jpg', PARTS * PART)
  const journal = new MemoryJournal()
  const abort = new AbortController()
  const reason = new Error('aborted')
  const error = await failureOf(
    attempt(bench, await shipmentOf(file), journal, {
      signal: abort.signal,
      onProgress: (sentBytes) => {
        if (sentBytes >= (PARTS / 2) * PART) abort.abort(reason)
      },
    }),
  )
  expect(error).toBe(reason)
  return { bench, file, journal }
}

/** Which of these parts were sent once more in the requests from the given one on. Random content tells them apart. */
async function sentAgain(bench: Bench, file: TestFile, parts: number[], from: number): Promise<number[]> {
  const bytes = await readFile(file.path)
  const bodies = bench.tap.requests.slice(from).map(({ body }) => body)
  return parts.filter((part) => {
    const sample = bytes.subarray(part * PART, part * PART + 32)
    return bodies.some((body) => body.includes(sample))
  })
}

async function goesOn(bench: Bench, file: TestFile, journal: Journal): Promise<void> {
  let told = 0
  const sent = await attempt(bench, await shipmentOf(file), journal, {
    onProgress: (sentBytes) => {
      told = sentBytes
    },
  })
  expect(sent.sha256).toBe(file.sha256)
  expect(told).toBe(file.sizeBytes)
  await confirmation(bench, journal)
  expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toContain(file.sha256)
}
