import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UploadError, type UploadErrorKind } from '../../../electron/engine/errors.ts'
import {
  asRetried,
  ATTEMPTS_MAX,
  backoff,
  type Decision,
  decide,
} from '../../../electron/engine/queue/retry-policy.ts'

const problem = { code: 'c', what: 'w', remedy: 'r', isRetried: false }

function decision(kind: UploadErrorKind, attempt: number, retryAfterMs?: number): Decision {
  return decide(
    new UploadError(kind, problem, retryAfterMs === undefined ? {} : { retryAfterMs }),
    attempt,
    0,
  )
}

/** One row for each kind of error: at the first attempt and far beyond the last. */
const ROWS: readonly (readonly [UploadErrorKind, Decision, Decision])[] = [
  [
    'offline',
    { kind: 'postpone', afterMs: 2_000, isAttempt: false, cool: true },
    { kind: 'postpone', afterMs: 1_800_000, isAttempt: false, cool: true },
  ],
  [
    'busy',
    { kind: 'postpone', afterMs: 15_000, isAttempt: false, cool: true },
    { kind: 'postpone', afterMs: 15_000, isAttempt: false, cool: true },
  ],
  ['unauthorized', { kind: 'lock' }, { kind: 'lock' }],
  ['destination', { kind: 'lock' }, { kind: 'lock' }],
  ['refused', { kind: 'giveUp' }, { kind: 'giveUp' }],
  ['server', { kind: 'postpone', afterMs: 2_000, isAttempt: true, cool: false }, { kind: 'giveUp' }],
  ['unexpected', { kind: 'postpone', afterMs: 8_000, isAttempt: true, cool: false }, { kind: 'giveUp' }],
  ['changed', { kind: 'superseded' }, { kind: 'superseded' }],
  ['missing', { kind: 'superseded' }, { kind: 'superseded' }],
  ['unreadable', { kind: 'giveUp' }, { kind: 'giveUp' }],
]

describe('what follows an error', () => {
  test.each(ROWS)('%s', (kind, first, late) => {
    expect(decision(kind, 1)).toEqual(first)
    expect(decision(kind, 500)).toEqual(late)
  })

  test.each(['offline', 'busy', 'server'] as const)('%s: the server’s wish comes first', (kind) => {
    expect(decision(kind, 1, 77_000)).toMatchObject({ kind: 'postpone', afterMs: 77_000 })
  })

  test('the last attempt is the last', () => {
    expect(decision('server', ATTEMPTS_MAX - 1)).toMatchObject({ kind: 'postpone' })
    expect(decision('server', ATTEMPTS_MAX)).toEqual({ kind: 'giveUp' })
    expect(decision('unexpected', 4)).toMatchObject({ kind: 'postpone' })
    expect(decision('unexpected', 5)).toEqual({ kind: 'giveUp' })
  })

  test('a file that is held for a moment is tried a few times', () => {
    const held = new UploadError('unreadable', { ...problem, isRetried: true })
    expect(decide(held, 1, 0)).toEqual({ kind: 'postpone', afterMs: 2_000, isAttempt: true, cool: false })
    expect(decide(held, 5, 0)).toEqual({ kind: 'giveUp' })
  })
})

describe('the pauses', () => {
  test('double from two seconds up to half an hour', () => {
    const pauses = Array.from({ length: 13 }, (_, index) => backoff(index + 1, 0) / 1000)
    expect(pauses).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1800, 1800, 1800])
  })

  test('are always whole, never shorter than two seconds and never longer than half an hour and a quarter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, jitter) => {
          const delayMs = backoff(attempt, jitter)
          return Number.isInteger(delayMs) && delayMs >= 2_000 && delayMs <= 2_250_000
        },
      ),
    )
  })

  test('of a busy server are scattered too', () => {
    const afters = [0, 0.5, 0.999].map((jitter) => decide(new UploadError('busy', problem), 1, jitter))
    expect(new Set(afters.map((after) => JSON.stringify(after))).size).toBe(3)
  })
})

test('a problem is told as what Sluice does about it', () => {
  expect(asRetried(problem, true).isRetried).toBe(true)
  expect(problem.isRetried).toBe(false)
})
