import { expect, test } from 'vitest'
import { Badge } from '../../../electron/shell/badge.ts'
import { wordsFor } from '../../../electron/shell/words.ts'

const words = wordsFor('en', 'en')

test('macOS and Linux show how many things need a person', () => {
  const counts: number[] = []
  const badge = new Badge({ setCount: (count) => counts.push(count) })
  for (const count of [0, 2, 0]) badge.show(count, words.needs(count))
  badge.again()
  expect(counts).toEqual([0, 2, 0])
})

test('Windows shows a picture with words, again for a window that comes back, and takes it away', () => {
  const overlays: (string | null)[] = []
  const badge = new Badge({ setOverlay: (words) => overlays.push(words) })
  badge.again()
  badge.show(1, words.needs(1))
  badge.again()
  badge.show(3, words.needs(3))
  badge.show(0, words.needs(0))
  badge.again()
  const one = '1 thing needs you'
  expect(overlays).toEqual([null, one, one, '3 things need you', null, null])
})

test('the words are there in German too', () => {
  expect(wordsFor('de', 'en').needs(2)).toBe('2 Sachen brauchen Sie')
})
