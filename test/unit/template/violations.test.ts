import { expect, test } from 'vitest'
import {
  archiveRules,
  catalogueRules,
  type FieldDescription,
  taxonomyQuestions,
  violations,
} from '../../../shared/template.ts'
import { contextOf, instruction, rendered } from './example.ts'

function described(id: number, name: string, more: Partial<FieldDescription> = {}): FieldDescription {
  return {
    id,
    name,
    isBag: false,
    maxLength: null,
    type: 'text',
    isRequired: false,
    isWritable: true,
    isKept: true,
    isTaxonomyOnly: false,
    min: null,
    max: null,
    pattern: null,
    ...more,
  }
}

/** What is said of one value in a field of this kind. */
function words(value: string | string[], more: Partial<FieldDescription>): string[] {
  const rules = archiveRules([described(600, 'Probe', more)])
  return violations(rendered([instruction(600, value)], contextOf({ rules })), rules).map((one) => one.words)
}

test('names the field, the value and the rule', () => {
  const rules = archiveRules([described(105, 'Headline', { maxLength: 256 })])
  const result = rendered([instruction(105, 'x'.repeat(300))], contextOf({ rules }))
  expect(violations(result, rules)).toMatchObject([
    {
      id: 105,
      name: 'Headline',
      value: `${'x'.repeat(60)}…`,
      words: 'Headline (105) has 300 characters; the archive takes 256',
    },
  ])
})

test('the catalogue only knows what is common', () => {
  const result = rendered([instruction(110, 'x'.repeat(33))])
  expect(violations(result, catalogueRules()).map((one) => one.words)).toEqual([
    'Credit (110) has 33 characters; archives commonly take 32',
  ])
})

test('characters are counted, not their parts', () => {
  expect(words('🙂🙂🙂', { maxLength: 3 })).toEqual([])
  expect(words('🙂🙂🙂', { maxLength: 2 })).toHaveLength(1)
})

test.each<[string, FieldDescription['type'], boolean]>([
  ['20260501', 'date', true],
  ['2026-05-01', 'date', true],
  ['2026-05-01T12:00:00+02:00', 'date', true],
  ['19040229', 'date', true],
  ['20260230', 'date', false],
  ['2026-0501', 'date', false],
  ['1.5.2026', 'date', false],
  ['-3', 'integer', true],
  ['3.5', 'integer', false],
  ['3.5', 'real', true],
  ['.5e-3', 'real', true],
  ['3,5', 'real', false],
  ['TRUE', 'boolean', true],
  ['yes', 'boolean', false],
])('%s as %s: %o', (value, type, isFine) => {
  expect(words(value, { type })).toHaveLength(isFine ? 0 : 1)
})

test.each<[string | string[], Partial<FieldDescription>, string[]]>([
  [['a', 'b'], {}, ['Probe (600) gets 2 values; it takes one']],
  [['a', 'b'], { isBag: true }, []],
  ['a', { isWritable: false }, ['Probe (600) cannot be written']],
  ['7', { type: 'integer', max: 5 }, ['Probe (600) is above 5, the most that the archive takes']],
  ['-1', { type: 'real', min: 0 }, ['Probe (600) is below 0, the least that the archive takes']],
  ['5', { type: 'integer', min: 5, max: 5 }, []],
  [
    'abc',
    { pattern: '^[0-9]+$' },
    ["Probe (600) is «abc», which does not fit the archive's pattern ^[0-9]+$"],
  ],
  ['123', { pattern: '^[0-9]+$' }, []],
  ['é', { pattern: '^\\p{L}$' }, []],
  ['abc', { pattern: '(?<broken' }, []],
  ['abc', { pattern: '(?i)ABC' }, []],
  ['two\nlines\r\n\tand a tab', {}, []],
])('%j in %j', (value, more, expected) => {
  expect(words(value, more)).toEqual(expected)
})

test.each(['a\0b', 'a\u0008b', 'a\u000Bb', 'a\u001Fb', 'a\u007Fb', 'a\uD800b'])(
  '%j is not to be sent',
  (value) => {
    expect(words(value, {})).toEqual([
      'Probe (600) has a control character or half a character, which no archive takes',
    ])
  },
)

test('a field that the archive does not have', () => {
  const result = rendered([instruction(600, 'x')])
  expect(violations(result, archiveRules([])).map((one) => one.words)).toEqual([
    'Field 600 (600) is a field that the archive does not have',
  ])
})

test('fields that the template does not touch are only asked for a value where one is required', () => {
  const rules = archiveRules([
    described(105, 'Headline', { maxLength: 1, isRequired: true }),
    described(90, 'City', { isRequired: true }),
    described(25, 'Keywords', { isBag: true, isRequired: true }),
    described(362, 'Uploaded', { isRequired: true }),
  ])
  const existing = new Map([
    [105, ['far too long']],
    [90, ['Rome']],
  ])
  const left = [instruction(105, 'also too long', { onlyIfEmpty: true })]
  const said = (fields: Parameters<typeof rendered>[0]) =>
    violations(rendered(fields, contextOf({ rules, existing })), rules).map((one) => one.words)
  expect(said(left)).toEqual(['Keywords (25) is empty; the archive asks for a value'])
  expect(said([instruction(25, 'x'), instruction(90, undefined, { action: 'erase' })])).toEqual([
    'City (90) is empty; the archive asks for a value',
  ])
})

test('what a later step replaces is sent all the same', () => {
  const { steps, fields } = rendered([
    instruction(105, ['a', 'b']),
    instruction(105, 'a\0'),
    instruction(105, 'fine'),
  ])
  expect(violations({ steps, fields }, catalogueRules()).map((one) => one.words)).toEqual([
    'Headline (105) gets 2 values; it takes one',
    'Headline (105) has a control character or half a character, which no archive takes',
  ])
})

test('what the file brought along is not held against the template', () => {
  const rules = archiveRules([described(25, 'Keywords', { isBag: true, maxLength: 3, isTaxonomyOnly: true })])
  const existing = new Map([[25, ['far too long']]])
  const result = rendered([instruction(25, ['long', 'ok'])], contextOf({ rules, existing }))
  expect(violations(result, rules).map((one) => one.value)).toEqual(['long'])
})

test('values for lists of the archive are asked for once, and only those that are new', () => {
  const rules = archiveRules([
    described(25, 'Keywords', { isBag: true, isTaxonomyOnly: true }),
    described(90, 'City', { isTaxonomyOnly: true }),
    described(105, 'Headline'),
  ])
  const result = rendered(
    [
      instruction(25, ['a', 'b']),
      instruction(25, 'c'),
      instruction(105, 'x'),
      instruction(90, '{exif:None}'),
    ],
    contextOf({ rules, existing: new Map([[25, ['a']]]) }),
  )
  expect(taxonomyQuestions(result, rules)).toEqual([
    { id: 25, name: 'Keywords', value: 'b' },
    { id: 25, name: 'Keywords', value: 'c' },
  ])
})
