import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sentNames } from '../../../electron/engine/destinations/fotoware/names.ts'
import { legalName } from '../../../electron/engine/destinations/legal-name.ts'

/** The rules once more and in other words, after Microsoft, «Naming Files, Paths, and Namespaces». */
function isLegalOnWindows(name: string): boolean {
  const stem = name.split('.')[0]?.trimEnd().toUpperCase() ?? ''
  const devices = ['CON', 'PRN', 'AUX', 'NUL', 'CONIN$', 'CONOUT$']
  const ports = '0 1 2 3 4 5 6 7 8 9 ¹ ² ³'.split(' ').flatMap((digit) => [`COM${digit}`, `LPT${digit}`])
  const hasBadLetter = Array.from(name).some((letter) => '<>:"/\\|?*'.includes(letter) || letter < ' ')
  const isBadEnd = name.endsWith('.') || name.endsWith(' ')
  const isLong = name.length > 255
  return name !== '' && !hasBadLetter && !isBadEnd && !isLong && ![...devices, ...ports].includes(stem)
}

const anyName = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        'CON',
        'com1',
        'LPT³',
        '.',
        ' ',
        'e\u0301',
        'क़',
        '🏔',
        '<',
        '\\',
        '\n',
        'x'.repeat(80),
        '.jpg',
      ),
    )
    .map((parts) => parts.join('')),
)

describe('any name at all', () => {
  test('becomes one that Windows accepts', () => {
    fc.assert(fc.property(anyName, (name) => isLegalOnWindows(legalName(name))))
  })

  test('becomes one that stays as it is the next time', () => {
    fc.assert(fc.property(anyName, (name) => legalName(legalName(name)) === legalName(name)))
  })

  test('is well-formed and composed afterwards', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const legal = legalName(name)
        expect(legal.isWellFormed()).toBe(true)
        expect(legal.normalize('NFC')).toBe(legal)
      }),
    )
  })
})

test.each([
  ['plain.jpg', 'plain.jpg'],
  ['Mu\u0308nchen.jpg', 'M\u00fcnchen.jpg'],
  ['a<b>c:d"e|f?g*h\\i/j.jpg', 'a_b_c_d_e_f_g_h_i_j.jpg'],
  ['tab\there', 'tab_here'],
  ['end. .', 'end___'],
  ['...', '___'],
  ['..', '__'],
  ['', '_'],
  ['CON', '_CON'],
  ['con.tar.gz', '_con.tar.gz'],
  ['Lpt¹.txt', '_Lpt¹.txt'],
  ['nul .txt', '_nul .txt'],
  ['CONIN$', '_CONIN$'],
  ['COM10.jpg', 'COM10.jpg'],
  ['console.jpg', 'console.jpg'],
  ['half\ud83c.jpg', 'half\ufffd.jpg'],
  [`${'a'.repeat(251)}.jpg`, `${'a'.repeat(251)}.jpg`],
  [`${'क़'.repeat(125)}.jpeg`, `${'क\u093c'.repeat(125)}.jpeg`],
  [`${'क़'.repeat(126)}.jpeg`, `${'क\u093c'.repeat(125)}.jpeg`],
  [`CON.${'x'.repeat(251)}`, `_CON.${'x'.repeat(250)}`],
  [`${'a'.repeat(249)}🏔🏔.jpg`, `${'a'.repeat(249)}🏔.jpg`],
])('%j becomes %j', (name, legal) => {
  expect(legalName(name)).toBe(legal)
})

test('what had to change is told for every level; composition alone is not', () => {
  expect(sentNames('a:b/Mu\u0308nchen//c.', 'x?.jpg')).toEqual({
    folder: 'a_b/M\u00fcnchen/c_',
    filename: 'x_.jpg',
    renamed: [
      { from: 'a:b', to: 'a_b' },
      { from: 'c.', to: 'c_' },
      { from: 'x?.jpg', to: 'x_.jpg' },
    ],
  })
  expect(sentNames('', 'x.jpg')).toEqual({ folder: null, filename: 'x.jpg', renamed: [] })
  expect(sentNames(null, 'x.jpg').folder).toBeNull()
})
