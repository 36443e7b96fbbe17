import { expect, test } from 'vitest'
import type { Shipment } from '../../../electron/engine/destinations/destination.ts'
import { attempt, confirmation } from '../attempt.ts'
import { failureOf } from '../../support/until.ts'
import type { Bench, BenchMaker, Step } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeTaken, shipmentOf } from '../test-file.ts'
import { SIDECAR } from '../sidecar.ts'

const PART = 64 * 1024

/** The server does the work, and its reply is lost: nothing may be lost, and nothing may come twice. */
export function lostReplyCases(maker: BenchMaker): void {
  const { isResumable, hasSidecars } = maker.traits
  const last = isResumable ? 4 : 0
  const moments: readonly (readonly [Step, number])[] = [
    ['sign-in', 0],
    ['begin', 0],
    ['data', 0],
    ['data', 3],
    ['data', 4],
    ['result', 0],
    ['sidecar', 0],
  ]
  const steps = moments.filter(([step, skip]) => maker.traits.steps.includes(step) && skip <= last)
  test.each(steps)(
    'the reply to «%s» is lost after %i good ones: it arrives exactly once',
    async (step, skip) => {
      const bench = await maker.start({ partBytes: PART, needsSignIn: true })
      const struck = bench.strike(step, { kind: 'reset-after', times: 1, skip })
      const file = await makeTaken(maker, 'lost.jpg', 5 * PART)
      const sidecar = hasSidecars ? { sidecar: SIDECAR, sidecarIdentity: 'x' } : {}
      await deliverPatiently(bench, await shipmentOf(file, sidecar))
      expect(struck()).toBe(1)
      expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
    },
  )

  test('every reply to the last of the data is lost, and Sluice is started anew: it arrives exactly once', async () => {
    const bench = await maker.start({ partBytes: PART })
    const file = await makeTaken(maker, 'last.jpg', 5 * PART)
    const journal = new MemoryJournal()
    bench.strike('data', { kind: 'reset-after', skip: last })
    // Some can find out by themselves that it has arrived.
    await attempt(bench, await shipmentOf(file), journal).catch(() => undefined)
    bench.mend()
    const later = journal.copy()
    await attempt(bench, await shipmentOf(file), later)
    await confirmation(bench, later)
    expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
  })

  test.skipIf(!isResumable)(
    'as before, and the server has forgotten the upload meanwhile: it arrives exactly once',
    async () => {
      const bench = await maker.start({ partBytes: PART })
      const sidecar = hasSidecars ? { sidecar: SIDECAR, sidecarIdentity: 'x' } : {}
      const file = await makeTaken(maker, 'forgotten.jpg', 5 * PART)
      const journal = new MemoryJournal()
      bench.strike('data', { kind: 'reset-after', skip: last })
      await failureOf(attempt(bench, await shipmentOf(file, sidecar), journal))
      bench.forgetUploads()
      bench.mend()
      const later = journal.copy()
      await attempt(bench, await shipmentOf(file, sidecar), later)
      await confirmation(bench, later)
      expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
    },
  )
}

/** Signing in is not tried again by itself everywhere; the engine's next attempt does it. */
async function deliverPatiently(bench: Bench, shipment: Shipment): Promise<void> {
  const journal = new MemoryJournal()
  const first = await attempt(bench, shipment, journal).catch(() => null)
  if (first === null) await attempt(bench, shipment, journal)
  await confirmation(bench, journal).catch(() => confirmation(bench, journal))
}
