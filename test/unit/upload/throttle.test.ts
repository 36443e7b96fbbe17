import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { allowedKBps, Throttle } from '../../../electron/engine/upload/throttle.ts'
import { Limits } from '../../../shared/config.ts'
import { FakeClock } from '../../support/fake-clock.ts'

type Given = z.input<typeof Limits>

/** A Monday at noon, local time. */
const NOON = new Date(2025, 5, 2, 12)

function throttle(limits: Given, at = NOON) {
  const clock = new FakeClock(at.getTime())
  return { clock, throttle: new Throttle(clock, Limits.parse(limits)) }
}

/** Takes pieces one after the other until time is up; how many bytes went through. */
async function sentIn(ms: number, limits: Given, takers = 1): Promise<number> {
  const { clock, throttle: gate } = throttle(limits)
  let sent = 0
  let isOver = false
  const taking = Array.from({ length: takers }, async () => {
    for (;;) {
      await gate.take(32_768)
      if (isOver) return
      sent += 32_768
    }
  })
  await clock.advance(ms)
  isOver = true
  await clock.advance(3_600_000)
  await Promise.all(taking)
  return sent
}

describe('the rate', () => {
  test.each([
    [100, 1],
    [100, 6],
    [5_000, 3],
  ])('of %i kB/s is kept by %i uploads together', async (uploadKBps, takers) => {
    const sent = await sentIn(60_000, { uploadKBps }, takers)
    const wanted = uploadKBps * 60_000
    expect(Math.abs(sent - wanted)).toBeLessThan(wanted * 0.02 + 32_768 * takers)
  })

  test('unlimited never waits', async () => {
    const { clock, throttle: gate } = throttle({ uploadKBps: null })
    for (let times = 0; times < 1000; times++) await gate.take(1_000_000)
    expect(clock.timers).toBe(0)
    expect(gate.isLimiting).toBe(false)
  })

  test('after a pause there is a burst of half a second, and no more', async () => {
    const { clock, throttle: gate } = throttle({ uploadKBps: 100 })
    await clock.advance(3_600_000)
    await gate.take(50_000)
    expect(clock.timers).toBe(0)
    let isThrough = false
    const waiting = gate.take(10_000).then(() => (isThrough = true))
    await clock.advance(99)
    expect(isThrough).toBe(false)
    await clock.advance(1)
    await waiting
  })
})

describe('hours that stop the line', () => {
  const limits: Given = { schedule: [{ days: ['mon'], from: '08:00', to: '18:00', uploadKBps: 0 }] }

  test('nothing is begun before they are over', async () => {
    const { clock, throttle: gate } = throttle(limits)
    let isBegun = false
    const waiting = gate.take(0).then(() => (isBegun = true))
    await clock.advance(6 * 3_600_000 - 1_000)
    expect(isBegun).toBe(false)
    await clock.advance(20_000)
    await waiting
    expect(gate.isLimiting).toBe(true)
  })

  test('what was begun before goes on, at the general limit', async () => {
    const { clock, throttle: gate } = throttle({ ...limits, uploadKBps: 10 })
    let isThrough = false
    const waiting = gate.take(100_000).then(() => (isThrough = true))
    await clock.advance(9_000)
    expect(isThrough).toBe(false)
    await clock.advance(1_000)
    await waiting
    const free = throttle(limits)
    await free.throttle.take(10_000_000)
    expect(free.clock.timers).toBe(0)
  })

  test('asking whether anything may begin costs nothing', async () => {
    const { clock, throttle: gate } = throttle({ uploadKBps: 1 })
    for (let times = 0; times < 100; times++) await gate.take(0)
    expect(clock.timers).toBe(0)
  })
})

describe('the timetable', () => {
  const limits = Limits.parse({
    uploadKBps: 1_000,
    schedule: [
      { days: ['mon', 'fri'], from: '22:00', to: '06:00', uploadKBps: null },
      { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00', uploadKBps: 200 },
      { days: ['mon'], from: '12:00', to: '13:00', uploadKBps: 7 },
      { days: ['sun'], from: '00:00', to: '24:00', uploadKBps: 0 },
    ],
  })
  /** 2 June 2025 is a Monday. */
  const at = (day: number, hours: number, minutes = 0): number | null =>
    allowedKBps(limits, new Date(2025, 5, day, hours, minutes))

  test.each([
    ['Monday before work', 2, 7, 59, 1_000],
    ['Monday, the first minute', 2, 8, 0, 200],
    ['Monday at noon: the first entry that fits', 2, 12, 30, 200],
    ['Monday, the last minute', 2, 17, 59, 200],
    ['Monday after work', 2, 18, 0, 1_000],
    ['Monday night', 2, 22, 0, null],
    ['the night goes on on Tuesday', 3, 5, 59, null],
    ['until six', 3, 6, 0, 1_000],
    ['Tuesday night is none', 3, 23, 0, 1_000],
    ['nor Monday before six', 2, 5, 0, 1_000],
    ['Friday night goes on on Saturday', 7, 3, 0, null],
    ['Sunday, from the first minute', 8, 0, 0, 0],
    ['Sunday, to the last', 8, 23, 59, 0],
  ] as const)('%s', (_what, day, hours, minutes, expected) => {
    expect(at(day, hours, minutes)).toBe(expected)
  })
})
