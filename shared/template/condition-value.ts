import { applyFilters } from './filters.ts'
import type { Comparison, Condition, Operand } from './syntax.ts'
import { tokenValues, type ValueScope } from './token-values.ts'

function operandValues(operand: Operand, scope: ValueScope): string[] {
  if (operand.kind === 'literal') return [operand.text.normalize('NFC')]
  const { token, filters } = operand.expression
  return applyFilters(tokenValues(token, scope), filters, scope).map((value) => value.normalize('NFC'))
}

/** Longer ones are compared as texts: nobody counts that far, and they would cost time. */
const MAX_NUMBER_LENGTH = 300

/** A number; whole ones exactly, because serial numbers have more digits than a number of JavaScript. */
function numberOf(text: string): number | bigint | null {
  if (text.length > MAX_NUMBER_LENGTH) return null
  const trimmed = text.trim()
  if (/^[+-]?\d+$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ''))
  return /^[+-]?\d+\.\d+$/.test(trimmed) ? Number(trimmed) : null
}

/** Negative, zero or positive. As numbers where both are, else by the order of their characters. */
function order(one: string, other: string): number {
  const left = numberOf(one)
  const right = numberOf(other)
  const [a, b] = left === null || right === null ? [one, other] : [left, right]
  if (a < b) return -1
  return a > b ? 1 : 0
}

const HOLDS: Readonly<Record<Exclude<Comparison, '!='>, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/**
 * `*` stands for any text, `?` for one character; letter case aside. Goes back only to the last star, so hostile texts
 * cost no more than text times pattern.
 */
export function matchesGlob(text: string, glob: string): boolean {
  const characters = Array.from(text.toLowerCase())
  const wanted = Array.from(glob.toLowerCase())
  let at = 0
  let place = 0
  let star = -1
  let retry = 0
  while (at < characters.length) {
    if (wanted[place] === '*') {
      star = place++
      retry = at
    } else if (place < wanted.length && (wanted[place] === '?' || wanted[place] === characters[at])) {
      place++
      at++
    } else if (star === -1) {
      return false
    } else {
      place = star + 1
      at = ++retry
    }
  }
  while (wanted[place] === '*') place++
  return place === wanted.length
}

function anyPair(
  left: readonly string[],
  right: readonly string[],
  fits: (one: string, other: string) => boolean,
): boolean {
  return left.some((one) => right.some((other) => fits(one, other)))
}

/**
 * Whether a condition holds. Of a list one fitting element is enough; `!=` is the opposite of `=`, so it asks that no
 * element is equal. Nothing is smaller, greater or equal when a value is missing.
 */
export function holds(condition: Condition, scope: ValueScope): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, scope) && holds(condition.right, scope)
    case 'or':
      return holds(condition.left, scope) || holds(condition.right, scope)
    case 'not':
      return !holds(condition.condition, scope)
    case 'empty':
      return operandValues(condition.left, scope).every((value) => value.trim() === '')
    case 'matches': {
      const glob = condition.glob.normalize('NFC')
      return operandValues(condition.left, scope).some((value) => matchesGlob(value, glob))
    }
    case 'contains':
      return anyPair(
        operandValues(condition.left, scope),
        operandValues(condition.right, scope),
        (one, other) => one.toLowerCase().includes(other.toLowerCase()),
      )
    case 'in': {
      const among = condition.among.flatMap((operand) => operandValues(operand, scope))
      return anyPair(operandValues(condition.left, scope), among, (one, other) => order(one, other) === 0)
    }
    case 'compare': {
      const left = operandValues(condition.left, scope)
      const right = operandValues(condition.right, scope)
      const { comparison } = condition
      if (comparison === '!=') return !anyPair(left, right, (one, other) => order(one, other) === 0)
      return anyPair(left, right, (one, other) => HOLDS[comparison](order(one, other)))
    }
  }
}
