import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FieldInstruction } from '../../../shared/config.ts'
import { FIELD_ACTIONS } from '../../../shared/metadata.ts'
import {
  applyInstruction,
  catalogueRules,
  compileTemplate,
  embeddedElsewhere,
  fieldsFromTags,
  parseCondition,
  parseValue,
  renderTemplate,
  taxonomyQuestions,
  violations,
} from '../../../shared/template.ts'
import { contextOf, templateOf, vocabularyOf } from './example.ts'

const TABLES = ['t', 'u']
const VOCABULARY = vocabularyOf({ variables: ['v', 'constructor'], tables: TABLES })

const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', ' ', '=a=', '=a', '{'),
)

const token = fc.constantFrom(
  ...[
    'filename',
    'stem',
    'ext',
    'folder',
    'folder:-3',
    'path',
    'mtime',
    'taken:EEEE SSS XXX',
    'now',
    'exif:A',
  ],
  ...['xmp:dc:A', 'iptc:A', 'tag:A', 'sha256', 'user', 'host', 'counter:4', 'field:25', 'field:Title', 'v'],
  'constructor',
)
const filter = fc.constantFrom(
  ...[
    'upper',
    'lower',
    'title',
    'trim',
    'default:"x y"',
    'split:" "',
    'split:"a"',
    'replace:"a","="',
    'map:t',
  ],
  ...['map:"u",2', 'join:"-"', 'first'],
)
const expression = fc
  .tuple(token, fc.array(filter, { maxLength: 4 }))
  .map(([name, filters]) => `{${[name, ...filters].join('|')}}`)
const value = fc
  .array(fc.oneof(expression, fc.constantFrom('=', 'a', '{{', '}}', ' ', '#2', '\u0301', '🙂')), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''))
const operator = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', 'contains')
const condition = fc.oneof(
  fc.tuple(expression, operator, expression).map((parts) => parts.join(' ')),
  fc
    .tuple(expression, fc.constantFrom('is empty', 'matches "*a?"', 'in ("a", 1, {v})'))
    .map((parts) => parts.join(' ')),
)
const step: fc.Arbitrary<FieldInstruction> = fc
  .record({
    field: fc.constantFrom(5, 25, 55, 80, 320, 600, 'Headline', 'Keywords'),
    action: fc.constantFrom(...FIELD_ACTIONS),
    onlyIfEmpty: fc.boolean(),
    when: fc.option(condition, { nil: undefined }),
    text: fc.oneof(value, fc.array(value, { maxLength: 3 })),
  })
  .map(({ text, when, action, ...rest }) => ({
    ...rest,
    action,
    ...(when === undefined ? {} : { when }),
    ...(action === 'erase'
      ? {}
      : { value: action === 'add' || typeof text === 'string' ? text : text.join('') }),
  }))

const values = fc.array(anything, { maxLength: 4 })
const cell = fc.stringMatching(/^[=ab#2 ]{0,6}$/)
const table = fc
  .array(fc.tuple(cell, fc.array(cell, { maxLength: 3 })), { maxLength: 4 })
  .map((entries) => ({ name: 't', entries: new Map(entries), notes: [] }))

const context = fc.record({
  path: anything,
  folderName: anything,
  modifiedMs: fc.double(),
  nowMs: fc.integer(),
  timeZone: fc.oneof(fc.constantFrom('Europe/Berlin', 'UTC', 'Asia/Kathmandu'), anything),
  variables: fc.dictionary(fc.constantFrom('v', 'constructor', '__proto__'), anything),
  tags: fc.array(
    fc.record({
      family: fc.constantFrom('exif', 'xmp', 'iptc', 'XMP'),
      group: fc.constantFrom('XMP-dc', 'IFD0', 'IFD1', 'XMP-photoshop', 'IPTC'),
      name: fc.constantFrom('A', 'Subject', 'Title', 'DateCreated', 'Urgency', 'Keywords'),
      values,
    }),
    { maxLength: 5 },
  ),
  taken: fc.option(
    fc.record({
      local: fc.oneof(anything, fc.constant('2026-05-01T12:00:00')),
      zone: fc.option(anything),
      tag: anything,
      zoneFrom: fc.option(anything),
    }),
  ),
  existing: fc
    .array(fc.tuple(fc.constantFrom(5, 25, 80, 105, 600), values), { maxLength: 4 })
    .map((pairs) => new Map(pairs)),
  existingElsewhere: fc.array(fc.constantFrom(5, 25, 105)).map((ids) => new Set(ids)),
  sha256: fc.option(anything),
  counter: fc.option(fc.double()),
  user: anything,
  host: anything,
  tables: fc
    .array(fc.tuple(fc.constantFrom(...TABLES), table), { maxLength: 2 })
    .map((pairs) => new Map(pairs)),
  rules: fc.constant(catalogueRules()),
})

test('whatever is compiled is filled in for whatever file, and says the same twice', () => {
  let compiledCount = 0
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), context, (fields, file) => {
      const result = compileTemplate(templateOf(fields, { codes: TABLES }), VOCABULARY)
      if ('mistakes' in result) throw new Error(JSON.stringify(result.mistakes))
      compiledCount++
      const rendered = renderTemplate(result.template, file)
      violations(rendered, file.rules)
      taxonomyQuestions(rendered, file.rules)
      expect(renderTemplate(result.template, file)).toEqual(rendered)
    }),
    { numRuns: 500 },
  )
  expect(compiledCount).toBeGreaterThan(400)
})

test('the instructions, applied one after the other as a server would, give what was foretold', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 5 }), context, (fields, file) => {
      const result = compileTemplate(templateOf(fields, { codes: TABLES }), VOCABULARY)
      if ('mistakes' in result) throw new Error(JSON.stringify(result.mistakes))
      const rendered = renderTemplate(result.template, file)
      const isBag = (id: number) => file.rules.byId(id)?.isBag ?? false
      const isRefused = rendered.instructions.some(({ id, value: sent }) => Array.isArray(sent) && !isBag(id))
      fc.pre(!isRefused)
      const archive = new Map<number, readonly string[]>(file.existing)
      for (const one of rendered.instructions) {
        archive.set(one.id, applyInstruction(archive.get(one.id) ?? [], one, isBag(one.id)))
      }
      expect(archive).toEqual(rendered.fields)
    }),
    { numRuns: 300 },
  )
})

test('a bag never gets what it has', () => {
  fc.assert(
    fc.property(
      values,
      fc.array(fc.constantFrom('a', 'b', '\u00E9', 'e\u0301'), { maxLength: 6 }),
      (before, added) => {
        const result = compileTemplate(
          templateOf([{ field: 25, action: 'add', onlyIfEmpty: false, value: added }]),
          VOCABULARY,
        )
        if ('mistakes' in result) throw new Error('no mistake in plain texts')
        const file = contextOf({ existing: new Map([[25, before]]) })
        const after = renderTemplate(result.template, file).fields.get(25) ?? []
        expect(after.slice(0, before.length)).toEqual(before)
        const keys = after.map((text) => text.normalize('NFC'))
        const old = new Set(before.map((text) => text.normalize('NFC')))
        expect(keys.slice(before.length)).toEqual(
          [...new Set(added.map((text) => text.normalize('NFC')))].filter((key) => !old.has(key)),
        )
      },
    ),
  )
})

test('any text is a value, a condition, or a mistake inside of it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '|',
    ':',
    '"',
    "'",
    '\\',
    '(',
    ')',
    'stem',
    'taken',
    'and',
    '=',
    ' ',
    'upper',
    '1',
    ',',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (written) => {
      for (const result of [parseValue(written, VOCABULARY), parseCondition(written, VOCABULARY)]) {
        if (!('mistake' in result)) continue
        expect(result.mistake.at).toBeGreaterThanOrEqual(0)
        expect(result.mistake.at).toBeLessThanOrEqual(written.length)
        expect(result.mistake.message).not.toBe('')
      }
    }),
    { numRuns: 1000 },
  )
})

test('plain text with its braces doubled comes out as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const result = parseValue(text.replaceAll(/[{}]/g, '$&$&'), VOCABULARY)
      const parts = 'value' in result ? result.value.parts : []
      expect(parts.map((part) => (part.kind === 'text' ? part.text : '?')).join('')).toBe(text)
    }),
  )
})

test('any tags are read', () => {
  fc.assert(
    fc.property(context, ({ tags }) => {
      const fields = fieldsFromTags(tags)
      for (const id of embeddedElsewhere(tags)) expect(fields.has(id)).toBe(false)
    }),
  )
})
