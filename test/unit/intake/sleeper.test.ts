import { expect, test } from 'vitest'
import { Sleeper } from '../../../electron/engine/intake/sleeper.ts'
import { FakeClock } from '../../support/fake-clock.ts'

/** Sleeps and notes when it woke. */
function nap(sleeper: Sleeper, clock: FakeClock, delayMs: number): { wokeMs: number | null } {
  const seen: { wokeMs: number | null } = { wokeMs: null }
  void sleeper.sleep(delayMs).then(() => {
    seen.wokeMs = clock.monotonic()
  })
  return seen
}

test('sleeps for its time', async () => {
  const clock = new FakeClock()
  const seen = nap(new Sleeper(clock), clock, 1_000)
  await clock.advance(999)
  expect(seen.wokeMs).toBeNull()
  await clock.advance(1)
  expect(seen.wokeMs).toBe(1_000)
})

test('is woken early, and no timer stays behind', async () => {
  const clock = new FakeClock()
  const sleeper = new Sleeper(clock)
  const seen = nap(sleeper, clock, 60_000)
  await clock.advance(10)
  sleeper.wake()
  await clock.advance(1)
  expect(seen.wokeMs).toBe(10)
  expect(clock.timers).toBe(0)
})

test('a wake while it is awake counts for the next sleep, and only for that one', async () => {
  const clock = new FakeClock()
  const sleeper = new Sleeper(clock)
  sleeper.wake()
  sleeper.wake()
  const first = nap(sleeper, clock, 60_000)
  await clock.advance(1)
  expect(first.wokeMs).toBe(0)
  const second = nap(sleeper, clock, 60_000)
  await clock.advance(1_000)
  expect(second.wokeMs).toBeNull()
  sleeper.wake()
  await clock.advance(1)
})

test('wakes a little later; further calls do not put it off', async () => {
  const clock = new FakeClock()
  const sleeper = new Sleeper(clock)
  const seen = nap(sleeper, clock, 60_000)
  sleeper.wakeWithin(150)
  await clock.advance(100)
  sleeper.wakeWithin(150)
  await clock.advance(49)
  expect(seen.wokeMs).toBeNull()
  await clock.advance(1)
  expect(seen.wokeMs).toBe(150)
})

test('a wake for later that comes due while it is awake is not lost', async () => {
  const clock = new FakeClock()
  const sleeper = new Sleeper(clock)
  sleeper.wakeWithin(150)
  await clock.advance(200)
  const seen = nap(sleeper, clock, 60_000)
  await clock.advance(1)
  expect(seen.wokeMs).toBe(200)
})

test('no time, or a time that has passed, is only a breath', async () => {
  const clock = new FakeClock()
  const sleeper = new Sleeper(clock)
  for (const delayMs of [0, -5_000]) await sleeper.sleep(delayMs)
  expect(clock.timers).toBe(0)
})
