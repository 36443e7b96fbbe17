import { isLoopbackHost, type PicapportConfig } from '../../../../shared/destination-config.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Clock } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import type { HttpClient, HttpReply } from '../http.ts'
import { heldSecret } from '../held-secret.ts'
import { jsonOf } from '../json-text.ts'
import { parseReply, urlOf } from './addresses.ts'
import { encryptPassword, PasswordTooLong } from './password.ts'
import { busyError, replyError, unexpectedReply } from './problems.ts'
import {
  clearPasswordRefused,
  noDefaultUser,
  noSession,
  passwordTooLong,
  sessionRefused,
  signInLater,
  unknownEncryption,
  wrongPassword,
} from './sign-in-problems.ts'
import { AuthorizedSession, CreatedSession, ServerStatus } from './wire.ts'

/** A session of the Web API; with null none is named, and the server takes its default user. */
export interface Session {
  readonly apisid: string | null
}

/** A refused password is not sent again before this, unless another one is stored or a person asks for it. */
const REFUSED_MS = 60_000
/**
 * How long to wait after so many refusals of a session; after the last one a person must look. All together longer than the
 * half hour after which servers usually forget idle sessions: those of an earlier run may be what is too many.
 */
const NO_SESSION_MS = [60_000, 120_000, 300_000, 600_000, 1_800_000]
/** A session that was opened but not signed in to is used for that within this time. */
const HALF_OPEN_MS = 60_000

export interface SessionOptions {
  http: HttpClient
  clock: Clock
  base: URL
  config: Pick<PicapportConfig, 'auth' | 'apiKey' | 'allowClearPassword'>
  /** @throws ProblemError when the secret is not there */
  secret: (ref: string | { env: string }) => Promise<string>
}

/**
 * The one session of a server and account (PicApport Web API, «createWebApiSession», «authorizeWebApiSession»). The server
 * limits their number and knows no way to close one, so all uploads share it, it is renewed only when the server itself
 * says that it is over, and nothing here ever makes one in a loop.
 */
export class PicapportSessions {
  readonly #options: SessionOptions
  #current: Session | null = null
  #opening: Promise<Session> | null = null
  #renewing: Promise<boolean> | null = null
  #halfOpen: { created: CreatedSession; sinceMs: number } | null = null
  #refusal: { error: UploadError; password: string | null; untilMs: number } | null = null
  #refusedInARow = 0

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** @throws UploadError */
  current(signal: AbortSignal): Promise<Session> {
    if (this.#current !== null) return Promise.resolve(this.#current)
    if (this.#options.config.auth.method === 'none') return Promise.resolve(DEFAULT_USER)
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    return abortable(this.#opening, signal)
  }

  /**
   * The server refused something in this session.
   *
   * @returns true when there is another session now; false when the refusal had another reason
   * @throws UploadError
   */
  async renew(refused: Session, signal: AbortSignal): Promise<boolean> {
    if (refused.apisid === null) return false
    // Another request may have renewed it meanwhile.
    if (this.#current !== refused) {
      await this.current(signal)
      return true
    }
    this.#renewing ??= this.#replace(refused).finally(() => {
      this.#renewing = null
    })
    return await abortable(this.#renewing, signal)
  }

  /**
   * The server gave an answer in this session that it may give to one that is over.
   *
   * @returns true when there is another session now; false when the server does not say that this one is over
   * @throws UploadError
   */
  async renewIfOver(doubted: Session, signal: AbortSignal): Promise<boolean> {
    if (doubted.apisid === null || (await abortable(this.#isValid(doubted), signal)) !== false) return false
    return await this.renew(doubted, signal)
  }

  /** A person asks: what was refused may be tried again at once. */
  forgetRefusal(): void {
    this.#refusal = null
    this.#refusedInARow = 0
  }

  async #replace(refused: Session): Promise<boolean> {
    // Servers before 8.3 cannot be asked; a refused session of theirs counts as over.
    if ((await this.#isValid(refused)) === true) return false
    this.#current = null
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null
    })
    await this.#opening
    return true
  }

  /** Null where the server does not tell. */
  async #isValid({ apisid }: Session): Promise<boolean | null> {
    const reply = await this.#get('getServerStatus', { apisid })
    if (reply.status !== 200) return null
    const status = ServerStatus.safeParse(jsonOf(reply.text))
    return status.success ? (status.data.isValid ?? null) : null
  }

  async #open(): Promise<Session> {
    const { auth } = this.#options.config
    const password = auth.method === 'password' ? await this.#secret(auth.secret) : null
    this.#throwRefusal(password)
    this.#current =
      auth.method === 'password' && password !== null
        ? await this.#signIn(auth.user, password)
        : anonymous(await this.#create())
    return this.#current
  }

  /** A session whose sign-in got no answer is used again; it may be over by now, and then the password is not to blame. */
  async #signIn(user: string, password: string): Promise<Session> {
    const half = this.#halfOpen
    this.#halfOpen = null
    if (half !== null && this.#options.clock.monotonic() - half.sinceMs < HALF_OPEN_MS) {
      const session = await this.#authorize(half.created, user, password)
      if (!(session instanceof UploadError)) return session
    }
    const session = await this.#authorize(await this.#create(), user, password)
    if (session instanceof UploadError) throw this.#refused(session, password, REFUSED_MS)
    return session
  }

  async #create(): Promise<CreatedSession> {
    const { config } = this.#options
    const key = config.apiKey === null ? null : await this.#secret(config.apiKey)
    const reply = await this.#get('createWebApiSession', { apikey: key })
    if (reply.status === 403) throw this.#noSession(reply, key !== null)
    const created = this.#read(reply, CreatedSession, say`opening a session`)
    this.#refusedInARow = 0
    return created
  }

  /** @returns the refusal when user or password are wrong. @throws UploadError */
  async #authorize(created: CreatedSession, user: string, password: string): Promise<Session | UploadError> {
    // Also when the password may not go: whoever tries again must not open one session after the other.
    this.#halfOpen = { created, sinceMs: this.#options.clock.monotonic() }
    const pw = this.#sentPassword(created, password)
    const reply = await this.#get('authorizeWebApiSession', { apisid: created.apisid, uid: user, pw })
    if (reply.status === 403) {
      this.#halfOpen = null
      return wrongPassword(user, reply)
    }
    const { apisid } = this.#read(reply, AuthorizedSession, say`signing in`)
    this.#halfOpen = null
    return { apisid: apisid || created.apisid }
  }

  /** RSA is the default; `none` is what an administrator makes of it (webapi.DISABLE.PASSWORD.ENCRYPTION). */
  #sentPassword({ algorithm, modulus, exponent }: CreatedSession, password: string): string {
    const { base, config } = this.#options
    if (algorithm === 'none') {
      const isSafe = base.protocol === 'https:' || isLoopbackHost(base.hostname)
      if (!isSafe && !config.allowClearPassword) throw clearPasswordRefused()
      return password
    }
    if (algorithm !== 'RSA' || !modulus || !exponent)
      throw unknownEncryption(algorithm ?? say`without a name`)
    try {
      return encryptPassword(modulus, exponent, password)
    } catch (error) {
      throw error instanceof PasswordTooLong ? passwordTooLong() : unknownEncryption(say`RSA without a key`)
    }
  }

  #noSession(reply: HttpReply, hasKey: boolean): UploadError {
    const waitMs = NO_SESSION_MS[this.#refusedInARow]
    this.#refusedInARow++
    const lastMs = NO_SESSION_MS.at(-1) ?? 0
    const error = waitMs === undefined ? sessionRefused(reply) : noSession(reply, hasKey, waitMs)
    return this.#refused(error, null, waitMs ?? lastMs)
  }

  #refused(error: UploadError, password: string | null, forMs: number): UploadError {
    this.#refusal = { error, password, untilMs: this.#options.clock.monotonic() + forMs }
    return error
  }

  #throwRefusal(password: string | null): void {
    const refusal = this.#refusal
    if (refusal === null) return
    const isOther = refusal.password !== null && refusal.password !== password
    const leftMs = refusal.untilMs - this.#options.clock.monotonic()
    if (isOther || leftMs <= 0) {
      this.#refusal = null
      return
    }
    const { kind, problem } = refusal.error
    throw new UploadError(kind, problem, kind === 'busy' ? { retryAfterMs: Math.ceil(leftMs) } : {})
  }

  #read<T>(reply: HttpReply, schema: Parameters<typeof parseReply<T>>[1], during: Phrase): T {
    const { status } = reply
    if (status === 429 || status === 503) throw busyError(reply, this.#options.clock.now())
    if (status >= 500 && status !== 501) throw signInLater(reply)
    if (status === 400) throw unexpectedReply(reply, during)
    if (status !== 200) throw replyError(reply, during)
    return parseReply(reply, schema, during)
  }

  async #get(name: string, parameters: Record<string, string | null>): Promise<HttpReply> {
    return await this.#options.http.exchange({
      method: 'GET',
      url: urlOf(this.#options.base, name, parameters),
      headers: { accept: 'application/json' },
      // Shared by all uploads, so the abort of one of them must not end it.
      signal: new AbortController().signal,
    })
  }

  async #secret(ref: string | { env: string }): Promise<string> {
    return await heldSecret(this.#options.secret(ref))
  }
}

const DEFAULT_USER: Session = { apisid: null }

function anonymous({ apisid, authorised }: CreatedSession): Session {
  if (!authorised) throw noDefaultUser()
  return { apisid }
}
