import type { FaultRegistry, FaultRule } from './faults.ts'
import type { Panel } from './panel.ts'
import type { Settings } from './settings.ts'
import type { Operation, RequestLogEntry, Traffic } from './traffic.ts'

export interface PanelContext {
  readonly settings: Settings
  readonly panel: Panel
  readonly faults: FaultRegistry
  readonly traffic: Traffic
  /** Off, so that connections are refused, and on again after so long. */
  restart(downMs: number): void
}

/** What is kept about one request while it is answered. */
export interface Visit {
  readonly operation: Operation
  readonly entry: RequestLogEntry
  readonly fault: FaultRule | null
}

declare module 'fastify' {
  interface FastifyRequest {
    visit: Visit
  }
  interface FastifyContextConfig {
    panel?: {
      readonly operation: Operation
      /** No sign-in needed. */
      readonly isOpen?: boolean
    }
  }
}

/** An answer of the panel that is no success, with its own words. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, words: string) {
    super(words)
    this.status = status
  }
}
