import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nearestName as nearestOfEngine } from '../../../electron/engine/config/nearest-name.ts'
import { fieldChoices, fieldNamed, fieldsFitting } from '../../../renderer/views/templates/fields.ts'
import { blocksOf, type Inline } from '../../../renderer/views/templates/markdown.ts'
import { marksOf } from '../../../renderer/views/templates/marks.ts'
import { nearestName } from '../../../renderer/views/templates/nearest.ts'
import { pageRendering, placeOf } from '../../../renderer/views/templates/page-rendering.ts'
import {
  freeName,
  moved,
  templateDraft,
  type WrittenTemplate,
  writtenTemplate,
} from '../../../renderer/views/templates/step-draft.ts'
import { valueDiff } from '../../../renderer/views/templates/value-diff.ts'
import { TemplateConfig } from '../../../shared/config.ts'
import { catalogueRules, compileTemplate } from '../../../shared/template.ts'

const WRITTEN: WrittenTemplate = {
  name: 'press',
  codes: ['players'],
  fields: [
    { field: 80, value: '{exif:Artist}' },
    { field: 'Keywords', action: 'add', value: ['{agency}'], onlyIfEmpty: false },
    { field: 'Headline', action: 'erase', when: '{ext} = "jpg"' },
  ],
}

test('a template that nobody has touched goes back as it was written', () => {
  expect(writtenTemplate(templateDraft(WRITTEN))).toEqual(WRITTEN)
})

test('what this window does not know of stays in the file', () => {
  const written = { ...WRITTEN, remark: 'by hand', fields: [{ field: 80, value: 'x', remark: 1 }] }
  const draft = templateDraft(written)
  for (const step of draft.steps) step.values = ['y']
  expect(writtenTemplate(draft)).toEqual({ ...written, fields: [{ field: 80, value: 'y', remark: 1 }] })
})

test('what is written is taken by the configuration', () => {
  const draft = templateDraft(WRITTEN)
  const [first, second] = draft.steps
  if (first === undefined || second === undefined) throw new Error('steps are missing')
  first.action = 'erase'
  second.action = 'append'
  second.values = ['a', 'b']
  const parsed = TemplateConfig.parse(writtenTemplate(draft))
  expect(parsed.fields.map(({ action, value }) => [action, value])).toEqual([
    ['erase', undefined],
    ['append', 'a'],
    ['erase', undefined],
  ])
})

test('steps move, names stay single', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b'], 1, 2)).toEqual(['a', 'b'])
  expect(freeName('press', ['press', 'press 2'])).toBe('press 3')
})

test('the place of a mistake is marked, and the pieces are the text', () => {
  const marked = (text: string, at: number): string[] =>
    marksOf(text, at)
      .filter(({ kind }) => kind === 'mistake')
      .map(({ text: piece }) => piece)
  expect(marked('by {fielname|upper}', 4)).toEqual(['fielname'])
  expect(marked('a } b', 2)).toEqual(['}'])
  expect(marked('by {event', 3)).toEqual(['{event'])
  expect(marked('{stem|', 6)).toEqual(['|'])
  expect(marksOf('{{no}} {stem}', null).filter(({ kind }) => kind === 'token')).toHaveLength(1)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, at) => {
      expect(
        marksOf(text, at)
          .map((mark) => mark.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('suggestions are those of the engine', () => {
  const known = ['filename', 'stem', 'folder', 'field', 'Headline', 'Special Instructions']
  fc.assert(
    fc.property(
      fc.constantFrom('fielname', 'Headlin', 'q', 'folders', 'special', 'stm', 'zzzzzz'),
      (name) => {
        expect(nearestName(name, known)).toBe(nearestOfEngine(name, known))
      },
    ),
  )
})

test('fields are written so that the configuration knows them', () => {
  const rows = [
    { id: 120, name: 'Description', isBag: false, maxLength: 16_000 },
    { id: 600, name: 'Our own', isBag: false, maxLength: null },
    { id: 25, name: 'Keywords', isBag: true, maxLength: 64 },
  ].map((row) => ({ ...row, isRequired: false, isWritable: true, isTaxonomyOnly: false }))
  const choices = fieldChoices(rows)
  for (const { id, written } of choices) {
    const field = /^\d+$/.test(written) ? Number(written) : written
    const template = { name: 't', codes: [], codeDelimiter: '=', fields: [step(field)] }
    const result = compileTemplate(template, { variables: [], tables: [], rules: catalogueRules() })
    expect(result, written).toHaveProperty('template.instructions.0.id', id)
  }
  expect(fieldNamed(choices, '600')?.name).toBe('Our own')
  expect(fieldNamed(choices, 'caption')?.id).toBe(120)
  expect(fieldNamed(choices, 'nothing of the kind')).toBeNull()
  expect(fieldsFitting(choices, 'key').map(({ id }) => id)).toEqual([25])
})

function step(field: number | string) {
  return { field, action: 'add' as const, onlyIfEmpty: false, value: 'x' }
}

test('what becomes of a field is told in pieces', () => {
  const words = (existing: string[], final: string[]): string[] =>
    valueDiff(existing, final).map((pieces) => pieces.map(({ kind, text }) => `${kind}:${text}`).join(' '))
  expect(words(['Boats'], ['Boats. Photo: Åsa'])).toEqual(['same:Boats new:. Photo: Åsa'])
  expect(words(['Old'], ['New'])).toEqual(['gone:Old new:New'])
  expect(words(['a', 'b'], ['b', 'c'])).toEqual(['gone:a', 'same:b', 'new:c'])
  expect(words(['x'], [])).toEqual(['gone:x'])
  expect(words(['x'], ['x'])).toEqual(['same:x'])
})

test('a value is filled in from the path alone, or not at all', () => {
  const place = placeOf('/srv/hot/AFP/Derby/IMG_1.jpg', [
    { path: '/srv/hot/', pathPattern: '{agency}/{event}/*' },
  ])
  expect(place).toEqual({
    path: 'AFP/Derby/IMG_1.jpg',
    folderName: 'hot',
    variables: { agency: 'AFP', event: 'Derby' },
  })
  const codes = { names: [], delimiter: '=' }
  expect(pageRendering('{event|upper} by {agency}', place, codes)).toEqual(['DERBY by AFP'])
  expect(pageRendering('{exif:Artist}', place, codes)).toBeNull()
  expect(pageRendering('={event}=', place, { names: ['players'], delimiter: '=' })).toBeNull()
  expect(pageRendering('{event', place, codes)).toBeNull()
  expect(placeOf('C:\\Photos\\a.jpg', []).path).toBe('a.jpg')
})

test('the page about templates is read whole', () => {
  const page = readFileSync(new URL('../../../shared/template/TEMPLATES.md', import.meta.url), 'utf8')
  const blocks = blocksOf(page)
  const text = (inline: readonly Inline[]): string => inline.map((piece) => piece.text).join('')
  const all = blocks.flatMap((block) => {
    if (block.kind === 'heading' || block.kind === 'code') return [block.text]
    if (block.kind === 'paragraph') return [text(block.inline)]
    if (block.kind === 'list') return block.items.map(text)
    return [...block.head.map(text), ...block.rows.flat().map(text)]
  })
  const plain = (words: string): string => words.replaceAll(/[^\p{L}\p{N}]/gu, '')
  const withoutMarks = page.replaceAll(/\]\(#[^)]*\)/g, '').replaceAll(/^```\w+$/gm, '')
  expect(plain(all.join(''))).toBe(plain(withoutMarks))
  const ids = blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : []))
  const links = [...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, to = '']) => to)
  expect(links.length).toBeGreaterThan(0)
  for (const link of links) expect(ids).toContain(link)
})
