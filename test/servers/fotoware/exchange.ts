import type { FastifyRequest } from 'fastify'
import type { Identity } from './identities.ts'

/** What a route does, as far as faults and counters tell routes apart. */
export type Operation = 'create' | 'chunk' | 'xmp' | 'status' | 'token' | 'browse' | 'practice'

export interface RequestLogEntry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
  /** HTTP status, or 0 while there is no reply and when it was withheld. */
  status: number
}

/** What the server keeps about one request while it is answered. */
export interface Exchange {
  readonly operation: Operation
  readonly startedMs: number
  readonly logEntry: RequestLogEntry
  identity: Identity
  /** Body bytes after which a fault cuts the connection. */
  cutAfterBytes: number | null
  /** The work is done, but the connection is cut instead of a reply. */
  isReplyWithheld: boolean
  bodyBytes: number
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange: Exchange
  }
  interface FastifyContextConfig {
    operation?: Operation
    /** No sign-in needed. */
    isPublic?: boolean
  }
}

/** Ends the connection with a TCP reset, as a broken proxy or a pulled cable would. */
export function cutConnection(request: FastifyRequest): void {
  request.exchange.logEntry.status = 0
  request.raw.socket.resetAndDestroy()
}
