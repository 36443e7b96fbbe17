import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { Congestion } from '../../../electron/engine/destinations/congestion.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/until.ts'

const NEVER = new AbortController().signal

function congestion(max: number) {
  const clock = new FakeClock()
  return { clock, window: new Congestion(max, () => clock.monotonic()) }
}

/** Work that ends when it is told to; what is admitted has begun. */
async function works(window: Congestion, count: number) {
  const ends: (() => void)[] = []
  const done = Array.from({ length: count }, () =>
    window.run(NEVER, () => new Promise<void>((resolve) => ends.push(resolve))),
  )
  await turn()
  return { ends, done }
}

describe('the limit', () => {
  test('begins at the most', () => {
    expect(congestion(6).window.limit).toBe(6)
  })

  test('halves with a sign of strain, at most once a second, and never below one', async () => {
    const { clock, window } = congestion(8)
    const limits: number[] = []
    for (let second = 0; second < 5; second++) {
      for (let signs = 0; signs < 3; signs++) window.pushedBack()
      limits.push(window.limit)
      await clock.advance(1_000)
    }
    expect(limits).toEqual([4, 2, 1, 1, 1])
  })

  test('grows by one after as many good answers as it is high, up to the most', async () => {
    const { clock, window } = congestion(4)
    window.pushedBack()
    await clock.advance(1_000)
    window.pushedBack()
    const limits: number[] = []
    for (let answers = 0; answers < 12; answers++) {
      window.succeeded()
      limits.push(window.limit)
    }
    expect(limits).toEqual([2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4])
  })

  test('an odd limit halves downwards and comes back', () => {
    const { window } = congestion(5)
    window.pushedBack()
    expect(window.limit).toBe(2)
    for (let answers = 0; answers < 20; answers++) window.succeeded()
    expect(window.limit).toBe(5)
  })
})

describe('admission', () => {
  test('no more work than the limit at a time; the rest follows in its order', async () => {
    const { window } = congestion(2)
    const order: number[] = []
    let underWay = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        window.run(NEVER, async () => {
          order.push(index)
          most = Math.max(most, ++underWay)
          await Promise.resolve()
          underWay--
        }),
      ),
    )
    expect(most).toBe(2)
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  test('a halved limit holds back what is new, not what is under way', async () => {
    const { window } = congestion(4)
    const { ends, done } = await works(window, 6)
    expect(ends).toHaveLength(4)
    window.pushedBack()
    for (const end of ends.splice(0, 2)) end()
    await turn()
    expect(ends).toHaveLength(2)
    for (const end of ends.splice(0, 2)) end()
    await turn()
    expect(ends).toHaveLength(2)
    for (const end of ends.splice(0)) end()
    await turn()
    expect(ends).toHaveLength(0)
    await Promise.all(done)
  })

  test('work that fails gives its place away', async () => {
    const { window } = congestion(1)
    await failureOf(window.run(NEVER, () => Promise.reject(new Error('no'))))
    expect(await window.run(NEVER, () => Promise.resolve('yes'))).toBe('yes')
  })

  test('an abort ends the waiting, and gives away no place that was not taken', async () => {
    const { window } = congestion(1)
    const { ends, done } = await works(window, 1)
    const abort = new AbortController()
    const waiting = failureOf(window.run(abort.signal, () => Promise.resolve()))
    abort.abort(new Error('gone'))
    expect(await waiting).toBe(abort.signal.reason)
    expect(await failureOf(window.run(abort.signal, () => Promise.resolve()))).toBe(abort.signal.reason)
    ends[0]?.()
    await Promise.all(done)
    expect((await works(window, 3)).ends).toHaveLength(1)
  })
})
