import { z } from 'zod'

export const OPERATIONS = ['token', 'upload', 'task', 'result', 'isenrolled', 'status', 'practice'] as const
export type Operation = (typeof OPERATIONS)[number]

export const FaultRule = z.strictObject({
  on: z.enum([...OPERATIONS, 'any']),
  kind: z.union([
    z.enum([
      /** Cuts the connection before any work, after a part of the body. */
      'reset-before',
      /** Does the work and cuts the connection: a lost reply. */
      'reset-after',
      /** Does the work and never answers. */
      'hang-after',
      /** Neither works nor answers. */
      'hang',
      /** Works after `delayMs`. */
      'slow',
      /** Cuts the connection after `bytes` of the body. */
      'close-after-bytes',
      /** 200 with a page, as from a captive portal. */
      'html',
      /** 200 with JSON of another shape. */
      'wrong-shape',
      'login-redirect',
      /** The token of this request has expired just now. */
      'expire-token',
      /** All work ends with `answer`: the code of a refused sample or of a failed task ('' for none at all). */
      'refuse',
      /** A sample is accepted with the warning `answer`. */
      'warn',
    ]),
    z.templateLiteral(['status-', z.number().int().min(300).max(599)]),
  ]),
  times: z.number().int().optional(),
  skip: z.number().int().optional(),
  retryAfterSeconds: z.number().optional(),
  delayMs: z.number().optional(),
  bytes: z.number().int().optional(),
  answer: z.string().optional(),
})
export type FaultRule = z.output<typeof FaultRule>

/** A rule at work: tells how often it has struck. */
export interface ActiveFault {
  readonly rule: FaultRule
  seen: number
  hits: number
}

/** Decides which requests go wrong; the oldest rule that strikes wins. */
export class Faults {
  #active: ActiveFault[] = []

  add(rule: FaultRule): ActiveFault {
    const fault = { rule, seen: 0, hits: 0 }
    this.#active.push(fault)
    return fault
  }

  clear(): void {
    this.#active = []
  }

  list(): readonly ActiveFault[] {
    return this.#active
  }

  next(operation: Operation): FaultRule | null {
    if (operation === 'practice') return null
    return this.#active.find((fault) => strikes(fault, operation))?.rule ?? null
  }
}

function strikes(fault: ActiveFault, operation: Operation): boolean {
  const { on, times = Infinity, skip = 0 } = fault.rule
  if (on !== 'any' && on !== operation) return false
  fault.seen += 1
  if (fault.seen <= skip || fault.hits >= times) return false
  fault.hits += 1
  return true
}
