import { describe, expect, test } from 'vitest'
import { LineRate } from '../../../electron/engine/destinations/line-rate.ts'
import { ProgressDeadline } from '../../../electron/engine/destinations/progress-deadline.ts'
import { FakeClock } from '../../support/fake-clock.ts'

const LIMIT_MS = 60_000
const MIB = 1024 * 1024

function started(line = new LineRate()) {
  const clock = new FakeClock()
  const deadline = new ProgressDeadline(clock, LIMIT_MS, line)
  const outer = new AbortController()
  const release = deadline.follow(outer.signal)
  return { clock, deadline, outer, release }
}

describe('the deadline', () => {
  test('passes after silence, and not before', async () => {
    const { clock, deadline } = started()
    await clock.advance(LIMIT_MS - 1)
    expect(deadline.hasPassed).toBe(false)
    await clock.advance(1)
    expect(deadline.hasPassed).toBe(true)
    expect(deadline.signal.aborted).toBe(true)
  })

  test('never passes while something moves now and then', async () => {
    const { clock, deadline } = started()
    for (let minute = 0; minute < 24 * 60; minute++) {
      deadline.moved()
      await clock.advance(LIMIT_MS - 1)
    }
    expect(deadline.hasPassed).toBe(false)
  })

  test('waits for leave as long as that takes', async () => {
    const { clock, deadline } = started()
    const leave = Promise.withResolvers<undefined>()
    const excused = deadline.excused(leave.promise)
    await clock.advance(8 * 3_600_000)
    expect(deadline.hasPassed).toBe(false)
    leave.resolve(undefined)
    await excused
    await clock.advance(LIMIT_MS - 1)
    expect(deadline.hasPassed).toBe(false)
    await clock.advance(1)
    expect(deadline.hasPassed).toBe(true)
  })

  test('gives a server time for its work, but only when it has everything', async () => {
    for (const handed of [99, 100]) {
      const line = new LineRate()
      for (let times = 0; times < 50; times++) line.learn(100 * MIB, 100)
      const { clock, deadline } = started(line)
      deadline.allow(10 * LIMIT_MS, 100 * MIB)
      deadline.handed(handed * MIB)
      await clock.advance(2 * LIMIT_MS)
      expect(deadline.hasPassed).toBe(handed === 99)
      await clock.advance(10 * LIMIT_MS)
      expect(deadline.hasPassed).toBe(true)
    }
  })

  test('an abort from outside is passed on with its reason', () => {
    const { deadline, outer } = started()
    outer.abort(new Error('mine'))
    expect(deadline.signal.reason).toBe(outer.signal.reason)
    expect(deadline.hasPassed).toBe(false)
  })

  test('leaves no timer behind', () => {
    const { clock, release } = started()
    expect(clock.timers).toBe(1)
    release()
    expect(clock.timers).toBe(0)
  })

  test('what was handed over has time to get through, and no longer than that', async () => {
    const { clock, deadline } = started()
    deadline.handed(4 * MIB)
    await clock.advance(LIMIT_MS + 200_000)
    expect(deadline.hasPassed).toBe(false)
    await clock.advance(100_000)
    expect(deadline.hasPassed).toBe(true)
  })
})

describe('the pace of a line', () => {
  test('a fast line is waited for shortly', () => {
    const line = new LineRate()
    for (let times = 0; times < 20; times++) line.learn(4 * MIB, 400)
    expect(line.allowanceMs(4 * MIB)).toBeLessThan(2_000)
  })

  test('one slow body counts at once', () => {
    const line = new LineRate()
    for (let times = 0; times < 20; times++) line.learn(4 * MIB, 400)
    line.learn(4 * MIB, 400_000)
    expect(line.allowanceMs(4 * MIB)).toBeGreaterThan(399_000)
  })

  test('after silence the line is not trusted any more', () => {
    const line = new LineRate()
    for (let times = 0; times < 20; times++) line.learn(4 * MIB, 400)
    line.forget()
    expect(line.allowanceMs(4 * MIB)).toBeGreaterThan(200_000)
  })

  test('small bodies tell nothing, and no body is waited for without bound', () => {
    const line = new LineRate()
    line.learn(1000, 1_000_000)
    expect(line.allowanceMs(1000 * MIB)).toBeLessThan(600_000)
    expect(line.allowanceMs(0)).toBe(0)
  })
})
