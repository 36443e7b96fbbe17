import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePathPattern, type PathPattern } from '../../../shared/template.ts'

function pattern(source: string): PathPattern {
  const result = parsePathPattern(source)
  if ('mistake' in result) throw new Error(result.mistake.message)
  return result.pattern
}

test.each([
  ['{a}/*', 'x/y.jpg', { a: 'x' }],
  ['{a}/*', 'x/y/z.jpg', { a: 'x' }],
  ['{a}/*', 'x', {}],
  ['{a}/{b}/*', 'x/y.jpg', {}],
  ['{a}/*/{c}.*', 'x/y/z.jpg', { a: 'x', c: 'z' }],
  ['{a}/*/{c}.*', 'x/y/w/z.jpg', {}],
  ['*', 'a.jpg', {}],
  ['{a}-{b}', 'x-y-z', { a: 'x', b: 'y-z' }],
  ['{a}-{b}', '-x-y', { a: '-x', b: 'y' }],
  ['{a}-{b}', '-y', {}],
  ['{a}-{b}', 'x-', {}],
  ['{a}.jpg', '.jpg', {}],
  ['{a}.jpg', '.jpg.jpg', { a: '.jpg' }],
  ['{a}x', 'xx', { a: 'x' }],
  ['pre{a}post', 'prepost', {}],
  ['pre{a}post', 'PREmidPOST', { a: 'mid' }],
  ['*-{a}', '-x', { a: 'x' }],
  ['**/{a}', 'x', { a: 'x' }],
  ['**/{a}/**', 'x', { a: 'x' }],
  ['{a}/**', 'x', { a: 'x' }],
  ['**/in {a}/**/{b}.jpg', 'k/in Rome/l/m/n.jpg', { a: 'Rome', b: 'n' }],
  ['**/in {a}/**/{b}.jpg', 'in Rome/in Oslo/n.jpg', { a: 'Rome', b: 'n' }],
  ['{{{a}}}/*', '{x}/y', { a: 'x' }],
  ['Å{a}/*', 'A\u030AX/y', { a: 'X' }],
  ['İ{a}/*', 'İstanbul/y', { a: 'stanbul' }],
  ['{constructor}/*', 'x/y', { constructor: 'x' }],
])('%s on %s', (source, path, expected) => {
  expect(pattern(source).match(path)).toEqual(expected)
})

test('tells its variables in order', () => {
  expect(pattern('{b}/{a}_{c}/*').variables).toEqual(['b', 'a', 'c'])
})

test.each([
  ['{a}{b}/*', 'nothing between', 3],
  ['{a}*', 'nothing between', 3],
  ['{a}/{a}', 'twice', 4],
  ['{9a}/*', 'names begin with a letter', 0],
  ['{}/*', 'names begin with a letter', 0],
  ['x/{Filename}', 'name of a token', 2],
  ['{exif}/*', 'name of a token', 0],
  ['/{a}', 'empty level', 0],
  ['{a}//x', 'empty level', 4],
  ['{a}/', 'empty level', 4],
  ['{a/*', 'counterpart', 0],
  ['a}/*', 'counterpart', 1],
  ['x**/a', '"**"', 1],
])('%s is a mistake', (source, words, at) => {
  const result = parsePathPattern(source)
  expect(result).toMatchObject({ mistake: { at, message: expect.stringContaining(words) as string } })
})

test('what is captured, put back into the pattern, is the path', () => {
  const word = fc.stringMatching(/^[a-z0-9 .]{1,8}$/)
  fc.assert(
    fc.property(word, word, word, (agency, event, name) => {
      const path = `${agency}/2026-${event}/${name}.jpg`
      const { a, y, e, n } = pattern('{a}/{y}-{e}/{n}.jpg').match(path)
      expect(`${a}/${y}-${e}/${n}.jpg`).toBe(path)
    }),
  )
})

test('anything is a path, and no pattern but a mistaken one throws', () => {
  const piece = fc.constantFrom('{a}', '{b}', '*', '**', '/', '-', 'x', '{{', '}', ' ')
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.string({ unit: fc.constantFrom('x', '-', '/', ' ', 'İ', '\uD800', '🙂') }),
      (pieces, path) => {
        const result = parsePathPattern(pieces.join(''))
        if ('pattern' in result) result.pattern.match(path)
      },
    ),
  )
})

test('hostile paths cost no more than they are long', () => {
  const within = pattern(`${Array.from({ length: 10 }, (_, index) => `{v${index}}-a`).join('')}-b/*`)
  expect(within.match(`${'-a'.repeat(200_000)}/x`)).toEqual({})
  const levels = pattern('**/a/**/a/**/a/**/a/**/{b}.png')
  expect(levels.match(`${'a/'.repeat(20_000)}x.jpg`)).toEqual({})
})
