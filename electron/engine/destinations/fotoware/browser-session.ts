import type { Problem } from '../../../../shared/problem.ts'
import { errorCode, errorText, UploadError } from '../../errors.ts'
import type { Clock, Log } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import { isBrokenConnection } from '../connection-problems.ts'
import type { HttpClient, HttpReply } from '../http.ts'
import { formBody } from '../http-body.ts'
import { type Authorization, signedOut, TOKEN_PATH } from './auth.ts'
import type { KeptSignIn } from './kept-sign-in.ts'
import { loginRemedy, notKept, signInNeeded, signInRefused } from './sign-in-problems.ts'
import { readToken, type Refusal } from './token-reply.ts'
import type { Token } from './wire.ts'

/** Renewed after this part of its life, so that there is time for another try. */
const RENEWED_AT = 0.8
/** Not used any more so long before its end, so that it is not refused on its way. */
const MARGIN_MS = 60_000
/** After a refresh that failed for now, the token that is still good is used for so long before the next try. */
const RETRY_MS = 60_000
/** Hundreds of results may be asked for when a sign-in is lost: the archive is asked once, not for each of them. */
const LOST_MS = 30_000
/** An engine that ends waits so long for a new token to be stored; without it the sign-in would be lost. */
const SETTLE_MS = 10_000

interface Access {
  header: string
  /** Monotonic: a wall clock that jumps makes no token old. */
  staleMs: number
  endsMs: number
}

export interface BrowserSessionOptions {
  http: HttpClient
  clock: Clock
  log: Log
  base: URL
  clientId: string
  /** Name of the destination. */
  name: string
  kept: KeptSignIn
}

/**
 * Somebody's sign-in after the browser has done its part: the access token in memory, the refresh token in the secret
 * store (FotoWare OAuth 2.0, «Refreshing tokens»). A new refresh token makes the old one invalid, so there is one refresh
 * at a time, and its result is stored before anybody uses it.
 */
export class BrowserSession implements Authorization {
  readonly #options: BrowserSessionOptions
  #access: Access | null = null
  #refreshToken: string | null = null
  #isLoaded = false
  /** What is wrong with the sign-in although it works for now. */
  #trouble: Problem | null = null
  #isAnswerLost = false
  #lost: { error: UploadError; untilMs: number } | null = null
  #pending: Promise<string> | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: BrowserSessionOptions) {
    this.#options = options
  }

  /** @throws UploadError `unauthorized` (a person has to sign in), `offline`, `busy`, `destination` */
  async header(signal: AbortSignal): Promise<string> {
    const { clock } = this.#options
    if (this.#access !== null && clock.monotonic() < this.#access.staleMs) return this.#access.header
    try {
      return await this.#fresh(null, signal)
    } catch (error) {
      const access = this.#access
      const nowMs = clock.monotonic()
      if (signal.aborted || isFinal(error) || access === null || nowMs >= access.endsMs) throw error
      access.staleMs = Math.min(access.endsMs, nowMs + RETRY_MS)
      return access.header
    }
  }

  async renew(refused: string | null, signal: AbortSignal): Promise<boolean> {
    // Others may have noticed before.
    if (this.#access?.header === refused) this.#access = null
    if (this.#access === null) await this.#fresh(refused, signal)
    return true
  }

  signedOut(reply: HttpReply): UploadError {
    this.#options.log.warn('A sign-in was refused although it had just been renewed', {
      destination: this.#options.name,
      status: reply.status,
    })
    return signedOut(reply, loginRemedy(this.#options.name))
  }

  /**
   * Goes on with what a sign-in in the browser has brought.
   * @param askedMs when the token was asked for, monotonic
   * @returns what is wrong with the sign-in although it works
   */
  adopt(token: Token, askedMs: number): Promise<Problem | null> {
    return this.#alone(async () => {
      this.#isLoaded = true
      this.#isAnswerLost = false
      this.#lost = null
      this.#refreshToken = refreshTokenOf(token)
      await this.#keep()
      this.#use(token, askedMs)
      return this.#trouble
    })
  }

  /**
   * Somebody signs out. FotoWare has no way to revoke a token: what is kept here is forgotten (OAuth 2.0, native
   * applications).
   * @throws ProblemError when the store refuses; nothing has changed then
   */
  forget(): Promise<void> {
    return this.#alone(async () => {
      await this.#options.kept.write(null)
      this.#isLoaded = true
      this.#refreshToken = null
      this.#access = null
      this.#trouble = null
      this.#lost = null
    })
  }

  /** What a person should know of a sign-in that works for now; null when all is well. */
  get trouble(): Problem | null {
    return this.#trouble
  }

  /** Resolves when no token is under way any more: one that arrives unseen would be lost. */
  async settle(): Promise<void> {
    await new Promise<void>((resolve) => {
      const patience = this.#options.clock.after(SETTLE_MS, resolve, true)
      void this.#last.then(() => {
        patience.cancel()
        resolve()
      })
    })
  }

  /** Shared by all who want it, so the abort of one of them must not end it. */
  #fresh(refused: string | null, signal: AbortSignal): Promise<string> {
    this.#pending ??= this.#alone(() => this.#refresh(refused)).finally(() => {
      this.#pending = null
    })
    return abortable(this.#pending, signal)
  }

  async #refresh(refused: string | null): Promise<string> {
    const { clock } = this.#options
    // Somebody may have signed in while this waited for its turn.
    const isThere = this.#access !== null && this.#access.header !== refused
    if (this.#access !== null && isThere && clock.monotonic() < this.#access.staleMs)
      return this.#access.header
    if (this.#lost !== null && clock.monotonic() < this.#lost.untilMs) throw this.#lost.error
    const refreshToken = await this.#known()
    const askedMs = clock.monotonic()
    const token = await this.#ask(refreshToken)
    const rotated = refreshTokenOf(token)
    if (rotated !== null && rotated !== refreshToken) {
      this.#refreshToken = rotated
      await this.#keep()
    } else if (this.#trouble !== null) await this.#keep()
    return this.#use(token, askedMs)
  }

  async #known(): Promise<string> {
    if (!this.#isLoaded) {
      this.#refreshToken = await this.#options.kept.read()
      this.#isLoaded = true
    }
    if (this.#refreshToken === null) throw signInNeeded(this.#options.name)
    return this.#refreshToken
  }

  async #ask(refreshToken: string): Promise<Token> {
    const { http, clock, base, clientId, name, log } = this.#options
    try {
      const reply = await http.browse({
        method: 'POST',
        url: new URL(TOKEN_PATH, base),
        headers: { accept: 'application/json' },
        body: formBody({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id: clientId }),
        signal: new AbortController().signal,
      })
      const token = readToken(reply, clock.now(), (refusal) => this.#notRenewed(refusal))
      this.#isAnswerLost = false
      return token
    } catch (error) {
      if (isFinal(error)) throw error
      if (isBrokenConnection(error)) this.#isAnswerLost = true
      log.info('A sign-in could not be renewed just now', {
        destination: name,
        code: error instanceof UploadError ? error.problem.code : errorCode(error),
      })
      throw asPassing(error)
    }
  }

  #notRenewed({ error, detail }: Refusal): UploadError {
    const { name, log, clock } = this.#options
    log.warn('A sign-in was lost: the archive does not renew it', {
      destination: name,
      cause: error ?? detail,
      // The archive may have given out a new refresh token that never arrived here.
      afterLostAnswer: this.#isAnswerLost,
    })
    const lost =
      error === 'invalid_grant' ? signInNeeded(name, detail) : signInRefused(name, { error, detail })
    this.#access = null
    this.#lost = { error: lost, untilMs: clock.monotonic() + LOST_MS }
    return lost
  }

  /** A store that refuses does not end the sign-in: it then lasts until Sluice ends, and that is told. */
  async #keep(): Promise<void> {
    const { kept, log, name } = this.#options
    try {
      await kept.write(this.#refreshToken)
      this.#trouble = this.#refreshToken === null ? notKept(name, 'archive', 'no refresh token') : null
    } catch (error) {
      const detail = errorText(error)
      this.#trouble = notKept(name, 'store', detail)
      log.error('A sign-in could not be stored: it lasts until Sluice ends', { destination: name, detail })
    }
  }

  #use(token: Token, askedMs: number): string {
    const header = `Bearer ${token.access_token}`
    const lifetimeMs = token.expires_in === null ? Number.POSITIVE_INFINITY : token.expires_in * 1000
    this.#access = {
      header,
      staleMs: askedMs + lifetimeMs * RENEWED_AT,
      endsMs: askedMs + Math.max(lifetimeMs - MARGIN_MS, lifetimeMs * RENEWED_AT),
    }
    return header
  }

  /** One after the other: two that change tokens at the same moment would lose one. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work)
    this.#last = next.catch(() => undefined)
    return next
  }
}

function refreshTokenOf({ refresh_token: token }: Token): string | null {
  return token === undefined || token === '' ? null : token
}

/** Waiting does not mend it. */
function isFinal(error: unknown): boolean {
  return error instanceof UploadError && (error.kind === 'unauthorized' || error.kind === 'destination')
}

/** No file is to blame for an answer that makes no sense here, so that none may run out of attempts by it. */
function asPassing(error: unknown): unknown {
  return error instanceof UploadError && error.kind === 'unexpected'
    ? new UploadError('busy', error.problem, { cause: error })
    : error
}
