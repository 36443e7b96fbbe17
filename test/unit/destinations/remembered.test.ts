import { expect, test } from 'vitest'
import { Remembered } from '../../../electron/engine/destinations/remembered.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/until.ts'

const NEVER = new AbortController().signal
const MINUTE_MS = 60_000

/** Answers 1, 2, 3 … as often as it is asked. */
function counting(clock = new FakeClock()) {
  let asked = 0
  const remembered = new Remembered(clock, 15 * MINUTE_MS, () => Promise.resolve(++asked))
  return { clock, remembered }
}

test('an answer is good for its time, and asked for anew after it', async () => {
  const { clock, remembered } = counting()
  expect(await remembered.get(NEVER)).toBe(1)
  await clock.advance(15 * MINUTE_MS - 1)
  expect(await remembered.get(NEVER)).toBe(1)
  await clock.advance(1)
  expect(await remembered.get(NEVER)).toBe(2)
})

test('it is asked for anew when somebody wants that, and then good for its time again', async () => {
  const { clock, remembered } = counting()
  await remembered.get(NEVER)
  await clock.advance(10 * MINUTE_MS)
  expect(await remembered.renew(NEVER)).toBe(2)
  await clock.advance(10 * MINUTE_MS)
  expect(await remembered.get(NEVER)).toBe(2)
})

test('many who ask at once get one answer', async () => {
  const { remembered } = counting()
  const answers = await Promise.all([remembered.get(NEVER), remembered.renew(NEVER), remembered.get(NEVER)])
  expect(answers).toEqual([1, 1, 1])
})

test('«nothing» is an answer too', async () => {
  let asked = 0
  const remembered = new Remembered(new FakeClock(), MINUTE_MS, () => {
    asked++
    return Promise.resolve(null)
  })
  expect([await remembered.get(NEVER), await remembered.get(NEVER), asked]).toEqual([null, null, 1])
})

test('a failure is told to all who wait, and not kept', async () => {
  let asked = 0
  const remembered = new Remembered(new FakeClock(), MINUTE_MS, () =>
    ++asked === 1 ? Promise.reject(new Error('down')) : Promise.resolve('up'),
  )
  const failures = await Promise.all([remembered.get(NEVER), remembered.get(NEVER)].map(failureOf))
  expect(failures.map(String)).toEqual(['Error: down', 'Error: down'])
  expect(await remembered.get(NEVER)).toBe('up')
  expect(asked).toBe(2)
})

test('who stops waiting does not end the request', async () => {
  const answer = Promise.withResolvers<string>()
  const signals: AbortSignal[] = []
  const remembered = new Remembered(new FakeClock(), MINUTE_MS, (signal) => {
    signals.push(signal)
    return answer.promise
  })
  const abort = new AbortController()
  const mine = failureOf(remembered.get(abort.signal))
  abort.abort(new Error('enough'))
  expect(String(await mine)).toBe('Error: enough')
  answer.resolve('there')
  expect(await remembered.get(NEVER)).toBe('there')
  expect(signals.map(({ aborted }) => aborted)).toEqual([false])
})
