import type net from 'node:net'
import { readWithReusedBuffer } from './reused-buffer-socket.ts'

const HEAD_END = Buffer.from('\r\n\r\n')
const HEAD_MAX_BYTES = 64 * 1024

/** A request whose body, unless it was asked for, is gone already. */
export interface DiscardedRequest {
  method: string
  path: string
  bodyBytes: number
  /** Null unless `keepsBody` said yes. */
  body: Buffer | null
}

export interface DiscardHandler {
  keepsBody: (method: string, path: string) => boolean
  /** Gives the whole HTTP answer, status line and all. */
  answer: (request: DiscardedRequest) => string
  /** Wait before each answer. */
  delayMs: number
}

/** Serves one keep-alive connection: heads are parsed by hand, bodies only counted down (RFC 9112). */
export function serveDiscarding(accepted: net.Socket, handler: DiscardHandler): void {
  let head: Buffer = Buffer.alloc(0)
  let request: DiscardedRequest | null = null
  let kept: Buffer[] | null = null
  let leftBytes = 0

  const send = (text: string): void => {
    if (handler.delayMs === 0) socket.write(text)
    else setTimeout(() => socket.write(text), handler.delayMs)
  }
  const finish = (done: DiscardedRequest): void => {
    if (kept !== null) done.body = Buffer.concat(kept)
    request = null
    kept = null
    send(handler.answer(done))
  }
  /** Takes the bytes of the head and says how many of `bytes` were used. */
  const takeHead = (bytes: Buffer): number => {
    const known = head.length
    // The view is overwritten by the next read, so what must wait is copied.
    head = known === 0 ? bytes : Buffer.concat([head, bytes])
    const end = head.indexOf(HEAD_END, Math.max(0, known - HEAD_END.length))
    if (end < 0) {
      if (head.length > HEAD_MAX_BYTES) socket.destroy()
      head = Buffer.from(head)
      return bytes.length
    }
    const text = head.toString('latin1', 0, end)
    head = Buffer.alloc(0)
    request = parseHead(text)
    leftBytes = request.bodyBytes
    if (handler.keepsBody(request.method, request.path)) kept = []
    if (/\r\nexpect: *100-continue/i.test(text)) socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    return end + HEAD_END.length - known
  }
  const onBytes = (bytes: Buffer): void => {
    let at = 0
    while (at < bytes.length) {
      if (request === null) at += takeHead(bytes.subarray(at))
      const length = Math.min(leftBytes, bytes.length - at)
      if (kept !== null) kept.push(Buffer.from(bytes.subarray(at, at + length)))
      at += length
      leftBytes -= length
      if (request !== null && leftBytes === 0) finish(request)
    }
  }
  const socket = readWithReusedBuffer(accepted, onBytes)
  socket.setNoDelay(true)
  // A client that goes away in the middle is its own affair.
  socket.on('error', () => socket.destroy())
}

function parseHead(text: string): DiscardedRequest {
  const [method = '', path = ''] = text.slice(0, text.indexOf('\r\n')).split(' ')
  const length = /\r\ncontent-length: *(\d+)/i.exec(text)
  return { method, path, bodyBytes: Number(length?.[1] ?? 0), body: null }
}
