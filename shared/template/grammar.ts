import { say } from '../phrase.ts'
import { type FilterArgument, readFilter } from './filters.ts'
import { MistakeError, mistakeOf, type TemplateMistake, type Vocabulary } from './mistake.ts'
import { Reader } from './reader.ts'
import type { Expression, Filter, ParsedValue, ValuePart } from './syntax.ts'
import { type Argument, DATE_TOKENS, readToken } from './tokens.ts'

function readArgument(reader: Reader, tokenName: string): Argument {
  const start = reader.at
  if (reader.peek() === '"') return { text: reader.quoted(), at: start + 1 }
  const isDate = DATE_TOKENS.has(tokenName)
  const text = reader.takeMatch(isDate ? /(?:[^|}']|'[^']*')*/y : /[^|}]*/y)
  if (text.trim() === '' && reader.peek() !== "'") {
    throw new MistakeError(say`has nothing after the colon of {${tokenName}:`, start)
  }
  if (isDate && reader.peek() === "'") {
    throw new MistakeError(say`has a single quote in a date that is never closed`, reader.at)
  }
  return { text: isDate ? text : text.trim(), at: start }
}

function readFilterArguments(reader: Reader): FilterArgument[] {
  const args: FilterArgument[] = []
  do {
    reader.skipSpaces()
    const at = reader.at
    const isQuoted = reader.peek() === '"'
    const text = isQuoted ? reader.quoted() : reader.takeMatch(/[^\s,|}"]+/y)
    if (!isQuoted && text === '')
      throw new MistakeError(say`has a filter with nothing after its colon or comma`, at)
    args.push({ text, isQuoted, at })
    reader.skipSpaces()
  } while (reader.take(','))
  return args
}

function readFilters(reader: Reader, start: number, vocabulary: Vocabulary): Filter[] {
  const filters: Filter[] = []
  for (;;) {
    reader.skipSpaces()
    if (reader.take('}')) return filters
    if (reader.isAtEnd) throw new MistakeError(say`has a "{" that is never closed`, start)
    if (!reader.take('|')) {
      throw new MistakeError(say`has "${reader.peek()}" where "|" or "}" belongs`, reader.at)
    }
    reader.skipSpaces()
    const at = reader.at
    const name = reader.takeMatch(/[A-Za-z]\w*/y)
    if (name === '') throw new MistakeError(say`has a "|" without the name of a filter after it`, at)
    const args = reader.take(':') ? readFilterArguments(reader) : []
    filters.push(readFilter(name, args, at, vocabulary))
  }
}

/**
 * Reads one pair of braces; the reader stands on the first.
 * @throws MistakeError
 */
export function readExpression(reader: Reader, vocabulary: Vocabulary): Expression {
  const start = reader.at
  reader.at++
  reader.skipSpaces()
  const at = reader.at
  const name = reader.takeMatch(/[A-Za-z]\w*/y)
  if (name === '') {
    throw new MistakeError(say`has a "{" without a name after it; write "{{" where a brace is meant`, start)
  }
  const argument = reader.take(':') ? readArgument(reader, name) : null
  const source = `{${reader.text.slice(at, reader.at).trimEnd()}}`
  const token = readToken(name, argument, at, vocabulary)
  return { token, filters: readFilters(reader, start, vocabulary), source }
}

/**
 * Reads a value of a template.
 * @throws MistakeError
 */
export function readValue(source: string, vocabulary: Vocabulary): ParsedValue {
  const reader = new Reader(source)
  const parts: ValuePart[] = []
  let text = ''
  while (!reader.isAtEnd) {
    text += reader.takeMatch(/[^{}]+/y)
    if (reader.take('{{')) text += '{'
    else if (reader.take('}}')) text += '}'
    else if (reader.peek() === '}') {
      throw new MistakeError(
        say`has a "}" without a "{" before it; write "}}" where a brace is meant`,
        reader.at,
      )
    } else if (reader.peek() === '{') {
      if (text !== '') parts.push({ kind: 'text', text })
      text = ''
      parts.push({ kind: 'expression', expression: readExpression(reader, vocabulary) })
    }
  }
  if (text !== '') parts.push({ kind: 'text', text })
  return { source, parts }
}

/** Reads a value of a template; a mistake comes back as a value. */
export function parseValue(
  source: string,
  vocabulary: Vocabulary,
): { value: ParsedValue } | { mistake: TemplateMistake } {
  return mistakeOf(() => ({ value: readValue(source, vocabulary) }))
}
