import { expect, test } from 'vitest'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import type { BenchMaker, Step } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeTaken, shipmentOf } from '../test-file.ts'

const PART = 64 * 1024
const STEPS: readonly Step[] = ['begin', 'data']

/** A server that has too much to do, or trouble of its own. */
export function strainCases(maker: BenchMaker): void {
  const { isResumable } = maker.traits
  const steps = STEPS.filter((step) => maker.traits.steps.includes(step))
  const cases = steps.flatMap((step) =>
    (['status-429', 'status-503'] as const).map((kind) => [kind, step] as const),
  )

  test.each(cases)(
    '%s with Retry-After at «%s» ends the attempt as busy, and the next goes on',
    async (kind, step) => {
      const bench = await maker.start({ partBytes: PART })
      const file = await makeTaken(maker, 'busy.jpg', 5 * PART)
      const journal = new MemoryJournal()
      bench.strike(step, {
        kind,
        times: 1,
        retryAfterSeconds: 17,
        skip: step === 'data' && isResumable ? 2 : 0,
      })
      const error = await uploadFailure(attempt(bench, await shipmentOf(file), journal))
      expect(error).toMatchObject({ kind: 'busy', retryAfterMs: 17_000, problem: { isRetried: true } })
      await attempt(bench, await shipmentOf(file), journal)
      await confirmation(bench, journal)
      expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
    },
  )

  test('Retry-After as a date is counted from the server’s own clock', async () => {
    const bench = await maker.start()
    const serverNowMs = Date.UTC(2031, 0, 1)
    bench.tap.script = () => ({
      status: 503,
      headers: {
        date: new Date(serverNowMs).toUTCString(),
        'retry-after': new Date(serverNowMs + 90_000).toUTCString(),
      },
    })
    const work = attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), new MemoryJournal())
    expect(await uploadFailure(work)).toMatchObject({ kind: 'busy', retryAfterMs: 90_000 })
  })

  test('busy without a time leaves the time to the queue', async () => {
    const bench = await maker.start()
    bench.strike(steps[0] ?? 'data', { kind: 'status-503', times: 1 })
    const work = attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), new MemoryJournal())
    expect(await uploadFailure(work)).toMatchObject({ kind: 'busy', retryAfterMs: null })
  })

  test.each(steps)('a 500 at «%s» that passes is not noticed by anybody', async (step) => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeTaken(maker, 'passing.jpg', 3 * PART)
    const struck = bench.strike(step, { kind: 'status-500', times: 2 })
    const journal = new MemoryJournal()
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
    expect(struck()).toBe(2)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
  })

  test.each(steps)('a 500 at «%s» that stays ends the attempt, not the file', async (step) => {
    const bench = await maker.start({ partBytes: PART })
    bench.strike(step, { kind: 'status-500' })
    const work = attempt(
      bench,
      await shipmentOf(await makeTaken(maker, 'a.jpg', 3 * PART)),
      new MemoryJournal(),
    )
    const error = await uploadFailure(work)
    expect(error).toMatchObject({ kind: 'server', problem: { isRetried: true } })
    expect(error.problem.what).toContain('500')
  })

  test.skipIf(!maker.traits.steps.includes('result'))(
    'a 500 while asking for the result is no verdict',
    async () => {
      const bench = await maker.start()
      const journal = new MemoryJournal()
      await attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), journal)
      bench.strike('result', { kind: 'status-500', times: 5 })
      const error = await uploadFailure(confirmation(bench, journal))
      expect(error.kind).toBe('server')
      await confirmation(bench, journal)
      expect(journal.erasures).toBe(0)
    },
  )
}
