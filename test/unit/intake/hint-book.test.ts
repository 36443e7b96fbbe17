import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HintBook, type Hints } from '../../../electron/engine/intake/hint-book.ts'

/** What one take may hold at most: places, and names in each. */
const PLACES_MAX = 200
const NAMES_MAX = 64

function covers(hints: Hints, directory: string, name: string | null): boolean {
  if (hints.kind === 'everything' || hints.directories.includes(directory)) return true
  return name !== null && (hints.names.get(directory)?.has(name) ?? false)
}

test('single names are kept, and the book is empty once it was taken', () => {
  const book = new HintBook()
  expect(book.isEmpty).toBe(true)
  book.add('', 'a.jpg')
  book.add('d', 'b.jpg')
  book.add('d', 'b.jpg')
  expect(book.isEmpty).toBe(false)
  expect(book.take()).toEqual({
    kind: 'places',
    directories: [],
    names: new Map([
      ['', new Set(['a.jpg'])],
      ['d', new Set(['b.jpg'])],
    ]),
  })
  expect(book.isEmpty).toBe(true)
  expect(book.take()).toEqual({ kind: 'places', directories: [], names: new Map() })
})

test('a burst in one directory becomes a listing of it, one all over the folder a scan', () => {
  const book = new HintBook()
  for (let number = 0; number <= NAMES_MAX; number++) book.add('d', String(number))
  book.add('other', 'a')
  expect(book.take()).toEqual({
    kind: 'places',
    directories: ['d'],
    names: new Map([['other', new Set(['a'])]]),
  })
  for (let number = 0; number <= PLACES_MAX; number++) book.add(String(number), 'a')
  expect(book.take()).toEqual({ kind: 'everything' })
  for (let number = 0; number <= PLACES_MAX; number++) book.addDirectory(String(number))
  expect(book.take()).toEqual({ kind: 'everything' })
})

test('what was taken does not change when the book is filled again', () => {
  const book = new HintBook()
  book.add('d', 'a')
  const taken = book.take()
  book.add('d', 'b')
  expect(covers(taken, 'd', 'b')).toBe(false)
})

test('whatever is hinted at is looked into, and memory is bounded', () => {
  const directory = fc.nat(300).map((number) => `d${String(number)}`)
  const hint = fc.oneof(
    { weight: 20, arbitrary: fc.record({ directory, name: fc.nat(100).map(String) }) },
    {
      weight: 20,
      arbitrary: fc.record({ directory: fc.constantFrom('d1', 'd2'), name: fc.nat(100).map(String) }),
    },
    { weight: 3, arbitrary: fc.record({ directory, name: fc.constant(null) }) },
  )
  fc.assert(
    fc.property(fc.array(hint, { maxLength: 600 }), (hints) => {
      const book = new HintBook()
      for (const { directory: place, name } of hints) {
        if (name === null) book.addDirectory(place)
        else book.add(place, name)
      }
      const taken = book.take()
      for (const { directory: place, name } of hints) expect(covers(taken, place, name)).toBe(true)
      if (taken.kind === 'everything') return
      expect(taken.directories.length + taken.names.size).toBeLessThanOrEqual(PLACES_MAX)
      for (const names of taken.names.values()) expect(names.size).toBeLessThanOrEqual(NAMES_MAX)
    }),
    { numRuns: 60 },
  )
})
