import { expect, test } from 'vitest'
import { DestinationMood } from '../../../electron/engine/dispatch/destination-state.ts'
import { laneHealth } from '../../../electron/engine/dispatch/lane-health.ts'
import type { Problem } from '../../../shared/problem.ts'

const OFFLINE: Problem = {
  code: 'offline',
  what: 'acme.example is not reachable.',
  remedy: 'Wait.',
  isRetried: true,
}
const BUSY: Problem = { ...OFFLINE, code: 'busy', what: 'The server asks for quiet.' }
const SIGNED_OUT: Problem = {
  ...OFFLINE,
  code: 'signed-out',
  what: 'The sign-in has ended.',
  isRetried: false,
}
const NOW = 1_000_000

test('ready, cooling until its time, ready again by itself', () => {
  const mood = new DestinationMood()
  expect(mood.current(NOW)).toEqual({ name: 'ready' })
  const untilMs = mood.cool(OFFLINE, 0, false, NOW, 0)
  expect(untilMs).toBeGreaterThan(NOW)
  expect(mood.current(untilMs - 1)).toMatchObject({ name: 'cooling', untilMs, problem: OFFLINE })
  expect(mood.current(untilMs)).toEqual({ name: 'ready' })
})

test('failure after failure waits longer, up to two minutes, however long it was away', () => {
  const mood = new DestinationMood()
  let nowMs = NOW
  const waits = Array.from({ length: 40 }, () => {
    const untilMs = mood.cool(OFFLINE, 0, false, nowMs, 0)
    const waitMs = untilMs - nowMs
    nowMs = untilMs
    return waitMs
  })
  expect(waits).toEqual(waits.toSorted((a, b) => a - b))
  expect(waits[0]).toBeLessThanOrEqual(5_000)
  expect(waits.at(-1)).toBe(2 * 60_000)
  mood.worked()
  expect(mood.cool(OFFLINE, 0, false, nowMs, 0) - nowMs).toBe(waits[0])
})

test('several uploads that fail in one moment are one failure, and the longest wish counts', () => {
  const mood = new DestinationMood()
  const first = mood.cool(OFFLINE, 0, false, NOW, 0)
  for (let upload = 0; upload < 10; upload++) mood.cool(OFFLINE, 0, false, NOW + 1, 0)
  expect(mood.current(NOW + 1)).toMatchObject({ untilMs: first })
  expect(mood.cool(BUSY, 90_000, true, NOW + 2, 0)).toBe(NOW + 2 + 90_000)
  mood.worked()
  const alone = new DestinationMood().cool(OFFLINE, 0, false, NOW, 0) - NOW
  const later = NOW + 200_000
  expect(mood.cool(OFFLINE, 0, false, later, 0) - later).toBe(alone)
})

test('a connection that works again ends the wait for it', () => {
  const mood = new DestinationMood()
  mood.cool(OFFLINE, 60_000, false, NOW, 0)
  mood.worked()
  expect(mood.current(NOW + 1)).toEqual({ name: 'ready' })
})

test('quiet that the server asked for is kept, though an upload that had begun comes through', () => {
  const mood = new DestinationMood()
  mood.cool(BUSY, 60_000, true, NOW, 0)
  mood.cool(OFFLINE, 0, false, NOW + 1, 0)
  mood.worked()
  expect(mood.current(NOW + 59_999)).toMatchObject({ name: 'cooling' })
  expect(mood.current(NOW + 60_000)).toEqual({ name: 'ready' })
  mood.cool(BUSY, 60_000, true, NOW, 0)
  mood.unlock()
  expect(mood.current(NOW + 1)).toEqual({ name: 'ready' })
})

test('locked until a person has mended it: neither time, success nor cooling opens it', () => {
  const mood = new DestinationMood()
  mood.lock(SIGNED_OUT)
  mood.worked()
  mood.cool(OFFLINE, 0, false, NOW, 0)
  mood.clockSetBack()
  expect(mood.current(NOW + 10 ** 9)).toEqual({ name: 'locked', problem: SIGNED_OUT })
  mood.unlock()
  expect(mood.current(NOW)).toEqual({ name: 'ready' })
})

test('a clock that is set back does not make minutes into years', () => {
  const mood = new DestinationMood()
  mood.cool(OFFLINE, 60_000, false, NOW, 0)
  mood.clockSetBack()
  expect(mood.current(NOW - 10 ** 9)).toEqual({ name: 'ready' })
})

const LANE = { name: 'archive', kind: 'fotoware' }

test.each([
  ['ready', { name: 'ready' } as const, false, 'Ready.', null],
  [
    'cooling',
    { name: 'cooling', untilMs: NOW + 12_400, problem: BUSY, isAsked: true } as const,
    false,
    'The server asks for quiet. Next try in 12 s.',
    NOW + 12_400,
  ],
  [
    'cooling',
    { name: 'cooling', untilMs: NOW + 3, problem: OFFLINE, isAsked: false } as const,
    false,
    'acme.example is not reachable. Next try in 1 s.',
    NOW + 3,
  ],
  ['locked', { name: 'locked', problem: SIGNED_OUT } as const, false, 'The sign-in has ended.', null],
  ['paused', { name: 'locked', problem: SIGNED_OUT } as const, true, 'Paused by hand.', null],
])('a destination that is %s says so in words', (state, mood, isPaused, words, untilMs) => {
  const health = laneHealth(LANE, mood, isPaused, NOW)
  expect(health).toMatchObject({ ...LANE, state, words, untilMs })
  expect(health.problem).toEqual(isPaused || mood.name === 'ready' ? null : mood.problem)
})
