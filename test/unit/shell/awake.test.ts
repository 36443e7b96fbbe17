import { expect, test } from 'vitest'
import { Awake } from '../../../electron/shell/awake.ts'
import { someStatus } from './some-status.ts'

const MINUTE_MS = 60_000

test('the computer stays awake while bytes go out and for the word of the archive', () => {
  const awake = new Awake()
  expect(awake.isNeeded(someStatus({ waiting: 9 }), 0)).toBe(false)
  for (let minute = 0; minute < 600; minute++)
    expect(awake.isNeeded(someStatus({ uploading: 1 }), minute * MINUTE_MS)).toBe(true)
  expect(awake.isNeeded(someStatus({ confirming: 1 }), 601 * MINUTE_MS)).toBe(true)
  expect(awake.isNeeded(someStatus(), 602 * MINUTE_MS)).toBe(false)
})

test('a word that does not come, as without a network, lets it sleep', () => {
  const awake = new Awake()
  awake.isNeeded(someStatus({ uploading: 1, confirming: 1 }), 0)
  expect(awake.isNeeded(someStatus({ confirming: 1 }), 9 * MINUTE_MS)).toBe(true)
  expect(awake.isNeeded(someStatus({ confirming: 1 }), 11 * MINUTE_MS)).toBe(false)
  // Sending again.
  expect(awake.isNeeded(someStatus({ uploading: 1 }), 12 * MINUTE_MS)).toBe(true)
})

test('paused, it may sleep', () => {
  expect(new Awake().isNeeded(someStatus({ uploading: 1 }, { isPaused: true }), 0)).toBe(false)
})
