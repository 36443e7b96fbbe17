import { Refusal } from './refusal.ts'

/** What a request does. `result` is «checkPhotoId» about a photo that was sent, `check` about any other. */
export const OPERATIONS = ['session', 'authorize', 'status', 'check', 'result', 'upload', 'look'] as const
export type Operation = (typeof OPERATIONS)[number]

export const FAULT_KINDS = [
  /** Cuts the connection before any work, after a part of the body. */
  'reset-before',
  /** Does the work and then cuts the connection: a lost reply. */
  'reset-after',
  /** Does the work; a proxy in between loses the reply and answers 503 by itself, as Envoy does. */
  'lost-behind-proxy',
  'status-400',
  'status-401',
  'status-403',
  'status-404',
  'status-413',
  'status-429',
  'status-500',
  'status-501',
  'status-502',
  'status-503',
  /** 200 with an HTML page, as from a captive portal. */
  'html',
  /** 302 to a login page. */
  'login-redirect',
  /** 200 with JSON of another shape. */
  'wrong-shape',
  /** No answer until the server is closed. */
  'hang',
  /** Works after `delayMs`. */
  'slow',
  /** Does the work and answers only after `delayMs`. */
  'slow-answer',
  /** Cuts the connection after `bytes` of the body. */
  'close-after-bytes',
  /** All sessions end just before this request. */
  'expire-sessions',
  /** Does the work and answers with an empty list of photos. */
  'empty-result',
  /** Does the work and tells of the last photo first. */
  'reversed-result',
  /** Stores nothing and gives words that no page knows. */
  'odd-status',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultRule {
  readonly on: Operation | 'any'
  readonly kind: FaultKind
  /** How often it happens; without it until it is removed. */
  readonly times?: number
  /** Matching requests that pass first. */
  readonly skip?: number
  readonly retryAfterSeconds?: number
  readonly delayMs?: number
  readonly bytes?: number
}

export interface ActiveFault {
  readonly rule: FaultRule
  readonly hits: number
}

/** Decides which requests go wrong. */
export class FaultRegistry {
  #entries: { rule: FaultRule; seen: number; hits: number }[] = []

  add(rule: FaultRule): ActiveFault {
    const entry = { rule, seen: 0, hits: 0 }
    this.#entries.push(entry)
    return entry
  }

  clear(): void {
    this.#entries = []
  }

  list(): ActiveFault[] {
    return this.#entries.map(({ rule, hits }) => ({ rule, hits }))
  }

  /** The fault for this request, or null; the oldest rule that strikes wins. */
  next(operation: Operation): FaultRule | null {
    for (const entry of this.#entries) {
      const { on, times = Infinity, skip = 0 } = entry.rule
      if (on !== 'any' && on !== operation) continue
      entry.seen++
      if (entry.seen <= skip || entry.hits >= times) continue
      entry.hits++
      return entry.rule
    }
    return null
  }
}

/** One rule, a list of rules, or `{"clear":true}`. @throws Refusal 400 */
export function readFaultRules(raw: unknown): FaultRule[] | 'clear' {
  if (typeof raw === 'object' && raw !== null && 'clear' in raw) return 'clear'
  return (Array.isArray(raw) ? (raw as unknown[]) : [raw]).map(readRule)
}

function readRule(raw: unknown): FaultRule {
  const given = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>
  const on = [...OPERATIONS, 'any' as const].find((one) => one === given['on'])
  const kind = FAULT_KINDS.find((one) => one === given['kind'])
  if (on === undefined || kind === undefined) throw new Refusal(400, 'unknown «on» or «kind»')
  const numbers = ['times', 'skip', 'retryAfterSeconds', 'delayMs', 'bytes'].flatMap((name) =>
    typeof given[name] === 'number' ? [[name, given[name]] as const] : [],
  )
  return { on, kind, ...Object.fromEntries(numbers) }
}
