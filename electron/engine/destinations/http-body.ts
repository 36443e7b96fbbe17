import { Readable } from 'node:stream'

/** Small enough that a slow line shows progress, large enough that a fast one is not held up. */
const PIECE_BYTES = 256 * 1024
/** Under a bandwidth limit: no server waits for the next piece so long that it gives up. */
const LIMITED_PIECE_BYTES = 32 * 1024

/** Bytes that are made while they are sent, of a length that is known before. Every `open` begins anew. */
export interface Flow {
  readonly sizeBytes: number
  open(): AsyncIterable<Uint8Array>
}
export type Part = Uint8Array | Flow

/** A request body whose length is known before it is sent. */
export interface Body<P extends Part = Uint8Array> {
  contentType: string
  parts: readonly P[]
  sizeBytes: number
}

export function body<P extends Part>(contentType: string, ...parts: readonly P[]): Body<P> {
  return { contentType, parts, sizeBytes: parts.reduce((sum, part) => sum + sizeOf(part), 0) }
}

function sizeOf(part: Part): number {
  return part instanceof Uint8Array ? part.byteLength : part.sizeBytes
}

export function jsonBody(value: unknown): Body {
  return body('application/json', Buffer.from(JSON.stringify(value)))
}

/** Values are URL-encoded, as OAuth wants them. */
export function formBody(values: Record<string, string>): Body {
  return body('application/x-www-form-urlencoded', Buffer.from(new URLSearchParams(values).toString()))
}

/** Who is told how a body fares. */
export interface Watcher {
  /** So many bytes were handed over. */
  handed(bytes: number): void
  /** Waits for leave to send, which is not the line's fault. */
  excused(wait: Promise<void>): Promise<void>
}

/**
 * The body as it goes on the wire. A small one in one piece; a large one in pieces, each asked for only when the
 * socket has taken the one before: so asking for the next is progress.
 */
export function pieces(
  { parts, sizeBytes }: Body<Part>,
  throttle: ((bytes: number) => Promise<void> | void) | undefined,
  watcher: Watcher,
): Buffer | Readable {
  const whole = parts.filter((part) => part instanceof Uint8Array)
  if (sizeBytes <= PIECE_BYTES && throttle === undefined && whole.length === parts.length) {
    watcher.handed(sizeBytes)
    return Buffer.concat(whole)
  }
  return Readable.from(cut(parts, throttle, watcher), { objectMode: false, highWaterMark: 2 * PIECE_BYTES })
}

async function* cut(
  parts: readonly Part[],
  throttle: ((bytes: number) => Promise<void> | void) | undefined,
  watcher: Watcher,
): AsyncGenerator<Uint8Array> {
  const pieceBytes = throttle === undefined ? PIECE_BYTES : LIMITED_PIECE_BYTES
  for (const part of parts) {
    for await (const bytes of part instanceof Uint8Array ? [part] : part.open()) {
      for (let offset = 0; offset < bytes.byteLength; offset += pieceBytes) {
        const piece = bytes.subarray(offset, offset + pieceBytes)
        const leave = throttle?.(piece.byteLength)
        if (leave !== undefined) await watcher.excused(leave)
        watcher.handed(piece.byteLength)
        yield piece
      }
    }
  }
}
