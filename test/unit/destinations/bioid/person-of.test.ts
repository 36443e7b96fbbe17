import { expect, test } from 'vitest'
import { groupOf, isClassId, personOf } from '../../../../electron/engine/destinations/bioid/person-of.ts'

const of = (path: string, variables: Record<string, string> = {}) => personOf({ path, variables })
const known = (classId: string) => ({ kind: 'known', classId })

test.each([
  ['4711/portrait.jpg', '4711'],
  ['4711 Jane/portrait.jpg', '4711'],
  ['4711-Jane/portrait.jpg', '4711'],
  ['4711_Jane, Berlin/12.jpg', '4711'],
  ['004711/a.jpg', '4711'],
  ['staff/4711 Jane/session2/a.jpg', '4711'],
  ['2026-05-01/4711/a.jpg', '4711'],
  ['4711/20260501/a.jpg', '4711'],
  ['2026/4711/a.jpg', '4711'],
  ['4711/04711/a.jpg', '4711'],
  ['4711_01.jpg', '4711'],
  ['4711-up.jpg', '4711'],
  ['4711 Jane.jpg', '4711'],
  ['new/4711_01.jpg', '4711'],
  ['2026-05-01/4711_01.jpg', '4711'],
  // The folder says who it is; what the camera calls its files does not count.
  ['4711/0815_3.jpg', '4711'],
  ['0/a.jpg', '0'],
])('%s is a sample of %s', (path, classId) => {
  expect(of(path)).toEqual(known(classId))
})

test.each([
  'portrait.jpg',
  'Jane/portrait.jpg',
  'Jane 4711/portrait.jpg',
  'IMG_4711.jpg',
  // Counters, not people.
  '4711.jpg',
  '0001.jpg',
  '0001_up.jpg',
  'Jane/01-up.jpg',
  // Dates, not people.
  '2026-05-01.jpg',
  '20260501_120000.jpg',
  '20260501120000_1.jpg',
  '2026_01.jpg',
  '2026/portrait.jpg',
  '20260501/portrait.jpg',
  '3rd floor/portrait.jpg',
  '1234567890123456789/portrait.jpg',
  '１２/portrait.jpg',
])('%s names nobody', (path) => {
  expect(of(path)).toEqual({ kind: 'none' })
})

test('several numbers on the way are not guessed about', () => {
  expect(of('4711 Jane/4712 John/a.jpg')).toEqual({ kind: 'several', classIds: ['4711', '4712'] })
})

test('what the folder’s pattern finds counts alone, dates and years too', () => {
  expect(of('4711/a.jpg', { person: '12' })).toEqual(known('12'))
  expect(of('4711/a.jpg', { classId: '2026' })).toEqual(known('2026'))
  expect(of('4711/a.jpg', { Person: '12 Jane', date: '2026-05-01' })).toEqual(known('12'))
  expect(of('4711/a.jpg', { person: 'Jane' })).toEqual({ kind: 'none' })
  expect(of('4711/a.jpg', { person: '1', classid: '2' }).kind).toBe('several')
  expect(of('4711/a.jpg', { event: '12' })).toEqual(known('4711'))
})

test('who names nobody is a group of their own', () => {
  const origin = (path: string) => ({ path, variables: {} })
  expect(groupOf(origin('4711/a.jpg'))).toBe(groupOf(origin('4711/b.jpg')))
  expect(isClassId(groupOf(origin('4711/a.jpg')))).toBe(true)
  expect(groupOf(origin('a.jpg'))).not.toBe(groupOf(origin('b.jpg')))
  expect(isClassId(groupOf(origin('a.jpg')))).toBe(false)
  expect(groupOf(origin('1/2/a.jpg'))).not.toBe(groupOf(origin('1/2/b.jpg')))
})
