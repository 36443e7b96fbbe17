import { describe, expect, test } from 'vitest'
import { checkedDraft, isComplete } from '../../../renderer/views/templates/checked-draft.ts'
import { emptyStep, templateDraft } from '../../../renderer/views/templates/step-draft.ts'
import {
  codeTablesIn,
  destinationNamesIn,
  foldersIn,
  foldersRenamed,
  listWith,
  templatesIn,
} from '../../../renderer/views/templates/written-parts.ts'

const ODD = { name: 'odd', fields: 'none' }
const PRESS = { name: 'press', fields: [{ field: 80, value: '{exif:Artist}' }], remark: 1 }
const ROOT = {
  templates: [ODD, 7, PRESS],
  folders: [{ name: 'hot', template: 'press', path: '/hot' }, { name: 'cold', template: 'other' }, null],
  codeTables: [{ name: 'players', path: 'players.txt' }, { path: 'x' }],
  destinations: [{ name: 'archive' }, 'no'],
}

describe('a file that was edited by hand', () => {
  test('shows what has the right form, at its place', () => {
    expect(templatesIn(ROOT)).toEqual([{ at: 2, written: PRESS }])
    expect(codeTablesIn(ROOT)).toEqual([{ name: 'players', path: 'players.txt' }])
    expect(foldersIn(ROOT).map(({ name }) => name)).toEqual(['hot', 'cold'])
    expect(destinationNamesIn(ROOT)).toEqual(['archive'])
    for (const root of [null, [], { templates: {} }, { templates: 'x' }])
      expect(templatesIn(root)).toEqual([])
  })

  test('keeps what has not, when something else is saved', () => {
    expect(listWith(ROOT, 'templates', 2, { name: 'new' })).toEqual([ODD, 7, { name: 'new' }])
    expect(listWith(ROOT, 'templates', 2, null)).toEqual([ODD, 7])
    expect(listWith(ROOT, 'templates', -1, { name: 'new' })).toEqual([ODD, 7, PRESS, { name: 'new' }])
    expect(listWith({}, 'templates', -1, { name: 'new' })).toEqual([{ name: 'new' }])
  })

  test('folders follow a template that gets another name, and only those', () => {
    const [hot, cold, odd] = foldersRenamed(ROOT, 'press', 'press desk')
    expect(hot).toEqual({ name: 'hot', template: 'press desk', path: '/hot' })
    expect([cold, odd]).toEqual([ROOT.folders[1], null])
    expect(foldersRenamed(ROOT, 'press', null)[0]).toEqual({ name: 'hot', path: '/hot' })
    expect(foldersRenamed(ROOT, null, 'x')).toEqual(ROOT.folders)
  })
})

test('mistakes are told at their places on the page', () => {
  const draft = templateDraft({
    name: 'press',
    codes: ['none'],
    fields: [
      { field: 'Headlin', value: 'a' },
      { field: 'Keywords', value: ['', '{fielname}'] },
      { field: 'Credit', value: '{stem', when: '{ext} is' },
    ],
  })
  const mistakes = checkedDraft(draft, { tables: ['players'], variables: [] })
  expect(mistakes.map(({ place, at }) => [place, at])).toEqual([
    ['0.field', null],
    ['1.value.1', 1],
    ['2.when', 8],
    ['2.value.0', 0],
    ['codes.0', null],
  ])
  expect(mistakes[1]?.words).toContain('did you mean {filename}?')
})

test('a step that nobody has filled in yet is no mistake, and cannot be saved', () => {
  const draft = templateDraft({ name: 'press', fields: [] })
  draft.steps.push(emptyStep())
  expect(checkedDraft(draft, { tables: [], variables: [] })).toEqual([])
  expect(isComplete(draft)).toBe(false)
})
