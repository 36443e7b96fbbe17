import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIELD_ACTIONS, type Instruction } from '../../../shared/metadata.ts'
import { renderTemplate, violations } from '../../../shared/template.ts'
import { parseMetadata } from '../../servers/fotoware/metadata-instructions.ts'
import { applyInstructions, type MetadataSet, valueList } from '../../servers/fotoware/metadata-set.ts'
import { compiled, contextOf, instruction, tag, templateOf } from './example.ts'

/** Single fields and bags of the catalogue; the server knows them from a table of its own. */
const SINGLE = [5, 90, 105, 120, 500, 501, 502, 503]
const BAGS = [20, 25, 80]

/** What a request carries, read and carried out by the practice server. */
function atServer(existing: ReadonlyMap<number, readonly string[]>, instructions: readonly Instruction[]) {
  const base: MetadataSet = Object.fromEntries(
    [...existing].map(([id, values]) => [id, { value: BAGS.includes(id) ? values : (values[0] ?? '') }]),
  )
  const wire: unknown = JSON.parse(JSON.stringify({ fields: instructions, attributes: [] }))
  const outcome = applyInstructions(base, parseMetadata(wire).fields)
  return new Map(Object.keys(outcome).map((id) => [Number(id), [...valueList(outcome, id)]]))
}

const filled = (fields: ReadonlyMap<number, readonly string[]>) =>
  new Map([...fields].filter(([, values]) => values.length > 0).toSorted(([a], [b]) => a - b))

// FotoWare Upload API, section «Metadata patch instructions»: the examples on that page.
test.each([
  {
    id: 25,
    before: ['foo', 'bar'],
    steps: [['erase'], ['add', ['food', 'chicken']]],
    after: ['food', 'chicken'],
  },
  {
    id: 80,
    before: ['Roadrunner'],
    steps: [['add', 'Wyle E. Coyote']],
    after: ['Roadrunner', 'Wyle E. Coyote'],
  },
  { id: 500, before: ['E1'], steps: [['add', 'V1']], after: ['V1'] },
  { id: 501, before: ['E2'], steps: [['erase']], after: [] },
  { id: 502, before: ['E3'], steps: [['append', 'V3']], after: ['E3V3'] },
  { id: 503, before: ['E4'], steps: [['prepend', 'V4']], after: ['V4E4'] },
  { id: 502, before: [], steps: [['append', 'V3']], after: ['V3'] },
  { id: 25, before: ['a', 'b'], steps: [['append', 'c']], after: ['ac', 'b'] },
  { id: 25, before: ['a', 'b'], steps: [['prepend', 'c']], after: ['ca', 'b'] },
] satisfies {
  id: number
  before: string[]
  steps: [(typeof FIELD_ACTIONS)[number], (string | string[])?][]
  after: string[]
}[])('field $id $before, $steps: the preview and the server say $after', ({ id, before, steps, after }) => {
  const template = compiled(templateOf(steps.map(([action, value]) => instruction(id, value, { action }))))
  const existing = new Map([[id, before]])
  const rendered = renderTemplate(template, contextOf({ existing }))
  expect(rendered.fields.get(id)).toEqual(after)
  expect(atServer(existing, rendered.instructions).get(id) ?? []).toEqual(after)
})

const text = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    '{stem}',
    '{exif:Artist}',
    '{exif:None}',
    '{field:105}',
    '{field:25}',
    '{iptc:Keywords}',
  ),
  fc.string({ maxLength: 6 }).map((plain) => plain.replaceAll(/[{}]/g, '')),
)
const step = fc
  .record({
    field: fc.constantFrom(...SINGLE, ...BAGS),
    action: fc.constantFrom(...FIELD_ACTIONS),
    onlyIfEmpty: fc.boolean(),
    isConditional: fc.boolean(),
    value: text,
    values: fc.array(text, { maxLength: 3 }),
    isList: fc.boolean(),
  })
  .map(({ field, action, onlyIfEmpty, isConditional, value, values, isList }) =>
    instruction(field, action === 'erase' ? undefined : action === 'add' && isList ? values : value, {
      action,
      onlyIfEmpty,
      ...(isConditional ? { when: '{field:105} is not empty' } : {}),
    }),
  )
const existingFields = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom(...SINGLE), fc.string({ minLength: 1, maxLength: 4 })), {
      selector: ([id]) => id,
    }),
    fc.uniqueArray(
      fc.tuple(
        fc.constantFrom(...BAGS),
        fc.array(fc.string({ minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      ),
      { selector: ([id]) => id },
    ),
  )
  .map(
    ([single, bags]) =>
      new Map<number, string[]>([...single.map(([id, one]) => [id, [one]] as [number, string[]]), ...bags]),
  )

test('what the preview shows is what the server computes, and what it finds no fault with the server takes', () => {
  let compared = 0
  fc.assert(
    fc.property(existingFields, fc.array(step, { minLength: 1, maxLength: 6 }), (existing, steps) => {
      const tags = [tag('exif', 'IFD0', 'Artist', 'Jane'), tag('iptc', 'IPTC', 'Keywords', 'a', 'x')]
      const context = contextOf({ existing, tags })
      const rendered = renderTemplate(compiled(templateOf(steps)), context)
      if (violations(rendered, context.rules).length > 0) return
      compared++
      expect(atServer(existing, rendered.instructions)).toEqual(filled(rendered.fields))
    }),
    { numRuns: 1_000 },
  )
  expect(compared).toBeGreaterThan(300)
})
