import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { FIELD_ACTIONS } from '../../../shared/metadata.ts'
import {
  fieldsFromTags,
  FILTER_NAMES,
  parseCodeTable,
  parsePathPattern,
  parseValue,
  TOKEN_NAMES,
} from '../../../shared/template.ts'
import { contextOf, instruction, rendered, tag, vocabularyOf } from './example.ts'

const PAGE = readFileSync(new URL('../../../shared/template/TEMPLATES.md', import.meta.url), 'utf8')

/** The cells of one row; a bar inside a cell is written with a backslash. */
function cells(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** The rows of all tables with this head. */
function rows(...head: string[]): string[][] {
  const lines = PAGE.split('\n')
  return lines.flatMap((line, index) => {
    if (!line.startsWith('|') || cells(line).join() !== head.join()) return []
    const end = lines.findIndex((other, at) => at > index && !other.startsWith('|'))
    return lines.slice(index + 2, end).map(cells)
  })
}

/** The texts in backticks; `(nothing)` has none. */
function texts(cell: string | undefined): string[] {
  if (cell === undefined) throw new Error('a row of TEMPLATES.md is too short')
  const found = [...cell.matchAll(/`([^`]*)`/g)].map(([, text = '']) => text)
  if (found.length === 0 && cell !== '(nothing)') throw new Error(`no text in backticks: ${cell}`)
  return found
}

const text = (cell: string | undefined) => texts(cell).join()

const WHAT = new Map(rows('what', 'example').map(([what = '', example]) => [what, texts(example)]))
const what = (name: string) => WHAT.get(name)?.[0] ?? ''

function match(pattern: string, path: string): Record<string, string> {
  const result = parsePathPattern(pattern)
  if ('mistake' in result) throw new Error(result.mistake.message)
  return result.pattern.match(path)
}

const TAGS = [...WHAT].flatMap(([name, values]) => {
  const found = /^(EXIF|IPTC|XMP) (\S+):(\S+)$/.exec(name)
  if (found === null) return []
  const [, family = '', group = '', tagName = ''] = found
  return [tag(family.toLowerCase(), group, tagName, ...values)]
})
const TABLE_TEXT = /```text\n([^`]*)```/.exec(PAGE)?.[1] ?? ''

const CONTEXT = contextOf({
  path: what('path'),
  folderName: 'Incoming',
  modifiedMs: Date.parse(what('modified')),
  nowMs: Date.parse(what('now')),
  timeZone: 'Europe/Berlin',
  variables: match(what('path pattern'), what('path')),
  tags: TAGS,
  taken: {
    local: what('taken'),
    zone: WHAT.get('taken')?.[1] ?? null,
    tag: 'EXIF:DateTimeOriginal',
    zoneFrom: null,
  },
  existing: fieldsFromTags(TAGS),
  sha256: what('sha256'),
  user: what('user'),
  host: what('host'),
  counter: Number(what('counter')),
  tables: new Map([['players', parseCodeTable(TABLE_TEXT, 'players')]]),
})
const VOCABULARY = vocabularyOf({ variables: Object.keys(CONTEXT.variables), tables: ['players'] })

/** An empty bag shows every value as it comes out. */
function gives(template: string): readonly string[] {
  const context = { ...CONTEXT, existing: new Map([...CONTEXT.existing].filter(([id]) => id !== 20)) }
  return rendered([instruction(20, template)], context, { codes: ['players'] }).fields.get(20) ?? []
}

describe('every example of TEMPLATES.md', () => {
  test('there are as many as it takes', () => {
    expect(rows('template', 'gives').length).toBeGreaterThan(55)
    expect(TAGS).toHaveLength(8)
    expect(CONTEXT.tables.get('players')?.entries.size).toBe(5)
  })

  test.each(rows('template', 'gives'))('%s gives %s', (template, result) => {
    expect(gives(text(template))).toEqual(texts(result))
  })

  test.each(rows('condition', 'holds'))('%s: %s', (condition, answer) => {
    const { steps } = rendered([instruction(105, 'x', { when: text(condition) })], CONTEXT)
    expect(answer).toMatch(/^(yes|no)$/)
    expect(steps[0]?.leftOut === null ? 'yes' : 'no').toBe(answer)
  })

  test.each(rows('pattern', 'path', 'gives'))('%s on %s gives %s', (pattern, path, result) => {
    const pairs = Object.entries(match(text(pattern), text(path))).map(([name, value]) => `${name}=${value}`)
    expect(pairs).toEqual(texts(result))
  })

  test.each(rows('field', 'before', 'action', 'value', 'after'))(
    'field %s with %s: %s %s',
    (field, before, actionCell, value, after) => {
      const id = Number(field)
      const action = FIELD_ACTIONS.find((known) => known === text(actionCell))
      if (action === undefined) throw new Error(`no action: ${actionCell}`)
      const context = { ...CONTEXT, existing: new Map([[id, texts(before)]]) }
      const written = action === 'erase' ? undefined : text(value)
      const { fields } = rendered([instruction(id, written, { action })], context)
      expect(fields.get(id)).toEqual(texts(after))
    },
  )

  test.each(rows('template', 'says'))('%s says %s', (template, words) => {
    expect(parseValue(text(template), VOCABULARY)).toMatchObject({ mistake: { message: text(words) } })
  })
})

test('every token and filter is explained', () => {
  for (const name of TOKEN_NAMES) expect(PAGE).toMatch(new RegExp(`\\{${name}[:}|]`))
  for (const name of FILTER_NAMES) expect(PAGE).toMatch(new RegExp(`[|\`]${name}[\`:}]`))
})
