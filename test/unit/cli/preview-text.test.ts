import { stripVTControlCharacters, styleText } from 'node:util'
import { describe, expect, test } from 'vitest'
import { columnsOf } from '../../../electron/cli/columns.ts'
import { previewProblems } from '../../../electron/cli/preview-facts.ts'
import { previewText, type PreviewLook } from '../../../electron/cli/preview-text.ts'
import type { FieldPreview } from '../../../shared/contract.ts'
import { field, preview, TAKEN } from './some-metadata.ts'

const LONG = `Start ${'and so on '.repeat(40)}end.`
const CITY = field({ id: 90, name: 'City', existing: ['Oslo'], final: ['Oslo'] })
const FIELDS: FieldPreview[] = [
  field({
    existing: ['Old'],
    steps: [{ action: 'add', value: ['New'], leftOut: null }],
    final: ['New'],
  }),
  field({
    id: 25,
    name: 'Keywords',
    isBag: true,
    existing: ['sea', 'sailing'],
    steps: [
      { action: 'add', value: ['sea'], leftOut: 'already there' },
      { action: 'add', value: ['regatta', 'press'], leftOut: null },
    ],
    final: ['sea', 'sailing', 'regatta', 'press'],
  }),
  field({
    id: 40,
    name: 'Special Instructions',
    steps: [{ action: 'erase', value: [], leftOut: 'the condition does not hold: {xmp:Rating} < 3' }],
  }),
  field({
    id: 120,
    name: 'Description',
    existing: [LONG],
    steps: [{ action: 'append', value: [' By me.'], leftOut: null }],
    final: [`${LONG} By me.`],
  }),
  CITY,
]

const look = (changes: Partial<PreviewLook> = {}): PreviewLook => ({
  columns: 80,
  isAll: false,
  paint: (_colour, text) => text,
  ...changes,
})

test('each field: what is there, what is done, what will be there', () => {
  expect(previewText(preview(FIELDS), look()).split('\n').slice(0, 23)).toEqual([
    'Template «press» for IMG_1.jpg → archive',
    '',
    'Headline (105)',
    '  now      Old',
    '  add      "New"',
    '  then     New',
    '',
    'Keywords (25)',
    '  now      sea · sailing',
    '  add      "sea"',
    '           left out: already there',
    '  add      "regatta" · "press"',
    '  then     sea · sailing · regatta · press',
    '',
    'Special Instructions (40)',
    '  now      (nothing)',
    '  erase    left out: the condition does not hold: {xmp:Rating} < 3',
    '  then     as it is now',
    '',
    'Description (120)',
    '  now      Start and so on and so on and so on and so on…d so on and so on end.',
    '  append   " By me."',
    '  then     Start and so on and so on and so on and so on…and so on end. By me.',
  ])
})

test('what is known of the file', () => {
  const told = preview(FIELDS, {
    taken: { ...TAKEN, zone: 'Z', tag: 'QuickTime:CreateDate', zoneFrom: 'QuickTime times are UTC' },
    fieldsFrom: 'catalogue',
    destination: null,
    sidecar: { name: 'IMG_1.xmp', way: 'merged' },
    missing: ['{event}', '{exif:LensModel}'],
    notes: ['ExifTool: a\u001b[2J'],
  })
  const text = previewText(told, look())
  expect(text.slice(text.indexOf('Taken'))).toMatch(
    new RegExp(
      [
        '^Taken      2024-06-22 12:15:30 UTC, from QuickTime:CreateDate; QuickTime times\n           are UTC',
        'Modified   2023-11-14 \\d\\d:\\d\\d:20 [+-]\\d\\d:\\d\\d',
        'Sidecar    IMG_1.xmp, merged with the metadata in the file',
        'Fields     the built-in list; an archive is asked with --to',
        'Missing    the file has no value for {event}\n           the file has no value for {exif:LensModel}',
        'Note       ExifTool: a\\\\u001b\\[2J',
        'Untouched  1 more field with a value; shown with --all',
        'Shortened  long values; --json prints them whole$',
      ].join('\n'),
    ),
  )
})

test.each([
  [null, 'none', 'none'],
  ['a.xmp', 'none', 'a.xmp, not sent'],
  ['a.xmp', 'as-is', 'a.xmp, sent as it is'],
  [null, 'extracted', 'made from the metadata in the file'],
] as const)('sidecar %s, %s', (name, way, words) => {
  const text = previewText(preview([], { sidecar: { name, way }, taken: null }), look())
  expect(text).toContain('The template does nothing to this file.')
  expect(text).toContain(`Taken      unknown\n`)
  expect(text).toContain(`Sidecar    ${words}\n`)
})

test('fields that stay as they are come last, when they are asked for', () => {
  const wide = field({ id: 304, name: 'A field with a very long name indeed', final: ['x'] })
  const text = previewText(preview([CITY, wide, ...FIELDS.slice(0, 1)]), look({ isAll: true, columns: 60 }))
  expect(text).toContain(
    'Left as they are\n  City (90)                   Oslo\n  A field with a ve…ed (304)  x\n\nTaken',
  )
  expect(text).not.toContain('Untouched')
})

describe('what the archive would refuse', () => {
  const words = 'Headline (105) has 300 characters; the archive takes 256'
  const refused = preview([field({ problems: [words] })])

  test('is marked at its field, and told at the end', () => {
    expect(previewProblems(refused)).toEqual([`${words}.`])
    const text = previewText(refused, look())
    expect(text).toContain('\n✗ Headline (105)\n')
    expect(text.endsWith(`so the file would not be sent:\n  ✗ ${words}.`)).toBe(true)
  })

  test('a required field that the template does not touch is shown', () => {
    const text = previewText(preview([CITY, field({ problems: ['Headline (105) is empty'] })]), look())
    expect(text).toContain('✗ Headline (105)\n  now      (nothing)\n')
  })
})

test('on narrow terminals every line fits', () => {
  const many = field({
    id: 25,
    name: 'Keywords',
    final: Array.from({ length: 60 }, (_, index) => `keyword 写真 ${index}`),
    steps: [{ action: 'add', value: ['👩‍👩‍👧 '.repeat(50), 'two\r\nlines'], leftOut: null }],
  })
  const file = preview([...FIELDS, many], { notes: [LONG] })
  for (const columns of [34, 40, 60, 80, 120]) {
    const lines = previewText(file, look({ columns, isAll: true })).split('\n')
    expect(Math.max(...lines.map(columnsOf))).toBeLessThanOrEqual(columns)
  }
  expect(previewText(file, look())).toContain('"two ↵ lines"')
})

test('colours only add to the text', () => {
  const file = preview([...FIELDS, field({ id: 5, problems: ['x'] })])
  const painted = previewText(
    file,
    look({ isAll: true, paint: (colour, text) => styleText(colour, text, { validateStream: false }) }),
  )
  expect(painted).toContain('\u001b[')
  expect(stripVTControlCharacters(painted)).toBe(previewText(file, look({ isAll: true })))
})
