import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  completed,
  completionAt,
  type CompletionWorld,
} from '../../../renderer/views/templates/completion.ts'
import { exampleFor, examplesOf } from '../../../renderer/views/templates/examples.ts'
import { FILTER_NAMES, parseCondition, parseValue, TOKEN_NAMES } from '../../../shared/template.ts'
import { vocabularyOf } from '../template/example.ts'

const WORLD: CompletionWorld = {
  variables: ['agency', 'event'],
  tables: ['players', 'my teams'],
  fields: ['Headline', 'Special Instructions'],
  isCondition: false,
}
const VOCABULARY = vocabularyOf({ variables: WORLD.variables, tables: WORLD.tables })
const PAGE = readFileSync(new URL('../../../shared/template/TEMPLATES.md', import.meta.url), 'utf8')

/** What is offered at the bar in the text. */
function offered(text: string, changes: Partial<CompletionWorld> = {}): string[] {
  const caret = text.indexOf('‸')
  const found = completionAt(text.replace('‸', ''), caret, { ...WORLD, ...changes })
  return found?.options.map(({ name }) => name) ?? []
}

/** The text once the first option of this name is taken, with a bar where the caret is. */
function taken(text: string, name: string, changes: Partial<CompletionWorld> = {}): string {
  const plain = text.replace('‸', '')
  const completion = completionAt(plain, text.indexOf('‸'), { ...WORLD, ...changes })
  const option = completion?.options.find((candidate) => candidate.name === name)
  if (completion === null || option === undefined) throw new Error(`${name} is not offered`)
  const result = completed(plain, completion, option)
  return `${result.text.slice(0, result.caret)}‸${result.text.slice(result.caret)}`
}

describe('what is offered', () => {
  test('after a brace all variables and tokens, after letters what fits', () => {
    expect(offered('by {‸')).toEqual([...WORLD.variables, ...TOKEN_NAMES])
    expect(offered('{fi‸')).toEqual(['filename', 'field'])
    expect(offered('{ev‸ent}')).toEqual(['event'])
  })

  test('nothing outside braces, in doubled ones and inside quotes', () => {
    for (const text of ['fi‸', '{stem} fi‸', '{{fi‸', '{stem|default:"fi‸"}'])
      expect(offered(text)).toEqual([])
  })

  test('after a bar the filters, also behind a bar in quotes', () => {
    expect(offered('{stem|u‸')).toEqual(['upper'])
    expect(offered('{stem|default:"a|b"|l‸}')).toContain('lower')
    expect(offered('{stem|‸', { tables: [] })).toEqual(FILTER_NAMES.filter((name) => name !== 'map'))
  })

  test('after a colon what belongs there', () => {
    expect(offered('{field:Sp‸')).toEqual(['Special Instructions'])
    expect(offered('{taken:‸')).toContain('yyyyMMdd')
    expect(offered('{stem|map:‸')).toEqual(WORLD.tables)
    expect(offered('{filename:‸')).toEqual([])
  })

  test('after a value of a condition the comparisons', () => {
    expect(offered('{stem} ‸')).toEqual([])
    expect(offered('{stem} is‸', { isCondition: true })).toEqual(['is empty', 'is not empty'])
  })
})

describe('what is put in', () => {
  test.each([
    ['{fi‸', 'filename', '{filename}‸'],
    ['{fi‸}', 'filename', '{filename‸}'],
    ['{fi‸|upper}', 'filename', '{filename‸|upper}'],
    ['a {ex‸ b', 'exif', 'a {exif:‸ b'],
    ['{exif:Mo‸', 'Model', '{exif:Model}‸'],
    ['{stem|de‸', 'default', '{stem|default:"‸"}'],
    ['{stem|map:my‸', 'my teams', '{stem|map:"my teams"}‸'],
  ])('%s with %s becomes %s', (text, name, result) => {
    expect(taken(text, name)).toBe(result)
  })

  test('is read without a mistake', () => {
    for (const text of ['{‸', '{stem|‸', '{field:‸', '{exif:‸', '{now:‸', '{stem|map:‸']) {
      const caret = text.indexOf('‸')
      const plain = text.replace('‸', '')
      const completion = completionAt(plain, caret, WORLD)
      for (const option of completion?.options ?? []) {
        if (completion === null || !option.insert.endsWith('}')) continue
        const result = completed(plain, completion, option).text.replaceAll('"",""', '"a","b"')
        expect(parseValue(result, VOCABULARY), result).not.toHaveProperty('mistake')
      }
    }
    const condition = taken('{stem} con‸', 'contains', { isCondition: true }).replace('‸', 'x')
    expect(parseCondition(condition, VOCABULARY)).not.toHaveProperty('mistake')
  })
})

test('the page has an example for every token and filter', () => {
  const examples = examplesOf(PAGE)
  for (const name of TOKEN_NAMES) expect(exampleFor(examples, 'token', name), name).not.toBeNull()
  for (const name of FILTER_NAMES) expect(exampleFor(examples, 'filter', name), name).not.toBeNull()
})
