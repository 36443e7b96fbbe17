import { expect, test } from 'vitest'
import { joined } from '../../../renderer/parts/place-path.ts'
import { Batch } from '../../../renderer/stores/queue-batch.ts'
import { BLANK, type Line } from '../../../renderer/stores/queue-list.ts'
import { UploadRates } from '../../../renderer/stores/queue-rates.ts'
import { Selection } from '../../../renderer/stores/queue-selection.ts'
import { slotsFor } from '../../../renderer/stores/queue-slots.ts'
import { fieldChange } from '../../../renderer/views/queue/field-change.ts'
import { endingOf, headAndTail, nameAndPlace } from '../../../renderer/views/queue/file-names.ts'
import { targetOf } from '../../../renderer/views/queue/row-target.ts'
import type { EngineStatus, JobRow } from '../../../shared/contract.ts'
import { JOB_STATES, type JobStateName } from '../../../shared/job.ts'

function job(id: number, state: JobStateName = 'uploading'): JobRow {
  return {
    id,
    state,
    folder: 'hot',
    path: `${String(id)}.jpg`,
    destination: 'archive',
    sizeBytes: 1000,
    sentBytes: 0,
    hasSidecar: false,
    isUpdate: false,
    attempt: 1,
    notBeforeMs: 0,
    changedMs: 0,
    problem: null,
  }
}

const ids = (jobs: readonly JobRow[]): number[] => jobs.map(({ id }) => id)

test('while files pass, each keeps its place and the next takes the place of one that is through', () => {
  let slots = slotsFor([], [job(1), job(2)], 4)
  expect(ids(slots)).toEqual([1, 2])
  slots = slots.map((slot) => (slot.id === 1 ? job(1, 'done') : slot))
  slots = slotsFor(slots, [job(2)], 4)
  expect(ids(slots)).toEqual([1, 2])
  slots = slotsFor(slots, [job(2), job(3)], 4)
  expect(ids(slots)).toEqual([3, 2])
  slots = slotsFor(slots, [job(5), job(6), job(7), job(2), job(3)], 4)
  expect(ids(slots)).toEqual([3, 2, 5, 6])
  // Nobody has told what became of 2, 5 and 6: they are not shown as if they were still under way.
  expect(ids(slotsFor(slots, [job(3)], 4))).toEqual([3])
  expect(slotsFor(slots, [], 4)).toEqual([])
})

function counted(bytes: Partial<Record<JobStateName, number>>): EngineStatus {
  const entries = JOB_STATES.map((state) => [
    state,
    { jobs: bytes[state] === undefined ? 0 : 1, bytes: bytes[state] ?? 0 },
  ])
  return {
    isRunning: true,
    isPaused: false,
    counts: Object.fromEntries(entries) as EngineStatus['counts'],
    deliveredToday: 0,
    rateBps: 0,
    etaSeconds: null,
    folders: [],
    destinations: [],
    secrets: '',
  }
}

test('progress is that of the present batch, not of all that was ever delivered', () => {
  const batch = new Batch()
  expect(batch.progress(counted({ done: 1_000_000 }), 0)).toBeNull()
  expect(batch.progress(counted({ done: 1_000_000, waiting: 600, uploading: 400 }), 100)).toEqual({
    sentBytes: 100,
    totalBytes: 1_000,
  })
  expect(batch.progress(counted({ done: 1_000_400, waiting: 500, confirming: 100 }), 0)).toEqual({
    sentBytes: 500,
    totalBytes: 1_000,
  })
  // Old deliveries are cleared away in the middle of it.
  const cleared = batch.progress(counted({ done: 10, waiting: 500 }), 0)
  expect(cleared).toEqual({ sentBytes: 0, totalBytes: 500 })
  expect(batch.progress(counted({ done: 510 }), 0)).toBeNull()
  expect(batch.progress(counted({ done: 510, waiting: 90 }), 0)).toEqual({ sentBytes: 0, totalBytes: 90 })
})

test('the time left follows the upload, and a new attempt begins anew', () => {
  const rates = new UploadRates()
  expect(rates.progress(1, 0, 10_000, 0)).toBeNull()
  expect(rates.progress(1, 1_000, 10_000, 1_000)).toBeCloseTo(9)
  expect(rates.progress(1, 1_000, 10_000, 2_000)).toBeGreaterThan(9)
  expect(rates.progress(1, 0, 10_000, 3_000)).toBeNull()
  rates.forget(1)
  expect(rates.progress(1, 5_000, 10_000, 4_000)).toBeNull()
})

function selecting(lines: (Line | number)[]): Selection {
  return new Selection((index) => {
    const line = lines[index] ?? BLANK
    return typeof line === 'number' ? { kind: 'job', job: job(line) } : line
  })
}

test('selecting with click, Shift, Ctrl and Ctrl+A; what is not here yet is not selected', () => {
  const selection = selecting([10, 9, 8, BLANK, 6, 5])
  selection.only(1)
  expect([...selection.jobs]).toEqual([9])
  selection.extendTo(4)
  expect([...selection.jobs]).toEqual([9, 8, 6])
  selection.extendTo(0)
  expect([...selection.jobs]).toEqual([10, 9])
  selection.toggle(5)
  expect([...selection.jobs]).toEqual([10, 9, 5])
  selection.toggle(0)
  expect([...selection.jobs]).toEqual([9, 5])
  selection.all(6)
  expect(selection.jobs.size).toBe(5)
  selection.clear()
  expect([selection.jobs.size, selection.cursor]).toEqual([0, 0])
})

test('a row that was gone to before it was here is selected when it comes, unless the person went on', () => {
  const lines: (Line | number)[] = [3, 2, BLANK]
  const selection = selecting(lines)
  selection.only(2)
  expect(selection.jobs.size).toBe(0)
  lines[2] = 1
  selection.arrived()
  expect([[...selection.jobs], selection.cursorJob]).toEqual([[1], 1])
  lines[1] = BLANK
  selection.only(1)
  selection.clear()
  lines[1] = 2
  selection.arrived()
  expect(selection.jobs.size).toBe(0)
})

test('new rows on top do not change what is meant', () => {
  const lines: (Line | number)[] = [10, 9, 8]
  const selection = selecting(lines)
  selection.only(1)
  lines.unshift(12, 11)
  selection.shifted(2)
  expect([selection.cursor, selection.cursorJob, [...selection.jobs]]).toEqual([3, 9, [9]])
  selection.extendTo(4)
  expect([...selection.jobs]).toEqual([9, 8])
})

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 99, 99],
  ['ArrowUp', -1, 0],
  ['ArrowUp', 7, 6],
  ['PageDown', 50, 60],
  ['PageDown', 95, 99],
  ['PageUp', 5, 0],
  ['Home', 50, 0],
  ['End', 0, 99],
  ['x', 5, null],
])('%s from row %i leads to %s', (key, from, to) => {
  expect(targetOf(key, from, 100, 10)).toBe(to)
})

test.each([
  [['Ada'], ['Ada'], { before: [], gone: [], kept: ['Ada'], added: [] }],
  [[], ['Ada'], { before: [], gone: [], kept: [], added: ['Ada'] }],
  [['Goal'], ['Goal · Photo: Ada'], { before: [], gone: [], kept: ['Goal'], added: [' · Photo: Ada'] }],
  [['Goal'], ['Cup: Goal'], { before: ['Cup: '], gone: [], kept: ['Goal'], added: [] }],
  [['sport'], ['football', 'cup'], { before: [], gone: ['sport'], kept: [], added: ['football', 'cup'] }],
  [['a'], [], { before: [], gone: ['a'], kept: [], added: [] }],
])('%j becomes %j', (existing, final, change) => {
  expect(fieldChange(existing, final)).toEqual(change)
})

test('names, endings and folders of paths', () => {
  expect(nameAndPlace('2026/Cup/a.NEF')).toEqual({ name: 'a.NEF', folders: ['2026', 'Cup'] })
  expect([endingOf('x/a.jpeg'), endingOf('.hidden'), endingOf('README'), endingOf('a.photoshop')]).toEqual([
    'JPEG',
    '',
    '',
    'PHOT',
  ])
  expect([joined('/', 'a'), joined('/home', 'a'), joined('C:\\', 'a'), joined('C:\\x', 'a')]).toEqual([
    '/a',
    '/home/a',
    'C:\\a',
    'C:\\x\\a',
  ])
})

test('a long name is cut before its end, and never inside a letter', () => {
  expect(headAndTail('IMG_0412.jpg')).toEqual({ head: 'IMG_0412.jpg', tail: '' })
  expect(headAndTail('Cup Final in the old stadium_0412.NEF')).toEqual({
    head: 'Cup Final in the old stad',
    tail: 'ium_0412.NEF',
  })
  // Twelve places from the end is the middle of a family of three.
  expect(headAndTail('🏆🎉 Cup Final in May 👩‍👩‍👧 won.jpg').tail).toBe('👩‍👩‍👧 won.jpg')
})
