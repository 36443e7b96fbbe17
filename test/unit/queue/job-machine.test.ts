import { describe, expect, test } from 'vitest'
import {
  IllegalTransition,
  type JobEvent,
  type JobState,
  step,
  TRANSITIONS,
} from '../../../electron/engine/queue/job-machine.ts'
import { someReceipt } from '../../support/some-receipt.ts'
import type { Problem } from '../../../shared/problem.ts'

const problem: Problem = { code: 'c', what: 'w', remedy: 'r', isRetried: true }
const receipt = someReceipt()
const STATES: JobState[] = [
  { name: 'waiting', attempt: 2, notBeforeMs: 5, problem },
  { name: 'uploading', attempt: 3 },
  { name: 'confirming', attempt: 3, notBeforeMs: 5 },
  { name: 'done', receipt },
  { name: 'failed', attempt: 12, problem },
  { name: 'cancelled', problem: null },
]
const EVENTS: JobEvent[] = [
  { name: 'claimed' },
  { name: 'sent', atMs: 7 },
  { name: 'confirmed', receipt },
  { name: 'postponed', notBeforeMs: 8, problem, isAttempt: true },
  { name: 'gaveUp', problem },
  { name: 'requeued', atMs: 6 },
  { name: 'cancelled', problem },
]

/** The picture in job-machine.ts, once more by hand. */
const LEGAL: Record<string, JobState> = {
  'waiting claimed': { name: 'uploading', attempt: 3 },
  'waiting cancelled': { name: 'cancelled', problem },
  'uploading sent': { name: 'confirming', attempt: 3, notBeforeMs: 7 },
  'uploading postponed': { name: 'waiting', attempt: 3, notBeforeMs: 8, problem },
  'uploading gaveUp': { name: 'failed', attempt: 3, problem },
  'uploading cancelled': { name: 'cancelled', problem },
  'confirming confirmed': { name: 'done', receipt },
  'confirming postponed': { name: 'waiting', attempt: 3, notBeforeMs: 8, problem },
  'confirming gaveUp': { name: 'failed', attempt: 3, problem },
  'confirming cancelled': { name: 'cancelled', problem },
  'failed requeued': { name: 'waiting', attempt: 0, notBeforeMs: 6, problem: null },
  'failed cancelled': { name: 'cancelled', problem },
}

describe('every state with every event', () => {
  const pairs = STATES.flatMap((state) =>
    EVENTS.map((event) => [state.name, event.name, state, event] as const),
  )
  test.each(pairs)('%s %s', (_state, _event, state, event) => {
    const after = LEGAL[`${state.name} ${event.name}`]
    if (after === undefined) expect(() => step(state, event)).toThrow(IllegalTransition)
    else expect(step(state, event)).toEqual(after)
  })

  test('are 42 pairs, twelve of them legal', () => {
    expect(pairs).toHaveLength(42)
    expect(Object.keys(LEGAL)).toHaveLength(12)
  })
})

test('done is reached through confirming only, and never left', () => {
  const ways = Object.entries(TRANSITIONS).flatMap(([state, events]) =>
    Object.values<string>(events).includes('done') ? [state] : [],
  )
  expect(ways).toEqual(['confirming'])
  expect(TRANSITIONS.done).toEqual({})
})

test('an attempt that was not the file’s fault is given back, but never more than there were', () => {
  const event: JobEvent = { name: 'postponed', notBeforeMs: 0, problem: null, isAttempt: false }
  expect(step({ name: 'uploading', attempt: 3 }, event)).toMatchObject({ attempt: 2 })
  expect(step({ name: 'uploading', attempt: 0 }, event)).toMatchObject({ attempt: 0 })
})

test('an illegal step names both sides', () => {
  expect(() => step({ name: 'done', receipt }, { name: 'claimed' })).toThrow(
    'A job that is done cannot be claimed',
  )
})

test('a step does not change the state it was given', () => {
  const state: JobState = Object.freeze({ name: 'uploading', attempt: 1 })
  expect(step(state, { name: 'sent', atMs: 1 })).not.toBe(state)
})
