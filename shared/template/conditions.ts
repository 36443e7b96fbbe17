import { type Phrase, say } from '../phrase.ts'
import { readExpression } from './grammar.ts'
import { MistakeError, mistakeOf, type TemplateMistake, type Vocabulary } from './mistake.ts'
import { Reader } from './reader.ts'
import type { Comparison, Condition, Operand } from './syntax.ts'

/** Brackets and `not` inside one another. */
const MAX_DEPTH = 100

/** A condition that a person can still read; evaluating it takes a place on the stack for every "and". */
const MAX_LENGTH = 10_000

const COMPARISONS: readonly Comparison[] = ['!=', '<=', '>=', '=', '<', '>']

const WAYS = '=, !=, <, <=, >, >=, contains, matches, in, is empty, is not empty'

/** Reads conditions by descending from `or` to a single comparison. */
class ConditionReader {
  readonly reader: Reader
  readonly vocabulary: Vocabulary
  depth = 0

  constructor(text: string, vocabulary: Vocabulary) {
    this.reader = new Reader(text)
    this.vocabulary = vocabulary
  }

  takeSymbol(symbol: string): boolean {
    this.reader.skipSpaces()
    return this.reader.take(symbol)
  }

  /** Words are known in any letter case and end where a letter, digit or underscore does not follow. */
  takeWord(word: string): boolean {
    this.reader.skipSpaces()
    return this.reader.takeMatch(new RegExp(`${word}(?!\\w)`, 'iy')) !== ''
  }

  whole(): Condition {
    const condition = this.either()
    this.reader.skipSpaces()
    if (this.reader.isAtEnd) return condition
    throw new MistakeError(
      say`has "${this.rest()}" after the end of the condition; "and" or "or" belongs between comparisons`,
      this.reader.at,
    )
  }

  either(): Condition {
    let left = this.both()
    while (this.takeWord('or')) left = { kind: 'or', left, right: this.both() }
    return left
  }

  both(): Condition {
    let left = this.one()
    while (this.takeWord('and')) left = { kind: 'and', left, right: this.one() }
    return left
  }

  one(): Condition {
    if (this.depth >= MAX_DEPTH)
      throw new MistakeError(say`has too many brackets inside one another`, this.reader.at)
    this.depth++
    try {
      if (this.takeWord('not')) return { kind: 'not', condition: this.one() }
      if (!this.takeSymbol('(')) return this.comparison()
      const start = this.reader.at - 1
      const condition = this.either()
      if (!this.takeSymbol(')')) throw new MistakeError(say`has a "(" that is never closed`, start)
      return condition
    } finally {
      this.depth--
    }
  }

  comparison(): Condition {
    const left = this.operand()
    const comparison = COMPARISONS.find((symbol) => this.takeSymbol(symbol))
    if (comparison !== undefined) return { kind: 'compare', left, comparison, right: this.operand() }
    if (this.takeWord('contains')) return { kind: 'contains', left, right: this.operand() }
    if (this.takeWord('matches')) return { kind: 'matches', left, glob: this.text('matches') }
    if (this.takeWord('in')) return { kind: 'in', left, among: this.list() }
    if (this.takeWord('is')) {
      const isNot = this.takeWord('not')
      if (!this.takeWord('empty'))
        throw new MistakeError(say`has "is" without "empty" or "not empty"`, this.reader.at)
      return isNot ? { kind: 'not', condition: { kind: 'empty', left } } : { kind: 'empty', left }
    }
    throw new MistakeError(say`has ${this.found()} where a comparison belongs (${WAYS})`, this.reader.at)
  }

  list(): Operand[] {
    if (!this.takeSymbol('(')) {
      throw new MistakeError(say`has "in" without a list; write for example in ("a", "b")`, this.reader.at)
    }
    const among = [this.operand()]
    while (this.takeSymbol(',')) among.push(this.operand())
    if (!this.takeSymbol(')'))
      throw new MistakeError(say`has a list after "in" that is never closed`, this.reader.at)
    return among
  }

  text(after: string): string {
    this.reader.skipSpaces()
    if (this.reader.peek() === '"') return this.reader.quoted()
    throw new MistakeError(say`has no text in quotes after "${after}"`, this.reader.at)
  }

  operand(): Operand {
    this.reader.skipSpaces()
    const next = this.reader.peek()
    if (next === '{') return { kind: 'expression', expression: readExpression(this.reader, this.vocabulary) }
    if (next === '"') return { kind: 'literal', text: this.reader.quoted() }
    const number = this.reader.takeMatch(/[+-]?\d+(?:\.\d+)?(?![\w.])/y)
    if (number !== '') return { kind: 'literal', text: number }
    throw new MistakeError(
      say`has ${this.found()} where a token in braces, a text in double quotes or a number belongs`,
      this.reader.at,
    )
  }

  rest(): string {
    return this.reader.text.slice(this.reader.at, this.reader.at + 20).trim()
  }

  found(): Phrase | string {
    return this.rest() === '' ? say`nothing` : `"${this.rest()}"`
  }
}

/**
 * Reads a condition.
 * @throws MistakeError
 */
export function readCondition(text: string, vocabulary: Vocabulary): Condition {
  if (text.length > MAX_LENGTH) {
    throw new MistakeError(say`is longer than ${MAX_LENGTH.toLocaleString('en-US')} characters`, MAX_LENGTH)
  }
  return new ConditionReader(text, vocabulary).whole()
}

/** Reads a condition; a mistake comes back as a value. */
export function parseCondition(
  text: string,
  vocabulary: Vocabulary,
): { condition: Condition } | { mistake: TemplateMistake } {
  return mistakeOf(() => ({ condition: readCondition(text, vocabulary) }))
}
