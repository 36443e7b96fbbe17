import type { z } from 'zod'
import { UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import type { Congestion } from '../congestion.ts'
import { isBrokenConnection } from '../connection-problems.ts'
import type { HttpClient, HttpReply, HttpRequest } from '../http.ts'
import type { Body } from '../http-body.ts'
import type { Authorization } from './auth.ts'
import { pause } from '../pause.ts'
import { retryAfterMs } from '../retry-after.ts'
import { redirectError, replyError, unexpectedReply } from './problems.ts'
import { MEDIA } from './wire.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/** Tries for one request in a row before the whole attempt ends; the journal keeps what was accepted. */
const TRIES_MAX = 4
const DELAY_MS = 250

export interface Call {
  method: 'GET' | 'POST' | 'PATCH'
  /** A path, or an address that the server gave. */
  path: string
  accept?: string
  body?: Body
  /** "creating the upload": completes «… while …». */
  during: Phrase
  signal: AbortSignal
  /** No further try once this is aborted. */
  drain?: AbortSignal
  throttle?: HttpRequest['throttle']
}

/**
 * FotoWare over HTTP: signs every request, slows down when the server shows strain, and turns sign-outs, strain and
 * broken lines into UploadErrors. Other statuses are for the caller to judge.
 */
export class FotowareClient {
  readonly base: URL
  readonly #http: HttpClient
  readonly #authorization: Authorization
  readonly #congestion: Congestion
  readonly #clock: Clock

  constructor(options: {
    base: URL
    http: HttpClient
    authorization: Authorization
    congestion: Congestion
    clock: Clock
  }) {
    this.base = options.base
    this.#http = options.http
    this.#authorization = options.authorization
    this.#congestion = options.congestion
    this.#clock = options.clock
  }

  get clock(): Clock {
    return this.#clock
  }

  /**
   * One request of the upload path. After a broken line or a passing server error it is sent again: chunks and sidecar
   * answer 409 then, and a task created twice only expires (section «Retry»).
   * @throws UploadError `offline`, `busy`, `unauthorized`, `unexpected`, `destination` (redirected elsewhere)
   */
  async call(call: Call): Promise<HttpReply> {
    for (let tries = 1; ; tries++) {
      const isLast = () => tries >= TRIES_MAX || call.drain?.aborted === true
      try {
        const reply = await this.#signed(call, (request) =>
          this.#congestion.run(call.signal, () => this.#http.exchange(request)),
        )
        if (!isPassing(reply.status) || isLast()) return reply
      } catch (error) {
        if (!isBrokenLine(error) || isLast()) throw error
      }
      await pause(this.#clock, DELAY_MS * 2 ** (tries - 1), call.signal)
    }
  }

  /** A request of sign-in or discovery: follows redirects. Parsed by `schema`. @throws UploadError */
  async read<T extends z.ZodType>(call: Call, schema: T): Promise<z.output<T>> {
    const reply = await this.look(call)
    if (reply.status !== 200) throw replyError(reply, call.during)
    return parseReply(reply, schema, call.during)
  }

  /** As `read`, with the answer left to the caller. @throws UploadError `offline`, `busy`, `unauthorized` */
  async look(call: Call): Promise<HttpReply> {
    return await this.#signed(call, (request) => this.#http.browse(request))
  }

  async #signed(call: Call, send: (request: HttpRequest) => Promise<HttpReply>): Promise<HttpReply> {
    const header = await this.#authorization.header(call.signal)
    const first = await this.#watched(() => send(this.#request(call, header)))
    if (!isSignedOut(first)) return this.#judged(first, call)
    if (!(await this.#authorization.renew(header, call.signal))) throw this.#authorization.signedOut(first)
    const renewed = await this.#authorization.header(call.signal)
    const second = await this.#watched(() => send(this.#request(call, renewed)))
    if (isSignedOut(second)) throw this.#authorization.signedOut(second)
    return this.#judged(second, call)
  }

  #request(call: Call, header: string | null): HttpRequest {
    const url = new URL(call.path, this.base)
    // An address from the configuration or from the server may lead elsewhere; the sign-in stays here.
    const isOurs = header !== null && url.origin === this.base.origin
    return {
      method: call.method,
      url,
      headers: { accept: call.accept ?? MEDIA.json, ...(isOurs ? { authorization: header } : {}) },
      signal: call.signal,
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(call.throttle === undefined ? {} : { throttle: call.throttle }),
    }
  }

  async #watched(send: () => Promise<HttpReply>): Promise<HttpReply> {
    try {
      return await send()
    } catch (error) {
      if (isBrokenConnection(error)) this.#congestion.pushedBack()
      throw error
    }
  }

  #judged(reply: HttpReply, call: Call): HttpReply {
    if (reply.status === 429 || reply.status === 503) {
      this.#congestion.pushedBack()
      throw busy(reply, this.#clock.now())
    }
    if (reply.status >= 300 && reply.status < 400) throw redirectError(reply, call.during)
    if (reply.status < 300) this.#congestion.succeeded()
    return reply
  }
}

function isPassing(status: number): boolean {
  return status === 500 || status === 502 || status === 504 || status === 408
}

function isBrokenLine(error: unknown): boolean {
  return error instanceof UploadError && error.problem.code === 'connection-broken'
}

/** @throws UploadError `unexpected` when the body is not JSON of this shape */
export function parseReply<T extends z.ZodType>(reply: HttpReply, schema: T, during: Phrase): z.output<T> {
  try {
    return schema.parse(JSON.parse(reply.text))
  } catch {
    throw unexpectedReply(reply, during)
  }
}

function isSignedOut(reply: HttpReply): boolean {
  const isLogin =
    reply.status >= 300 &&
    reply.status < 400 &&
    /login|signin|oauth2\/authorize/i.test(String(reply.headers['location'] ?? ''))
  return reply.status === 401 || isLogin
}

function busy(reply: HttpReply, nowMs: number): UploadError {
  const afterMs = retryAfterMs(reply.headers, nowMs)
  return new UploadError(
    'busy',
    {
      code: 'server-busy',
      what: say`The server asks for a pause (${String(reply.status)}).`,
      remedy: say`Sluice waits as long as the server wishes and then goes on more slowly.`,
      isRetried: true,
    },
    afterMs === null ? {} : { retryAfterMs: afterMs },
  )
}
