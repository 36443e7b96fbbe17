import type { Operation } from './traffic.ts'

export const FAULT_KINDS = [
  /** Cuts the connection before any work. */
  'reset-before',
  /** Cuts it after `bytes` of the body. */
  'close-after-bytes',
  /** Does the work and cuts the connection: a lost reply. */
  'reset-after',
  /** Does the work and never answers. */
  'hang-after',
  /** Takes the body, cuts the connection, and does the work afterwards. */
  'drop-while-loading',
  /** Restarts before it looks at the request: tokens and provisional identifiers are forgotten. */
  'reboot',
  'status-401',
  'status-403',
  'status-404',
  'status-429',
  'status-500',
  'status-503',
  /** 400 with `text` as the panel's words. */
  'refuse',
  /** 200 with `text` as the panel's words: a refusal that looks like a success. */
  'refuse-200',
  'in-progress',
  'loading-error',
  /** 200 with an HTML page, as from a captive portal. */
  'html',
  /** 200 with JSON of another shape. */
  'wrong-shape',
  /** Answers 200 to a picture and keeps nothing. */
  'forget',
  'hang',
  /** Works after `delayMs`. */
  'slow',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultRule {
  readonly on: Exclude<Operation, 'practice'> | 'any'
  readonly kind: FaultKind
  /** How often it happens; without it until it is removed. */
  readonly times?: number
  /** Requests that pass first. */
  readonly skip?: number
  readonly delayMs?: number
  readonly bytes?: number
  readonly retryAfterSeconds?: number
  readonly text?: string
}

/** A rule at work. */
export interface ActiveFault {
  readonly rule: FaultRule
  readonly hits: number
}

interface Entry {
  readonly rule: FaultRule
  seen: number
  hits: number
}

/** Decides which requests go wrong. */
export class FaultRegistry {
  #entries: Entry[] = []

  add(rule: FaultRule): ActiveFault {
    const entry: Entry = { rule, seen: 0, hits: 0 }
    this.#entries.push(entry)
    return entry
  }

  clear(): void {
    this.#entries = []
  }

  list(): { readonly rule: FaultRule; readonly hits: number }[] {
    return this.#entries.map(({ rule, hits }) => ({ rule, hits }))
  }

  /** The fault for this request, or null; the oldest rule that strikes wins. */
  next(operation: Operation): FaultRule | null {
    if (operation === 'practice') return null
    return this.#entries.find((entry) => strikes(entry, operation))?.rule ?? null
  }
}

function strikes(entry: Entry, operation: Operation): boolean {
  const { on, times = Infinity, skip = 0 } = entry.rule
  if (on !== 'any' && on !== operation) return false
  entry.seen += 1
  if (entry.seen <= skip || entry.hits >= times) return false
  entry.hits += 1
  return true
}

const OPERATIONS: readonly FaultRule['on'][] = [
  'info',
  'login',
  'create',
  'upload',
  'item',
  'list',
  'change',
  'delete',
  'unknown',
  'any',
]

/** Reads one rule or a list of rules; null when something in it is not known. */
export function parseFaultRules(raw: unknown): FaultRule[] | null {
  const rules = (Array.isArray(raw) ? (raw as unknown[]) : [raw]).map(parseRule)
  return rules.includes(null) ? null : rules.filter((rule) => rule !== null)
}

function parseRule(raw: unknown): FaultRule | null {
  if (typeof raw !== 'object' || raw === null) return null
  const { on, kind, ...rest } = raw as Record<string, unknown>
  const operation = OPERATIONS.find((one) => one === on)
  const known = FAULT_KINDS.find((one) => one === kind)
  return operation === undefined || known === undefined ? null : { on: operation, kind: known, ...rest }
}
