import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allowedKBps } from '../../../electron/engine/upload/throttle.ts'
import {
  clockOf,
  hourCells,
  minuteOfWeek,
  present,
  weekRates,
  withBlock,
  withoutIdle,
} from '../../../renderer/views/settings/timetable.ts'
import { blockBetween } from '../../../renderer/views/settings/week-block.ts'
import { DAYS, type Limits, Limits as LimitsSchema, type ScheduleEntry } from '../../../shared/config.ts'

/** A Monday, in local time. */
const MONDAY = new Date(2026, 5, 1)

const minute = (at: number): Date => new Date(2026, 5, 1, 0, at)

const clock = fc.integer({ min: 0, max: 1440 }).map(clockOf)
const entries: fc.Arbitrary<ScheduleEntry> = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1 }),
    from: clock,
    to: clock,
    uploadKBps: fc.constantFrom(null, 0, 500, 2000),
  })
  .filter(({ from, to }) => from !== to)
const limitsOf: fc.Arbitrary<Limits> = fc.record({
  uploadKBps: fc.constantFrom(null, 100, 5000),
  schedule: fc.array(entries, { maxLength: 5 }),
})

test('the week begins on a Monday', () => {
  expect(MONDAY.getDay()).toBe(1)
  expect(minuteOfWeek(MONDAY)).toBe(0)
  expect(minuteOfWeek(new Date(2026, 5, 7, 23, 59))).toBe(10_079)
})

test('what the window shows is what the engine allows', () => {
  fc.assert(
    fc.property(limitsOf, fc.integer({ min: 0, max: 10_079 }), (limits, at) => {
      expect(weekRates(limits)[at]).toBe(allowedKBps(limits, minute(at)))
    }),
    { numRuns: 400 },
  )
})

test('the end of what counts now is found', () => {
  const schedule: ScheduleEntry[] = [{ days: ['fri'], from: '22:00', to: '06:00', uploadKBps: 0 }]
  const limits: Limits = { uploadKBps: null, schedule }
  const friday = new Date(2026, 5, 5, 23, 30)
  expect(present(limits, friday)).toEqual({ rate: 0, next: { inMinutes: 390, rate: null } })
  expect(present({ uploadKBps: 800, schedule: [] }, friday)).toEqual({ rate: 800, next: null })
})

test('a block counts in its hours and nowhere else', () => {
  const corner = fc.record({ day: fc.integer({ min: 0, max: 6 }), hour: fc.integer({ min: 0, max: 23 }) })
  fc.assert(
    fc.property(limitsOf, corner, corner, fc.constantFrom(null, 0, 77), (limits, one, other, rate) => {
      const { days, fromHour, toHour } = blockBetween(one, other)
      const block = { days: DAYS.filter((_, day) => days.includes(day)), fromHour, toHour }
      const changed = { ...limits, schedule: withBlock(limits.schedule, block, rate) }
      expect(LimitsSchema.safeParse(changed).success).toBe(true)
      const before = weekRates(limits)
      for (const [at, found] of weekRates(changed).entries()) {
        const hour = Math.floor((at % 1440) / 60)
        const isIn = days.includes(Math.floor(at / 1440)) && hour >= fromHour && hour < toHour
        if (found !== (isIn ? rate : before[at])) throw new Error(`minute ${String(at)}`)
      }
    }),
    { numRuns: 60 },
  )
})

test('rules that never count are dropped, and nothing changes by that', () => {
  fc.assert(
    fc.property(limitsOf, (limits) => {
      const schedule = withoutIdle([...limits.schedule, ...limits.schedule])
      expect(schedule.length).toBeLessThanOrEqual(limits.schedule.length)
      expect(weekRates({ ...limits, schedule })).toEqual(weekRates(limits))
    }),
    { numRuns: 60 },
  )
})

test('an hour in which something changes is told apart', () => {
  const schedule: ScheduleEntry[] = [{ days: ['mon'], from: '08:30', to: '24:00', uploadKBps: 5 }]
  const [monday = []] = hourCells({ uploadKBps: null, schedule })
  expect(monday[8]).toEqual({ rate: null, isMixed: true })
  expect(monday[23]).toEqual({ rate: 5, isMixed: false })
  expect(monday[7]).toEqual({ rate: null, isMixed: false })
})
