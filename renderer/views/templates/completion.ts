import { FILTER_NAMES, TOKEN_NAMES } from '../../../shared/template.ts'

/** What may be called by its name in a template. */
export interface CompletionWorld {
  variables: readonly string[]
  tables: readonly string[]
  /** Names of fields, for `{field:…}`. */
  fields: readonly string[]
  isCondition: boolean
}

export type OptionKind = 'token' | 'variable' | 'argument' | 'filter' | 'table' | 'operator'

export interface CompletionOption {
  kind: OptionKind
  /** What stands in the list, and what its explanation is found by. */
  name: string
  insert: string
  /** Where the caret stands afterwards, counted from the beginning of what was inserted. */
  caret: number
}

export interface Completion {
  /** What the option stands in place of. */
  from: number
  to: number
  options: CompletionOption[]
}

/** Tags that pictures usually have; every other one can be typed. */
const COMMON_TAGS: Readonly<Record<string, readonly string[]>> = {
  exif: ['Artist', 'Copyright', 'Model', 'Make', 'LensModel', 'ISO', 'SerialNumber', 'ImageDescription'],
  iptc: ['By-line', 'Caption-Abstract', 'City', 'Credit', 'Headline', 'Keywords', 'ObjectName', 'Source'],
  xmp: ['Title', 'Creator', 'Description', 'Subject', 'City', 'Country', 'Rating', 'Rights', 'Label'],
  tag: ['Model', 'XMP:Rating', 'QuickTime:Make', 'PDF:Title'],
}
const DATE_PATTERNS = ['yyyy-MM-dd', 'yyyyMMdd', 'd MMMM yyyy', 'HH:mm', "yyyy-MM-dd'T'HH:mm:ssXXX", 'yyyy']
const DATES = ['mtime', 'taken', 'now']
/** Tokens that mean nothing without what follows their colon. */
const WITH_ARGUMENT = ['exif', 'iptc', 'xmp', 'tag', 'field']
const FILTER_ARGUMENTS: Readonly<Record<string, string>> = {
  default: ':""',
  split: ':","',
  join: ':", "',
  replace: ':"",""',
  map: ':',
}
const OPERATORS = [
  '=',
  '!=',
  '>=',
  '<=',
  'contains',
  'matches',
  'in',
  'is empty',
  'is not empty',
  'and',
  'or',
]
const OPERATOR_ENDS: Readonly<Record<string, string>> = {
  contains: ' ""',
  matches: ' "*"',
  in: ' ("")',
  '=': ' ""',
  '!=': ' ""',
}

/** Where the pair of braces begins that the caret stands in; null outside. Quotes hold braces together. */
function openBrace(text: string, caret: number): number | null {
  let open: number | null = null
  let isQuoted = false
  for (let at = 0; at < caret; at++) {
    const character = text[at]
    if (open === null) {
      if (text.startsWith('{{', at)) at++
      else if (character === '{') open = at
    } else if (character === '\\' && isQuoted) at++
    else if (character === '"') isQuoted = !isQuoted
    else if (character === '}' && !isQuoted) open = null
  }
  return isQuoted ? null : open
}

function fitting(names: readonly string[], typed: string): string[] {
  const wanted = typed.toLowerCase()
  const begins = names.filter((name) => name.toLowerCase().startsWith(wanted))
  const holds = names.filter((name) => !begins.includes(name) && name.toLowerCase().includes(wanted))
  // A single letter is somewhere in most names.
  return [...begins, ...(wanted.length < 2 ? [] : holds)]
}

/** A whole option, with the brace that closes it unless one is there. */
function option(kind: OptionKind, name: string, insert: string, end: string): CompletionOption {
  const whole = insert + end
  const gap = insert.indexOf('""')
  return { kind, name, insert: whole, caret: gap === -1 ? whole.length : gap + 1 }
}

function quotedName(name: string): string {
  return /^[^\s,|}"]+$/.test(name) ? name : JSON.stringify(name)
}

function filterOptions(typed: string, world: CompletionWorld, end: string): CompletionOption[] {
  const argument = /^\s*map:\s*"?([^"]*)$/.exec(typed)
  if (argument !== null) {
    return fitting(world.tables, argument[1] ?? '').map((name) =>
      option('table', name, `map:${quotedName(name)}`, end),
    )
  }
  if (!/^\s*\w*$/.test(typed)) return []
  const usable = FILTER_NAMES.filter((name) => name !== 'map' || world.tables.length > 0)
  return fitting(usable, typed.trim()).map((name) => {
    const needs = FILTER_ARGUMENTS[name] ?? ''
    return option('filter', name, name + needs, needs === ':' ? '' : end)
  })
}

function argumentOptions(token: string, typed: string, world: CompletionWorld, end: string) {
  const known =
    token === 'field' ? world.fields : DATES.includes(token) ? DATE_PATTERNS : (COMMON_TAGS[token] ?? [])
  return fitting(known, typed).map((name) => option('argument', name, `${token}:${name}`, end))
}

function tokenOptions(typed: string, world: CompletionWorld, end: string): CompletionOption[] {
  const tokens = fitting(TOKEN_NAMES, typed).map((name) =>
    WITH_ARGUMENT.includes(name) ? option('token', name, `${name}:`, '') : option('token', name, name, end),
  )
  return [...fitting(world.variables, typed).map((name) => option('variable', name, name, end)), ...tokens]
}

function inBraces(text: string, open: number, caret: number, world: CompletionWorld): Completion | null {
  const inside = text.slice(open + 1, caret)
  const bar = inside.replaceAll(/"(?:[^"\\]|\\.)*"/g, (quoted) => ' '.repeat(quoted.length)).lastIndexOf('|')
  const from = open + 1 + (bar === -1 ? 0 : bar + 1)
  const piece = text.slice(from, caret)
  // What is left of the word under the caret goes with it.
  const [rest = ''] = /^[\w-]*/.exec(text.slice(caret)) ?? []
  const to = caret + rest.length
  const end = /^[^{]*\}|^\s*\|/.test(text.slice(to)) ? '' : '}'
  const start = from + (piece.length - piece.trimStart().length)
  const [, token, argument] = /^\s*(\w+):(.*)$/s.exec(piece) ?? []
  const options =
    bar !== -1
      ? filterOptions(piece, world, end)
      : token === undefined
        ? /^\s*\w*$/.test(piece)
          ? tokenOptions(piece.trim(), world, end)
          : []
        : argumentOptions(token, argument ?? '', world, end)
  return options.length === 0 ? null : { from: start, to, options }
}

/** After a value in a condition a comparison belongs. */
function afterBraces(text: string, caret: number): Completion | null {
  const [, typed] = /[})"\d]\s+([a-z!<>=]*)$/i.exec(text.slice(0, caret)) ?? []
  if (typed === undefined) return null
  const options = fitting(OPERATORS, typed).map((name) => {
    const end = OPERATOR_ENDS[name] ?? ' '
    return option('operator', name, name + (name.startsWith('is ') ? '' : end), '')
  })
  return options.length === 0 ? null : { from: caret - typed.length, to: caret, options }
}

/** What may stand at the caret; null where nothing is to be offered. Pure. */
export function completionAt(text: string, caret: number, world: CompletionWorld): Completion | null {
  const open = openBrace(text, caret)
  if (open !== null) return inBraces(text, open, caret, world)
  return world.isCondition ? afterBraces(text, caret) : null
}

/** The text with the option in its place, and where the caret stands then. */
export function completed(
  text: string,
  { from, to }: Completion,
  { insert, caret }: CompletionOption,
): { text: string; caret: number } {
  const isClosed = insert.endsWith('}') && text[to] === '}'
  return { text: text.slice(0, from) + insert + text.slice(isClosed ? to + 1 : to), caret: from + caret }
}
