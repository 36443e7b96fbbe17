import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { FaultRule, Operation } from './faults.ts'

/** A request as the tests look at it. */
export interface RequestRecord {
  readonly operation: Operation
  readonly method: string
  /** Without the query: that of «result» holds a token. */
  readonly path: string
  readonly query: Record<string, string | undefined>
  readonly headers: IncomingHttpHeaders
  /** Which token it was signed with; null for others. */
  tokenId: string | null
  /** 0 while there is no answer, and when it was withheld. */
  status: number
  bodyBytes: number
  /** Uploads under way when it began, itself included: with the same token, and all. */
  uploads: { sameToken: number; all: number }
}

export interface Exchange {
  readonly record: RequestRecord
  fault: FaultRule | null
}

declare module 'fastify' {
  interface FastifyRequest {
    bioid: Exchange
  }
  interface FastifyContextConfig {
    /** What faults and records call this route. */
    bioidOperation?: Operation
  }
}

/** Ends the connection with a TCP reset, as a pulled cable would. */
export function cut(request: FastifyRequest): void {
  request.bioid.record.status = 0
  request.raw.socket.resetAndDestroy()
}

/** The whole body; null when a fault cut it off. */
export async function readBody(request: FastifyRequest, bytesMax: number): Promise<Buffer | null> {
  const { record, fault } = request.bioid
  const cutAfter = fault?.kind === 'close-after-bytes' ? (fault.bytes ?? 1) : Number.POSITIVE_INFINITY
  const parts: Buffer[] = []
  try {
    for await (const part of request.raw as AsyncIterable<Buffer>) {
      record.bodyBytes += part.length
      if (record.bodyBytes <= bytesMax) parts.push(part)
      if (record.bodyBytes >= cutAfter) {
        cut(request)
        return null
      }
    }
  } catch {
    return null
  }
  return Buffer.concat(parts)
}
