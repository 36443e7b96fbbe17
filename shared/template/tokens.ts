import { say } from '../phrase.ts'
import { DEFAULT_DATE_PATTERN, datePattern } from './dates.ts'
import type { FieldRules } from './field-description.ts'
import { MistakeError, nearest, type Vocabulary } from './mistake.ts'
import type { Token } from './syntax.ts'
import { tagQuery } from './tag-lookup.ts'

/** What stands after the colon of a token, and where. */
export interface Argument {
  text: string
  at: number
}

/** Makes a token of its argument. `at` is where the token begins. */
type Reading = (argument: Argument | null, at: number, vocabulary: Vocabulary) => Token

function plain(name: Extract<Token, { kind: 'plain' }>['name']): Reading {
  return (argument) => {
    if (argument === null) return { kind: 'plain', name }
    throw new MistakeError(say`has ":" in {${name}}, which takes nothing after its name`, argument.at)
  }
}

function date(of: Extract<Token, { kind: 'date' }>['of']): Reading {
  return (argument, at) => {
    const pattern = datePattern(argument?.text ?? DEFAULT_DATE_PATTERN, argument?.at ?? at)
    return { kind: 'date', of, pattern }
  }
}

function tag(family: string | null, name: string): Reading {
  return (argument, at) => {
    const query = argument === null ? null : tagQuery(family, argument.text)
    if (query !== null) return { kind: 'tag', query }
    const example =
      { exif: 'exif:Model', iptc: 'iptc:Keywords', xmp: 'xmp:Title' }[name] ?? 'tag:QuickTime:Make'
    throw new MistakeError(say`has {${name}} without the name of a tag; write for example {${example}}`, at)
  }
}

const MAX_COUNTER_DIGITS = 12

const counter: Reading = (argument) => {
  const digits = argument === null ? 1 : Number(/^\d{1,2}$/.exec(argument.text)?.[0] ?? 0)
  if (digits >= 1 && digits <= MAX_COUNTER_DIGITS) return { kind: 'counter', digits }
  throw new MistakeError(
    say`has {counter:${argument?.text ?? ''}}; after the colon belongs the number of digits, 1 to ${MAX_COUNTER_DIGITS}`,
    argument?.at ?? 0,
  )
}

const folder: Reading = (argument) => {
  if (argument === null) return { kind: 'folder', level: null }
  const level = /^[+-]?\d{1,3}$/.test(argument.text) ? Number(argument.text) : 0
  if (level !== 0) return { kind: 'folder', level }
  throw new MistakeError(
    say`has {folder:${argument.text}}; levels are numbers: 1 is the first below the hot folder, -1 the last`,
    argument.at,
  )
}

/** The names that people may write for the fields of these rules. */
export function fieldNames(rules: FieldRules): string[] {
  return rules.all.map(({ name }) => name)
}

const field: Reading = (argument, at, { rules, suggest }) => {
  if (argument === null)
    throw new MistakeError(say`has {field} without a field; write for example {field:105}`, at)
  const { text } = argument
  const description = /^\d+$/.test(text) ? rules.byId(Number(text)) : rules.byName(text)
  if (description !== null) return { kind: 'field', id: description.id }
  const end = /^\d+$/.test(text) ? '' : nearest(text, fieldNames(rules), suggest, (name) => `"${name}"`)
  throw new MistakeError(say`asks for the field "${text}", which is not known${end}`, argument.at)
}

const TOKENS: ReadonlyMap<string, Reading> = new Map([
  ['filename', plain('filename')],
  ['stem', plain('stem')],
  ['ext', plain('ext')],
  ['folder', folder],
  ['path', plain('path')],
  ['mtime', date('mtime')],
  ['taken', date('taken')],
  ['now', date('now')],
  ['exif', tag('exif', 'exif')],
  ['iptc', tag('iptc', 'iptc')],
  ['xmp', tag('xmp', 'xmp')],
  ['tag', tag(null, 'tag')],
  ['sha256', plain('sha256')],
  ['user', plain('user')],
  ['host', plain('host')],
  ['counter', counter],
  ['field', field],
])

/** What may stand between braces, apart from variables. */
export const TOKEN_NAMES: readonly string[] = [...TOKENS.keys()]

/** Tokens in whose argument single quotes hold braces and bars together. */
export const DATE_TOKENS: ReadonlySet<string> = new Set(['mtime', 'taken', 'now'])

/**
 * The token of this name. `at` is where its name stands.
 * @throws MistakeError for a name or argument that means nothing
 */
export function readToken(
  name: string,
  argument: Argument | null,
  at: number,
  vocabulary: Vocabulary,
): Token {
  const reading = TOKENS.get(name)
  if (reading !== undefined) return reading(argument, at, vocabulary)
  if (!vocabulary.variables.includes(name)) {
    const known = [...TOKEN_NAMES, ...vocabulary.variables]
    const end = nearest(name, known, vocabulary.suggest, (candidate) => `{${candidate}}`)
    throw new MistakeError(say`uses {${name}}, which is no token and no variable of a path pattern${end}`, at)
  }
  if (argument === null) return { kind: 'variable', name }
  throw new MistakeError(say`has ":" in {${name}}, which takes nothing after its name`, argument.at)
}
