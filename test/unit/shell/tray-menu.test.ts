import { expect, test } from 'vitest'
import { type TrayItem, trayMenu, trayState, trayTitle } from '../../../electron/shell/tray-menu.ts'
import { wordsFor } from '../../../electron/shell/words.ts'
import type { DeliveryRow } from '../../../shared/contract.ts'
import { someReceipt } from '../../support/some-receipt.ts'
import { LOCKED, someDestination, someStatus } from './some-status.ts'

const words = wordsFor('en', 'fr-FR')

function delivery(path: string): DeliveryRow {
  return {
    id: 1,
    kind: 'upload',
    jobId: 7,
    folder: 'hot',
    path,
    destination: 'archive',
    deliveredMs: 0,
    receipt: someReceipt(),
    after: '',
  }
}

function labels(items: readonly TrayItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '—' : item.label))
}

test('the icon tells what matters most', () => {
  expect(trayState(someStatus())).toBe('idle')
  // Waiting for their time, or for a folder's end of a pause: nothing goes out.
  expect(trayState(someStatus({ waiting: 4 }))).toBe('idle')
  expect(trayState(someStatus({ waiting: 4, uploading: 1 }))).toBe('sending')
  expect(trayState(someStatus({ confirming: 1 }))).toBe('sending')
  expect(trayState(someStatus({ uploading: 1 }, { isPaused: true }))).toBe('paused')
  expect(trayState(someStatus({ failed: 1 }, { isPaused: true }))).toBe('attention')
  expect(trayState(someStatus({}, { destinations: [someDestination('locked', LOCKED)] }))).toBe('attention')
  expect(trayState(someStatus({}, { destinations: [someDestination('cooling')] }))).toBe('idle')
  const retried = { ...LOCKED, isRetried: true }
  expect(trayState(someStatus({}, { destinations: [someDestination('cooling', retried)] }))).toBe('idle')
})

test('the title says how many files are on their way', () => {
  expect(trayTitle(someStatus(), words)).toBe('Everything is delivered')
  expect(trayTitle(someStatus({ done: 9, rejected: 1 }), words)).toBe('Nothing to send')
  expect(trayTitle(someStatus({ waiting: 1 }), words)).toBe('1 file to go')
  expect(trayTitle(someStatus({ waiting: 2, uploading: 1, confirming: 1 }), words)).toBe('4 files to go')
  expect(trayTitle(someStatus({ waiting: 2 }, { isPaused: true }), words)).toBe('Paused · 2 files to go')
  expect(trayTitle(someStatus({ failed: 2, waiting: 9 }), words)).toBe('Sluice needs you')
})

test('the menu has the actions, and the last deliveries by name', () => {
  const long = `${'a'.repeat(60)}.jpg`
  const items = trayMenu(
    {
      status: someStatus(),
      deliveries: [delivery('day/one.jpg'), delivery(String.raw`C:\in\two.jpg`), delivery(long)],
      update: null,
    },
    words,
  )
  expect(labels(items)).toEqual([
    'Everything is delivered',
    '—',
    'Open Sluice',
    'Pause',
    '—',
    'Upload files…',
    'Upload folder…',
    '—',
    'Last deliveries',
    'one.jpg → archive',
    'two.jpg → archive',
    `${'a'.repeat(24)}…${'a'.repeat(20)}.jpg → archive`,
    '—',
    'Quit Sluice',
  ])
  expect(items.at(9)).toMatchObject({ action: { showDelivery: 7 } })
  expect(
    labels(trayMenu({ status: someStatus({}, { isPaused: true }), deliveries: [], update: null }, words)),
  ).toContain('Resume')
})

test('a newer Sluice that is ready stands above the end, and is only read', () => {
  const items = trayMenu({ status: someStatus(), deliveries: [], update: '1.2.3' }, words)
  expect(items.at(-2)).toEqual({
    kind: 'line',
    label: 'Sluice 1.2.3 is ready: restart to use it',
    action: null,
  })
})

test('the words follow the choice, then the system', () => {
  expect(wordsFor('system', 'de-AT').pause).toBe('Anhalten')
  expect(wordsFor('en', 'de-AT').pause).toBe('Pause')
  expect(wordsFor('system', 'dek').pause).toBe('Pause')
})
