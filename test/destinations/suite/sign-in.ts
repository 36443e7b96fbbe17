import { expect, test } from 'vitest'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import type { BenchMaker } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeTaken, shipmentOf } from '../test-file.ts'

const PART = 64 * 1024

/** Sessions end; nothing is lost by it, and nobody is asked twice. */
export function signInCases(maker: BenchMaker): void {
  const { signedOut, isResumable, hasLoginPage, steps } = maker.traits
  if (signedOut === null) return
  const first = steps.find((step) => step !== 'sign-in') ?? 'data'

  test('one sign-in serves many files at the same time', async () => {
    const bench = await maker.start({ needsSignIn: true })
    const files = await Promise.all([1, 2, 3].map((number) => makeTaken(maker, `f${number}.jpg`, 2 * PART)))
    await Promise.all(files.map(async (file) => deliver(bench, await shipmentOf(file))))
    expect(bench.signIns()).toBe(1)
  })

  test.skipIf(!isResumable)(
    'a session that ends half way is renewed once for all the requests that notice',
    async () => {
      const bench = await maker.start({ partBytes: PART, needsSignIn: true, parallel: 4 })
      const file = await makeTaken(maker, 'signed-out.jpg', 12 * PART)
      const journal = new MemoryJournal()
      let isOver = false
      await attempt(bench, await shipmentOf(file), journal, {
        onProgress: (sentBytes) => {
          if (sentBytes < 5 * PART || isOver) return
          isOver = true
          bench.endSessions()
        },
      })
      await confirmation(bench, journal)
      expect(bench.signIns()).toBe(2)
      expect((await bench.arrivals()).map(({ sha256 }) => sha256)).toEqual([file.sha256])
    },
  )

  test('a session that ends between files is renewed once for all that notice', async () => {
    const bench = await maker.start({ needsSignIn: true })
    await deliver(bench, await shipmentOf(await makeTaken(maker, 'first.jpg', 1000)))
    bench.endSessions()
    const files = await Promise.all([1, 2, 3].map((number) => makeTaken(maker, `f${number}.jpg`, PART)))
    await Promise.all(files.map(async (file) => deliver(bench, await shipmentOf(file))))
    expect(bench.signIns()).toBe(2)
    expect(await bench.arrivals()).toHaveLength(4)
  })

  test.skipIf(!steps.includes('result'))(
    'a session that ends while results are asked for is renewed',
    async () => {
      const bench = await maker.start({ needsSignIn: true })
      const journal = new MemoryJournal()
      await attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), journal)
      bench.endSessions()
      await confirmation(bench, journal)
    },
  )

  test('signed out for ever is a matter for a person, not for the file', async () => {
    const bench = await maker.start({ needsSignIn: true })
    bench.strike(first, { kind: signedOut })
    const work = attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), new MemoryJournal())
    const error = await uploadFailure(work)
    // 403 may also mean that a good session may not do this.
    const kinds = signedOut === 'status-403' ? ['unauthorized', 'destination'] : ['unauthorized']
    expect(kinds).toContain(error.kind)
    expect(error.problem.isRetried).toBe(false)
    expect(bench.signIns()).toBeLessThanOrEqual(2)
  })

  test.skipIf(!hasLoginPage)('a redirect to the login page means signed out', async () => {
    const bench = await maker.start({ needsSignIn: true })
    const struck = bench.strike(first, { kind: 'login-redirect', times: 1 })
    await deliver(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)))
    expect(struck()).toBe(1)
    bench.strike(first, { kind: 'login-redirect' })
    const work = attempt(bench, await shipmentOf(await makeTaken(maker, 'b.jpg', 1000)), new MemoryJournal())
    expect((await uploadFailure(work)).kind).toBe('unauthorized')
  })

  test('a sign-in that fails for now blames neither the file nor the secret', async () => {
    for (const kind of ['status-500', 'status-503', 'html', 'wrong-shape'] as const) {
      const bench = await maker.start({ needsSignIn: true })
      bench.strike('sign-in', { kind })
      const work = attempt(
        bench,
        await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)),
        new MemoryJournal(),
      )
      const error = await uploadFailure(work)
      expect([kind, error.kind]).toEqual([kind, kind.startsWith('status') ? 'busy' : 'unexpected'])
    }
  })
}
