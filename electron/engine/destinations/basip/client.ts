import type { z } from 'zod'
import type { Phrase } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import type { HttpClient, HttpReply, UploadRequest } from '../http.ts'
import type { Body, Part } from '../http-body.ts'
import { pause } from '../pause.ts'
import { asMeant, panelWords, replyError } from './problems.ts'
import { type Credentials, PanelSession, signedOut } from './session.ts'
import { parsed } from './reply.ts'
import type { Turns } from './turns.ts'

/** Tries for one question in a row. */
const TRIES_MAX = 3
const DELAY_MS = 500

export interface Call {
  method: 'GET' | 'POST' | 'DELETE'
  /** Below /api/v1: `/access/identifier`. */
  path: string
  body?: Body<Part>
  /** «reading the list»: completes «… while …». */
  during: Phrase
  signal: AbortSignal
  throttle?: UploadRequest['throttle']
}

export interface ClientOptions {
  base: URL
  http: HttpClient
  clock: Clock
  credentials: Credentials | null
  turns: Turns
}

/**
 * A panel over HTTP: one request at the same time, and none is pipelined. Signs in when it must, and turns sign-outs, missing rights, strain and nonsense into UploadErrors.
 */
export class PanelClient {
  readonly base: URL
  readonly clock: Clock
  readonly session: PanelSession
  readonly #http: HttpClient
  readonly #turns: Turns

  constructor({ base, http, clock, credentials, turns }: ClientOptions) {
    this.base = base
    this.clock = clock
    this.#http = http
    this.#turns = turns
    this.session = new PanelSession({
      credentials,
      get: (path, signal) =>
        this.#asked(signal, () => this.#exchange({ method: 'GET', url: this.url(path), signal })),
    })
  }

  /** An address at the panel. @param path from its root, with its query */
  url(path: string): URL {
    return new URL(this.base.pathname.replace(/\/$/, '') + path, this.base)
  }

  /** From making an identifier to its picture nobody else may make one: the panel keeps one in the making only. */
  exclusively<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return this.#turns.enrolments.run(signal, work)
  }

  /**
   * One request. Questions are asked again after a broken line or a passing error; orders are not, since the panel may have
   * carried them out.
   *
   * @returns statuses 200 to 299, 400 and 404, for the caller to judge
   * @throws UploadError `offline`, `busy`, `server`, `unauthorized`, `destination`, `unexpected`
   */
  async call(call: Call): Promise<HttpReply> {
    if (call.method !== 'GET') return await this.#signed(call)
    return await this.#asked(call.signal, () => this.#signed(call))
  }

  /** A question with an answer of that shape. @throws UploadError */
  async read<T extends z.ZodType>(call: Call, schema: T): Promise<z.output<T>> {
    const reply = await this.call(call)
    if (!isGood(reply)) throw this.error(reply, call.during)
    return parsed(reply, schema, call.during)
  }

  error(reply: HttpReply, during: Phrase): UploadError {
    return replyError(reply, during, this.clock.now())
  }

  async #asked(signal: AbortSignal, ask: () => Promise<HttpReply>): Promise<HttpReply> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask()
      } catch (error) {
        if (tries >= TRIES_MAX || !isUnanswered(error)) throw error
      }
      await pause(this.clock, DELAY_MS * 2 ** (tries - 1), signal)
    }
  }

  async #signed(call: Call): Promise<HttpReply> {
    const first = await this.#sent(call)
    if (first.reply.status !== 401) return this.#judged(first.reply, call)
    this.session.drop(first.token)
    const { reply } = this.session.needsSignIn ? await this.#sent(call) : first
    if (reply.status === 401) throw signedOut(panelWords(reply) ?? 'status 401', this.session.needsSignIn)
    return this.#judged(reply, call)
  }

  async #sent(call: Call): Promise<{ reply: HttpReply; token: string | null }> {
    const { prefix, token } = await this.session.open(call.signal)
    const reply = await this.#exchange({
      method: call.method,
      url: this.url(`/api/${prefix}${call.path}`),
      headers: {
        accept: 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      signal: call.signal,
      ...(call.body === undefined ? {} : { body: call.body }),
      ...(call.throttle === undefined ? {} : { throttle: call.throttle }),
    })
    return { reply, token }
  }

  #exchange(request: UploadRequest): Promise<HttpReply> {
    return this.#turns.requests.run(request.signal, async () => asMeant(await this.#http.exchange(request)))
  }

  #judged(reply: HttpReply, call: Call): HttpReply {
    const isForCaller = isGood(reply) || reply.status === 400 || reply.status === 404
    if (!isForCaller) throw this.error(reply, call.during)
    return reply
  }
}

export function isGood({ status }: HttpReply): boolean {
  return status >= 200 && status < 300
}

/** The line broke, or the panel had trouble: what it has done nobody knows, and asking again is worth while at once. */
export function isUnanswered(error: unknown): boolean {
  if (!(error instanceof UploadError)) return false
  const { code } = error.problem
  return code === 'connection-broken' || code === 'server-error'
}
