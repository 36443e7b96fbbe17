import { expect, test } from 'vitest'
import { clippedTo, columnsOf, filledTo } from '../../../electron/cli/columns.ts'

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
