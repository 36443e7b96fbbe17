import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import type { Congestion } from '../congestion.ts'
import { isBrokenConnection } from '../connection-problems.ts'
import type { HttpClient, HttpReply, UploadRequest } from '../http.ts'
import type { Body, Part } from '../http-body.ts'
import { pause } from '../pause.ts'
import { jsonOf } from '../json-text.ts'
import { parseReply, urlOf } from './addresses.ts'
import { apiAway, busyError, replyError } from './problems.ts'
import type { PicapportSessions, Session } from './sessions.ts'
import { noDefaultUser } from './sign-in-problems.ts'
import { PhotoCheck } from './wire.ts'

/** Tries for one question in a row before the whole attempt ends. */
export const TRIES_MAX = 4
const DELAY_MS = 250
/** A server writes the metadata into the file before it answers: so many bytes of it in a millisecond, on a slow disk. */
const WORKED_BYTES_PER_MS = 1000

export interface Call {
  name: string
  parameters?: Record<string, string>
  /** "asking for the limits": completes «… while …». */
  during: Phrase
  signal: AbortSignal
  /** No further try once this is aborted. */
  drain?: AbortSignal
}

export interface UploadCall extends Omit<Call, 'name' | 'parameters' | 'drain'> {
  body: Body<Part>
  throttle: UploadRequest['throttle'] | undefined
}

export interface ClientOptions {
  base: URL
  http: HttpClient
  sessions: PicapportSessions
  congestion: Congestion
  clock: Clock
}

/**
 * The PicApport Web API over HTTP: puts the session into every request, has it renewed when the server says that it is
 * over, slows down when the server shows strain. Every function but «upload» is a GET, as the pages show them.
 */
export class PicapportClient {
  readonly #options: ClientOptions
  /** Functions that this server has answered: it is not too old for them. */
  readonly #answered = new Set<string>()

  constructor(options: ClientOptions) {
    this.#options = options
  }

  get clock(): Clock {
    return this.#options.clock
  }

  get host(): string {
    return this.#options.base.host
  }

  /**
   * A question, asked again after a broken line or a passing error. A 403 comes back as it is when the session is good.
   * @throws UploadError `offline` (also for a function that is gone), `busy`, `unauthorized`, `destination` (redirected
   *   elsewhere)
   */
  async ask(call: Call): Promise<HttpReply> {
    for (let tries = 1; ; tries++) {
      const isLast = tries >= TRIES_MAX || call.drain?.aborted === true
      try {
        const reply = await this.#signed(call, (url) =>
          this.#exchange({ method: 'GET', url, signal: call.signal }),
        )
        if (!isPassingStatus(reply.status) || isLast) return reply
      } catch (error) {
        if (!isBrokenLine(error) || isLast) throw error
      }
      await this.rest(tries, call.signal)
    }
  }

  /** An upload, sent once: whether it may be sent again is for the caller to find out. @throws UploadError */
  async upload(call: UploadCall): Promise<HttpReply> {
    const { body, throttle, signal } = call
    const workMs = body.sizeBytes / WORKED_BYTES_PER_MS
    const request = { method: 'POST' as const, body, workMs, signal }
    return await this.#signed({ ...call, name: 'upload' }, (url) =>
      this.#exchange({ ...request, url, ...(throttle === undefined ? {} : { throttle }) }),
    )
  }

  /** Whether the server has a photo («checkPhotoId»); null when it cannot be asked. @throws UploadError */
  async checkPhoto(photoId: string, signal: AbortSignal, drain?: AbortSignal): Promise<PhotoCheck | null> {
    const during = say`asking whether the photo is there`
    const parameters = { photoid: photoId }
    const call = {
      name: 'checkPhotoId',
      parameters,
      during,
      signal,
      ...(drain === undefined ? {} : { drain }),
    }
    const reply = await this.ask(call)
    // Where the function is there, it is the photo that is not.
    if (reply.status === 404 && this.#answered.has(call.name)) return { exists: false }
    if (reply.status === 404 || reply.status === 501) return null
    if (reply.status !== 200) throw replyError(reply, during)
    return parseReply(reply, PhotoCheck, during)
  }

  /** The server said in plain words that the session is over, without refusing anything. @throws UploadError */
  async renewSession(signal: AbortSignal): Promise<void> {
    const { sessions } = this.#options
    const session = await sessions.current(signal)
    if (session.apisid === null) throw noDefaultUser()
    await sessions.renew(session, signal)
  }

  /** @throws the signal's reason */
  async wait(delayMs: number, signal: AbortSignal): Promise<void> {
    await pause(this.#options.clock, delayMs, signal)
  }

  /** Waits after a try that has failed: longer each time. */
  async rest(tries: number, signal: AbortSignal): Promise<void> {
    await pause(this.#options.clock, DELAY_MS * 2 ** (tries - 1), signal)
  }

  async #signed(call: Call, send: (url: URL) => Promise<HttpReply>): Promise<HttpReply> {
    const reply = this.#judged(await this.#inSession(call, send), call)
    if (reply.status === 404 && this.#answered.has(call.name) && (await this.#isAway(call.signal)))
      throw apiAway(reply, call.during)
    if (reply.status === 200) this.#answered.add(call.name)
    return reply
  }

  async #inSession(call: Call, send: (url: URL) => Promise<HttpReply>): Promise<HttpReply> {
    const { sessions, base } = this.#options
    const within = (session: Session) =>
      send(urlOf(base, call.name, { apisid: session.apisid, ...call.parameters }))
    const session = await sessions.current(call.signal)
    const first = await within(session)
    const isRenewed =
      first.status === 403
        ? await sessions.renew(session, call.signal)
        : mayBeSignedOut(first) && (await sessions.renewIfOver(session, call.signal))
    return isRenewed ? await within(await sessions.current(call.signal)) : first
  }

  /** A 404 may also be about a photo; the state of the server is there as long as the Web API is. */
  async #isAway(signal: AbortSignal): Promise<boolean> {
    const { sessions, base } = this.#options
    const { apisid } = await sessions.current(signal)
    const reply = await this.#exchange({
      method: 'GET',
      url: urlOf(base, 'getServerStatus', { apisid }),
      signal,
    })
    return reply.status === 404
  }

  async #exchange(request: UploadRequest): Promise<HttpReply> {
    const { congestion, http } = this.#options
    try {
      return await congestion.run(request.signal, () =>
        http.exchange({ ...request, headers: { accept: 'application/json' } }),
      )
    } catch (error) {
      if (isBrokenConnection(error)) congestion.pushedBack()
      throw error
    }
  }

  #judged(reply: HttpReply, call: Call): HttpReply {
    const { congestion, clock } = this.#options
    if (reply.status === 429 || reply.status === 503) {
      congestion.pushedBack()
      throw busyError(reply, clock.now())
    }
    if (reply.status >= 300 && reply.status < 400) throw replyError(reply, call.during)
    if (reply.status < 300) congestion.succeeded()
    return reply
  }
}

/** No page tells what a session that is over is answered with: 403 is a guess. */
function mayBeSignedOut({ status, text }: HttpReply): boolean {
  return status === 400 || status === 401 || (status === 200 && jsonOf(text) === undefined)
}

export function isPassingStatus(status: number): boolean {
  return status === 500 || status === 502 || status === 504 || status === 408
}

/** The connection broke in use: another try may follow at once. */
export function isBrokenLine(error: unknown): boolean {
  return error instanceof UploadError && error.problem.code === 'connection-broken'
}
