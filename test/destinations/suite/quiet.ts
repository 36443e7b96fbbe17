import { expect, test } from 'vitest'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import type { BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeTaken, shipmentOf } from '../test-file.ts'

const PART = 64 * 1024

/** Silence ends an attempt; slowness does not. */
export function quietCases(maker: BenchMaker): void {
  const { steps, isResumable } = maker.traits
  test.each((['begin', 'data', 'result'] as const).filter((step) => steps.includes(step)))(
    'silence at «%s» ends the attempt as offline',
    async (step) => {
      const bench = await maker.start({ partBytes: PART, clockSpeed: 60, noProgressMs: 60_000 })
      const journal = new MemoryJournal()
      const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 2 * PART))
      if (step === 'result') await attempt(bench, shipment, journal)
      bench.strike(step, { kind: 'hang' })
      const work = step === 'result' ? confirmation(bench, journal) : attempt(bench, shipment, journal)
      const error = await uploadFailure(work)
      expect(error).toMatchObject({ kind: 'offline', problem: { code: 'no-progress', isRetried: true } })
    },
  )

  test('an attempt that ended in silence goes on later', async () => {
    const bench = await maker.start({ partBytes: PART, clockSpeed: 60, noProgressMs: 60_000 })
    const file = await makeTaken(maker, 'a.jpg', 4 * PART)
    const journal = new MemoryJournal()
    bench.strike('data', { kind: 'hang', times: 1, skip: isResumable ? 1 : 0 })
    await uploadFailure(attempt(bench, await shipmentOf(file), journal))
    await attempt(bench, await shipmentOf(file), journal)
    await confirmation(bench, journal)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
  })

  test('an unreachable server is offline, in words', async () => {
    const bench = await maker.start()
    await bench.tap.close()
    const work = attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), new MemoryJournal())
    const error = await uploadFailure(work)
    expect(error).toMatchObject({ kind: 'offline', problem: { code: 'refused-connection', isRetried: true } })
  })
}
