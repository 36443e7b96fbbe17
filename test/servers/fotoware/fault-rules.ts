import { badRequest } from './errors.ts'
import type { FaultKind, FaultRule } from './faults.ts'
import { isPlainObject } from './json-values.ts'

const operations = ['create', 'chunk', 'xmp', 'status', 'token', 'browse', 'any'] as const
const kinds = [
  'reset-before',
  'reset-after',
  'status-500',
  'status-503',
  'status-429',
  'status-401',
  'status-403',
  'html',
  'login-redirect',
  'wrong-shape',
  'hang',
  'slow',
  'close-after-bytes',
] as const satisfies readonly FaultKind[]
const numbers = ['times', 'probability', 'skip', 'retryAfterSeconds', 'delayMs', 'bytes'] as const

export interface FaultChange {
  /** The rules so far are taken away first. */
  readonly isClearing: boolean
  readonly rules: readonly FaultRule[]
}

/** Reads one rule, a list of rules, or `{"clear":true}`; throws `invalid_argument`. */
export function parseFaultRules(raw: unknown): FaultChange {
  if (isPlainObject(raw) && raw['clear'] === true) return { isClearing: true, rules: [] }
  const list: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  return { isClearing: false, rules: list.map(parseRule) }
}

function parseRule(raw: unknown): FaultRule {
  if (!isPlainObject(raw)) throw badRequest('invalid_argument', 'a fault must be an object')
  const on = operations.find((candidate) => candidate === raw['on'])
  const kind = kinds.find((candidate) => candidate === raw['kind'])
  if (on === undefined || kind === undefined) throw badRequest('invalid_argument', 'unknown «on» or «kind»')
  const given = numbers.flatMap((name) => {
    const value = raw[name]
    return typeof value === 'number' ? [[name, value] as const] : []
  })
  return { on, kind, ...Object.fromEntries(given) }
}
