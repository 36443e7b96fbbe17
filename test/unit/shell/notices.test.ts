import { expect, test } from 'vitest'
import { Notices } from '../../../electron/shell/notices.ts'
import { wordsFor } from '../../../electron/shell/words.ts'
import type { FileEvent } from '../../../shared/contract.ts'
import { LOCKED, someDestination, someStatus } from './some-status.ts'

const words = wordsFor('en', 'en')
const idle = someStatus()

function happened(notices: Notices, event: FileEvent['event'], nowMs: number): void {
  notices.heard({ event, path: 'a.jpg' }, nowMs)
}

test('one file after the other, as a hot folder brings them, is never told', () => {
  const notices = new Notices()
  for (let nowMs = 0; nowMs < 3_600_000; nowMs += 15_000) {
    happened(notices, 'uploading', nowMs)
    expect(notices.due(someStatus({ uploading: 1 }), words, nowMs)).toEqual([])
    happened(notices, 'done', nowMs + 100)
    expect(notices.due(idle, words, nowMs + 200)).toEqual([])
    expect(notices.due(idle, words, nowMs + 12_000)).toEqual([])
  }
})

test('a batch is told once, when it is through and nothing follows', () => {
  const notices = new Notices()
  for (const nowMs of [0, 100, 200]) happened(notices, 'done', nowMs)
  happened(notices, 'duplicate', 250)
  expect(notices.due(someStatus({ waiting: 1 }), words, 300)).toEqual([])
  happened(notices, 'done', 8000)
  expect(notices.due(idle, words, 8000)).toEqual([])
  expect(notices.due(idle, words, 17_900)).toEqual([])
  expect(notices.due(idle, words, 18_000)).toEqual([
    { title: 'Delivery is complete', body: '4 files delivered, 1 already there.' },
  ])
  expect(notices.isWaitingForQuiet).toBe(false)
  expect(notices.due(idle, words, 60_000)).toEqual([])
})

test('a single file that was waited for is told', () => {
  const notices = new Notices()
  happened(notices, 'uploading', 0)
  happened(notices, 'done', 90_000)
  notices.due(idle, words, 90_000)
  expect(notices.due(idle, words, 100_000)).toHaveLength(1)
})

test('copies alone are no delivery', () => {
  const notices = new Notices()
  for (const nowMs of [0, 1, 2]) happened(notices, 'duplicate', nowMs)
  notices.due(idle, words, 10)
  expect(notices.due(idle, words, 20_000)).toEqual([])
})

test('what needs a person is told once until it is mended, then again', () => {
  const notices = new Notices()
  const locked = someStatus({}, { destinations: [someDestination('locked', LOCKED)] })
  expect(notices.due(locked, words, 0)).toEqual([
    { title: '«archive» needs you', body: 'The archive asks for a sign-in. Sign in.' },
  ])
  expect(notices.due(locked, words, 1000)).toEqual([])
  expect(notices.due(idle, words, 2000)).toEqual([])
  expect(notices.due(locked, words, 3000)).toHaveLength(1)
})

test('a thousand files that fail are one notification', () => {
  const notices = new Notices()
  const told = Array.from({ length: 1000 }, (_, index) =>
    notices.due(someStatus({ failed: index + 1, waiting: 1000 - index }), words, index),
  ).flat()
  expect(told).toEqual([
    {
      title: 'Files could not be delivered',
      body: '1 file could not be delivered. Open Sluice to see why, and to try again.',
    },
  ])
})

test('an old failure that nobody has looked at does not hide new ones', () => {
  const notices = new Notices()
  happened(notices, 'failed', 0)
  const left = someStatus({ failed: 1 })
  expect(notices.due(left, words, 100)).toHaveLength(1)
  expect(notices.due(left, words, 20_000)).toEqual([])
  // A month later.
  const laterMs = 30 * 24 * 3_600_000
  for (const nowMs of [0, 100, 200]) happened(notices, 'failed', laterMs + nowMs)
  const more = someStatus({ failed: 4 })
  expect(notices.due(more, words, laterMs + 300)).toEqual([])
  expect(notices.due(more, words, laterMs + 20_000)).toEqual([
    {
      title: 'Files could not be delivered',
      body: '3 files could not be delivered. Open Sluice to see why, and to try again.',
    },
  ])
})
