import { expect, test } from 'vitest'
import { attempt, confirmation, uploadFailure } from '../attempt.ts'
import type { BenchMaker, Step } from '../bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { makeTaken, shipmentOf } from '../test-file.ts'

const PART = 64 * 1024
const STEPS: readonly Step[] = ['begin', 'data']

/** Answers that make no sense: told in words, never taken for a success, never a crash. */
export function answerCases(maker: BenchMaker): void {
  const { steps, hasLoginPage } = maker.traits
  for (const step of STEPS.filter((one) => steps.includes(one))) {
    test(`a web page instead of an answer to «${step}»`, async () => {
      const bench = await maker.start({ partBytes: PART })
      bench.strike(step, { kind: 'html' })
      const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 2 * PART))
      const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
      expect(error.kind).toBe('unexpected')
      expect(error.problem.what).toContain('web page')
      expect(await bench.arrivals()).toEqual([])
    })
  }

  test.skipIf(!steps.includes('begin'))('an answer of another shape to «begin»', async () => {
    const bench = await maker.start()
    bench.strike('begin', { kind: 'wrong-shape' })
    const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 2 * PART))
    expect((await uploadFailure(attempt(bench, shipment, new MemoryJournal()))).kind).toBe('unexpected')
  })

  test.skipIf(!steps.includes('result')).each(['html', 'wrong-shape', 'login-redirect'] as const)(
    'the result as %s is no confirmation and no verdict',
    async (kind) => {
      const bench = await maker.start()
      const journal = new MemoryJournal()
      await attempt(bench, await shipmentOf(await makeTaken(maker, 'a.jpg', 1000)), journal)
      bench.strike('result', { kind, times: 1 })
      const error = await uploadFailure(confirmation(bench, journal))
      const redirected = hasLoginPage ? 'unauthorized' : 'destination'
      expect(error.kind).toBe(kind === 'login-redirect' ? redirected : 'unexpected')
      await confirmation(bench, journal)
      expect(journal.erasures).toBe(0)
    },
  )

  test('a redirect elsewhere is told with the address, and without its secrets', async () => {
    const bench = await maker.start()
    bench.tap.script = () => ({
      status: 308,
      headers: { location: 'https://new.example/api/uploads?access_token=SECRET' },
    })
    const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 1000))
    const error = await uploadFailure(attempt(bench, shipment, new MemoryJournal()))
    expect(error).toMatchObject({ kind: 'destination', problem: { code: 'redirected' } })
    expect(error.problem.what).toContain('https://new.example/')
    expect(JSON.stringify(error.problem)).not.toContain('SECRET')
  })

  test('an endless answer is cut off', async () => {
    const bench = await maker.start()
    bench.tap.script = () => ({ status: 200, body: ' '.repeat(5 * 1024 * 1024) })
    const shipment = await shipmentOf(await makeTaken(maker, 'a.jpg', 1000))
    expect((await uploadFailure(attempt(bench, shipment, new MemoryJournal()))).kind).toBe('unexpected')
  })
}
