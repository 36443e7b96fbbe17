import type { Operation } from './exchange.ts'

export type FaultKind =
  /** Cuts the connection before any work, after a part of the body. */
  | 'reset-before'
  /** Does the work and then cuts the connection: a lost reply. */
  | 'reset-after'
  | 'status-500'
  | 'status-503'
  | 'status-429'
  | 'status-401'
  | 'status-403'
  /** 200 with an HTML page, as from a captive portal. */
  | 'html'
  /** 302 to a login page. */
  | 'login-redirect'
  /** 200 with JSON of another shape. */
  | 'wrong-shape'
  /** No answer until the server is closed. */
  | 'hang'
  /** Works after `delayMs`. */
  | 'slow'
  /** Cuts the connection after `bytes` of the body. */
  | 'close-after-bytes'

export interface FaultRule {
  readonly on: Exclude<Operation, 'practice'> | 'any'
  readonly kind: FaultKind
  /** How often it happens; without it until it is removed. */
  readonly times?: number
  /** Chance per request from 0 to 1; without it every request. */
  readonly probability?: number
  /** Matching requests that pass first. */
  readonly skip?: number
  readonly retryAfterSeconds?: number
  readonly delayMs?: number
  readonly bytes?: number
}

/** A rule at work: tells how often it struck and can be taken away. */
export interface ActiveFault {
  readonly rule: FaultRule
  readonly hits: number
  remove(): void
}

interface Entry {
  readonly rule: FaultRule
  seen: number
  hits: number
}

/** Decides which requests go wrong. The draws come from a seeded generator, so a run repeats. */
export class FaultRegistry {
  #entries: Entry[] = []
  readonly #draw: () => number

  constructor(seed: number) {
    this.#draw = seededRandom(seed)
  }

  add(rule: FaultRule): ActiveFault {
    const entry: Entry = { rule, seen: 0, hits: 0 }
    this.#entries.push(entry)
    return {
      rule,
      get hits() {
        return entry.hits
      },
      remove: () => {
        this.#entries = this.#entries.filter((other) => other !== entry)
      },
    }
  }

  clear(): void {
    this.#entries = []
  }

  /** The rules at work and how often each struck. */
  list(): { readonly rule: FaultRule; readonly hits: number }[] {
    return this.#entries.map(({ rule, hits }) => ({ rule, hits }))
  }

  /** The fault for this request, or null; the oldest rule that strikes wins. */
  next(operation: Operation): FaultRule | null {
    if (operation === 'practice') return null
    return this.#entries.find((entry) => this.#strikes(entry, operation))?.rule ?? null
  }

  #strikes(entry: Entry, operation: Operation): boolean {
    const { on, times = Infinity, probability = 1, skip = 0 } = entry.rule
    if (on !== 'any' && on !== operation) return false
    entry.seen += 1
    if (entry.seen <= skip || entry.hits >= times) return false
    if (probability < 1 && this.#draw() >= probability) return false
    entry.hits += 1
    return true
  }
}

/** Mulberry32: small, fast and the same on every machine. Gives numbers from 0 up to 1. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
