import { say } from '../phrase.ts'
import { note } from './notes.ts'
import { withoutCodes } from './code-notes.ts'
import { findCode } from './code-tables.ts'
import { MistakeError, nearest, type Vocabulary } from './mistake.ts'
import type { Filter } from './syntax.ts'
import type { ValueScope } from './token-values.ts'

/** One argument of a filter, in quotes or not. */
export interface FilterArgument {
  text: string
  isQuoted: boolean
  at: number
}

/** Values beyond this are no metadata; a filter may multiply the length of a text. */
const MAX_LENGTH = 1_000_000
const TOO_LONG = say`A value grew beyond 1,000,000 characters and was cut there.`

type Reading = (args: readonly FilterArgument[], at: number, vocabulary: Vocabulary) => Filter

function quoted(name: string, args: readonly FilterArgument[], count: number, at: number): string[] {
  const example = {
    default: 'default:"x"',
    split: 'split:","',
    join: 'join:", "',
    replace: 'replace:"a","b"',
  }[name]
  if (args.length === count && args.every(({ isQuoted }) => isQuoted)) return args.map(({ text }) => text)
  throw new MistakeError(
    count === 0
      ? say`has ":" in the filter "${name}", which takes nothing after its name`
      : say`has the filter "${name}" with something else than it takes; write for example ${example ?? name}`,
    at,
  )
}

function bare(
  kind: Extract<Filter, { kind: 'upper' | 'lower' | 'title' | 'trim' | 'first' }>['kind'],
): Reading {
  return (args, at) => {
    quoted(kind, args, 0, at)
    return { kind }
  }
}

function withText(kind: Extract<Filter, { text: string }>['kind']): Reading {
  return (args, at) => {
    const [text = ''] = quoted(kind, args, 1, at)
    if (kind === 'split' && text === '')
      throw new MistakeError(say`has the filter "split" with an empty text`, at)
    return { kind, text }
  }
}

const replace: Reading = (args, at) => {
  const [from = '', to = ''] = quoted('replace', args, 2, at)
  if (from === '') throw new MistakeError(say`has the filter "replace" with nothing to look for`, at)
  return { kind: 'replace', from, to }
}

const map: Reading = (args, at, { tables, suggest }) => {
  const [table, column, ...more] = args
  const number = column === undefined ? 1 : Number(/^[1-9]\d{0,3}$/.exec(column.text)?.[0] ?? 0)
  if (table === undefined || number === 0 || more.length > 0) {
    throw new MistakeError(
      say`has the filter "map" without the name of a code table; write for example map:players or map:"my players",2`,
      at,
    )
  }
  if (tables.includes(table.text)) return { kind: 'map', table: table.text, column: number }
  const end = nearest(table.text, tables, suggest, (name) => `"${name}"`)
  throw new MistakeError(say`uses the code table "${table.text}", which is not there${end}`, table.at)
}

const FILTERS: ReadonlyMap<string, Reading> = new Map([
  ['upper', bare('upper')],
  ['lower', bare('lower')],
  ['title', bare('title')],
  ['trim', bare('trim')],
  ['default', withText('default')],
  ['split', withText('split')],
  ['replace', replace],
  ['map', map],
  ['join', withText('join')],
  ['first', bare('first')],
])

export const FILTER_NAMES: readonly string[] = [...FILTERS.keys()]

/**
 * The filter of this name with its arguments. `at` is where it stands.
 * @throws MistakeError
 */
export function readFilter(
  name: string,
  args: readonly FilterArgument[],
  at: number,
  vocabulary: Vocabulary,
): Filter {
  const reading = FILTERS.get(name)
  if (reading !== undefined) return reading(args, at, vocabulary)
  const end = nearest(name, FILTER_NAMES, vocabulary.suggest, (candidate) => `"${candidate}"`)
  throw new MistakeError(say`uses the filter "${name}", which does not exist${end}`, at)
}

/** Every word begins with a capital, the rest of it is small. */
function titled(text: string): string {
  return text.replaceAll(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu, (word) => {
    const [first = ''] = word
    return first.toUpperCase() + word.slice(first.length).toLowerCase()
  })
}

function replaced(text: string, from: string, to: string, scope: ValueScope): string {
  const pieces = text.split(from)
  const length = text.length + (pieces.length - 1) * (to.length - from.length)
  if (length <= MAX_LENGTH) return pieces.join(to)
  note(scope.notes, TOO_LONG)
  const count = Math.floor(MAX_LENGTH / Math.max(to.length, 1))
  return pieces.slice(0, count).join(to).slice(0, MAX_LENGTH)
}

function mapped(code: string, filter: Extract<Filter, { kind: 'map' }>, scope: ValueScope): string {
  const table = scope.context.tables.get(filter.table)
  const written = filter.column === 1 ? code : `${code}#${filter.column}`
  const found = table === undefined ? null : findCode([table], written)
  if (table === undefined || found === null) {
    note(scope.notes, say`The code table «${filter.table}» has nothing for «${written}»; it stays as it is.`)
    return code
  }
  return withoutCodes(found.replacement, [table], scope.codeDelimiter, scope.notes)
}

function apply(values: readonly string[], filter: Filter, scope: ValueScope): string[] {
  switch (filter.kind) {
    case 'upper':
      return values.map((value) => value.toUpperCase())
    case 'lower':
      return values.map((value) => value.toLowerCase())
    case 'title':
      return values.map(titled)
    case 'trim':
      return values.map((value) => value.trim())
    case 'first':
      return values.slice(0, 1)
    case 'default':
      return values.length === 0 ? [filter.text] : [...values]
    case 'split':
      return values.flatMap((value) => value.split(filter.text).map((piece) => piece.trim()))
    case 'join':
      return values.length === 0 ? [] : [values.join(filter.text)]
    case 'replace':
      return values.map((value) => replaced(value, filter.from, filter.to, scope))
    case 'map':
      return values.map((value) => mapped(value.trim(), filter, scope))
  }
}

/** Runs values through filters, one after the other. Empty elements are dropped on the way. */
export function applyFilters(
  values: readonly string[],
  filters: readonly Filter[],
  scope: ValueScope,
): string[] {
  return filters.reduce<string[]>(
    (left, filter) => apply(left, filter, scope).filter((value) => value !== ''),
    [...values],
  )
}
