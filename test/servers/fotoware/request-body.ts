import type { FastifyRequest } from 'fastify'
import { BodyCutError, ProtocolError } from './errors.ts'
import { cutConnection } from './exchange.ts'
import type { Traffic } from './traffic.ts'

const longestDrainBytes = 64 * 1024 * 1024

/**
 * The body as it arrives, counted; whoever reads slowly slows the sender.
 * Throws BodyCutError when the connection ends first.
 */
export async function* bodyPieces(request: FastifyRequest, traffic: Traffic): AsyncGenerator<Buffer> {
  const { exchange, raw } = request
  try {
    // Leaving early must not close the connection: the refusal still has to be sent on it.
    for await (const piece of raw.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(piece)) throw new TypeError('the body is not read as bytes')
      exchange.bodyBytes += piece.length
      traffic.count(exchange.operation, piece.length)
      if (exchange.cutAfterBytes !== null && exchange.bodyBytes >= exchange.cutAfterBytes) {
        cutConnection(request)
        throw new BodyCutError('cut by a fault')
      }
      yield piece
    }
  } catch (error) {
    if (raw.complete || error instanceof TypeError) throw error
    throw new BodyCutError('the body ended early', { cause: error })
  }
}

/** Reads away what is left of the body, so that clients which send first and read later see the reply. */
export async function drainBody(request: FastifyRequest, traffic: Traffic): Promise<void> {
  const { raw } = request
  if (raw.readableEnded || raw.destroyed) return
  if (Number(raw.headers['content-length'] ?? 0) > longestDrainBytes) return
  const pieces = bodyPieces(request, traffic)
  let isEnded = false
  while (!isEnded) isEnded = (await pieces.next()).done === true
}

/** The whole body as UTF-8 text; throws 413 above the limit. */
export async function readText(
  request: FastifyRequest,
  traffic: Traffic,
  limitBytes: number,
): Promise<string> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  for await (const piece of bodyPieces(request, traffic)) {
    sizeBytes += piece.length
    if (sizeBytes > limitBytes)
      throw new ProtocolError(413, 'RequestTooLarge', `more than ${limitBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
