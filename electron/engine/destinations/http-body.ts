import { Readable } from 'node:stream'

/** Small enough that a slow line shows progress, large enough that a fast one is not held up. */
const PIECE_BYTES = 256 * 1024
/** Under a bandwidth limit: no server waits for the next piece so long that it gives up. */
const LIMITED_PIECE_BYTES = 32 * 1024

/** A request body whose length is known before it is sent. */
export interface Body {
  contentType: string
  parts: readonly Uint8Array[]
  sizeBytes: number
}

export function body(contentType: string, ...parts: readonly Uint8Array[]): Body {
  return { contentType, parts, sizeBytes: parts.reduce((sum, part) => sum + part.byteLength, 0) }
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
  { parts, sizeBytes }: Body,
  throttle: ((bytes: number) => Promise<void> | void) | undefined,
  watcher: Watcher,
): Buffer | Readable {
  if (sizeBytes <= PIECE_BYTES && throttle === undefined) {
    watcher.handed(sizeBytes)
    return Buffer.concat(parts)
  }
  return Readable.from(cut(parts, throttle, watcher), { objectMode: false, highWaterMark: 2 * PIECE_BYTES })
}

async function* cut(
  parts: readonly Uint8Array[],
  throttle: ((bytes: number) => Promise<void> | void) | undefined,
  watcher: Watcher,
): AsyncGenerator<Uint8Array> {
  const pieceBytes = throttle === undefined ? PIECE_BYTES : LIMITED_PIECE_BYTES
  for (const part of parts) {
    for (let offset = 0; offset < part.byteLength; offset += pieceBytes) {
      const piece = part.subarray(offset, offset + pieceBytes)
      const leave = throttle?.(piece.byteLength)
      if (leave !== undefined) await watcher.excused(leave)
      watcher.handed(piece.byteLength)
      yield piece
    }
  }
}
