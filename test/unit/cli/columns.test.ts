import { expect, test } from 'vitest'
import { clippedTo, columnsOf, filledTo, shortenedTo, wrappedTo } from '../../../electron/cli/columns.ts'

test.each([
  ['IMG_1.jpg', 9],
  ['Grüße', 5],
  ['Grüße'.normalize('NFD'), 5],
  ['Urlaub 🌅', 9],
  ['☕', 2],
  ['👩‍👩‍👧', 2],
  ['写真', 4],
  ['Ｆ', 2],
  ['', 0],
])('%s needs %i columns', (text, columns) => {
  expect(columnsOf(text)).toBe(columns)
})

test('what is too long loses its beginning, never half a letter', () => {
  expect(clippedTo(9, 'IMG_1.jpg')).toBe('IMG_1.jpg')
  expect(clippedTo(6, 'IMG_1.jpg')).toBe('…1.jpg')
  expect(clippedTo(4, 'a🌅🌅')).toBe('…🌅')
  expect(clippedTo(3, 'Grüße'.normalize('NFD'))).toBe('…ße')
  expect(clippedTo(3, 'xü'.repeat(5).normalize('NFD'))).toBe('…xü'.normalize('NFD'))
  expect(clippedTo(1, 'ab')).toBe('…')
})

test('exactly so many columns', () => {
  for (const name of ['IMG_1.jpg', 'Urlaub 🌅.jpg', 'a very long name indeed.jpg', 'a🌅🌅🌅🌅🌅🌅🌅🌅']) {
    expect(columnsOf(filledTo(12, name))).toBe(12)
  }
})

test('a caption loses its middle, never half a letter', () => {
  expect(shortenedTo(9, 'A caption')).toBe('A caption')
  expect(shortenedTo(13, 'Begin and middle and end')).toBe('Begin an…end')
  expect(shortenedTo(6, '🌅🌅🌅🌅🌅')).toBe('🌅🌅…')
  expect(shortenedTo(1, 'ab')).toBe('…')
  const huge = shortenedTo(10, `ab${'x'.repeat(3_000_000)}yz`)
  expect(huge).toBe('abxxxx…xyz')
})

test('lines of so many columns; what is longer keeps whole', () => {
  expect(wrappedTo(7, ['one', 'two', 'three'])).toEqual(['one two', 'three'])
  expect(wrappedTo(6, ['one', 'two', 'a-long-path', 'x'])).toEqual(['one', 'two', 'a-long-path', 'x'])
  expect(wrappedTo(5, ['写真', 'a', 'b'])).toEqual(['写真', 'a b'])
  expect(wrappedTo(5, [])).toEqual([])
})
