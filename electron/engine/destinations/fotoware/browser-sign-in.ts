import { createHash } from 'node:crypto'
import { joined, say } from '../../../../shared/phrase.ts'
import { type Problem, problemPhrase } from '../../../../shared/problem.ts'
import { errorText, ProblemError, UploadError } from '../../errors.ts'
import type { Clock, Log, Random, Timer } from '../../ports.ts'
import type { SignInOutcome, SignInService } from '../destination.ts'
import type { HttpClient } from '../http.ts'
import { formBody } from '../http-body.ts'
import { listenForRedirect, type LoopbackRedirect } from '../loopback-redirect.ts'
import type { RedirectPage } from '../redirect-page.ts'
import { TOKEN_PATH } from './auth.ts'
import type { BrowserSession } from './browser-session.ts'
import {
  noneBegun,
  portsTaken,
  signInCancelled,
  signInDenied,
  signInFailed,
  signInNeeded,
  signInRefused,
  signInTimedOut,
} from './sign-in-problems.ts'
import { readToken, type Refusal } from './token-reply.ts'
import type { Token } from './wire.ts'

const MINUTES = 10
/** RFC 7636, section 4.1: 43 to 128 characters. */
const VERIFIER_CHARACTERS = 86
const STATE_CHARACTERS = 43

export interface BrowserSignInOptions {
  http: HttpClient
  clock: Clock
  random: Random
  log: Log
  base: URL
  clientId: string
  redirectPorts: readonly number[]
  redirectPath: string
  /** Name of the destination. */
  name: string
  session: BrowserSession
}

interface Attempt {
  readonly verifier: string
  readonly abort: AbortController
  readonly ended: PromiseWithResolvers<SignInOutcome>
  /** From here on the sign-in is being kept and cannot be called off. */
  isDecided: boolean
  redirect: LoopbackRedirect | null
  timer: Timer | null
}

/** Native application authorization with PKCE (FotoWare OAuth 2.0; RFC 7636, RFC 8252). */
export class BrowserSignIn implements SignInService {
  readonly #options: BrowserSignInOptions
  #current: Attempt | null = null
  #beginning: Promise<unknown> = Promise.resolve()

  constructor(options: BrowserSignInOptions) {
    this.#options = options
  }

  begin(): Promise<{ url: string; untilMs: number }> {
    const next = this.#beginning.then(() => this.#begin())
    this.#beginning = next.catch(() => undefined)
    return next
  }

  async outcome(): Promise<SignInOutcome> {
    if (this.#current === null) throw noneBegun(this.#options.name)
    return await this.#current.ended.promise
  }

  async cancel(): Promise<void> {
    if (this.#current !== null) await end(this.#current, signInCancelled(this.#options.name))
  }

  async signOut(): Promise<Problem> {
    const { session, name } = this.#options
    await this.cancel()
    await session.forget()
    return signInNeeded(name).problem
  }

  async #begin(): Promise<{ url: string; untilMs: number }> {
    const { clock, random, name, log, redirectPorts, redirectPath } = this.#options
    await this.cancel()
    const attempt: Attempt = {
      verifier: random.token(VERIFIER_CHARACTERS),
      abort: new AbortController(),
      ended: Promise.withResolvers(),
      isDecided: false,
      redirect: null,
      timer: null,
    }
    const state = random.token(STATE_CHARACTERS)
    const redirect = await listenForRedirect({
      ports: redirectPorts,
      path: redirectPath,
      state,
      onAnswer: (parameters) => this.#answered(attempt, parameters),
    })
    if (redirect === null) throw portsTaken(name, redirectPorts)
    attempt.redirect = redirect
    attempt.timer = clock.after(MINUTES * 60_000, () => {
      void end(attempt, signInTimedOut(name, MINUTES, redirect.uri))
    })
    this.#current = attempt
    void attempt.ended.promise.then(({ isSignedIn, problem }) => {
      log.info('A sign-in in the browser has ended', { destination: name, isSignedIn, code: problem?.code })
    })
    return {
      url: this.#address(attempt, redirect.uri, state),
      untilMs: clock.now() + MINUTES * 60_000,
    }
  }

  #address({ verifier }: Attempt, redirectUri: string, state: string): string {
    const { base, clientId } = this.#options
    const url = new URL('/fotoweb/oauth2/authorize', base)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: createHash('sha256').update(verifier, 'ascii').digest('base64url'),
      code_challenge_method: 'S256',
    }).toString()
    return url.href
  }

  async #answered(attempt: Attempt, parameters: URLSearchParams): Promise<RedirectPage> {
    const outcome = await this.#exchanged(attempt, parameters).catch((error: unknown) => ({
      isSignedIn: false,
      problem: this.#failure(error),
    }))
    attempt.timer?.cancel()
    attempt.ended.resolve(outcome)
    // Called off or too late meanwhile: that came first.
    return pageOf(await attempt.ended.promise)
  }

  async #exchanged(attempt: Attempt, parameters: URLSearchParams): Promise<SignInOutcome> {
    const { clock, session, name } = this.#options
    const code = parameters.get('code')
    if (code === null || parameters.has('error'))
      return { isSignedIn: false, problem: signInDenied(name, refusalIn(parameters)) }
    const askedMs = clock.monotonic()
    const token = await this.#redeem(attempt, code)
    attempt.abort.signal.throwIfAborted()
    attempt.isDecided = true
    return { isSignedIn: true, problem: await session.adopt(token, askedMs) }
  }

  async #redeem({ verifier, abort, redirect }: Attempt, code: string): Promise<Token> {
    const { http, base, clientId, clock, name } = this.#options
    const reply = await http.browse({
      method: 'POST',
      url: new URL(TOKEN_PATH, base),
      headers: { accept: 'application/json' },
      body: formBody({
        grant_type: 'authorization_code',
        client_id: clientId,
        code,
        redirect_uri: redirect?.uri ?? '',
        code_verifier: verifier,
      }),
      signal: abort.signal,
    })
    return readToken(reply, clock.now(), (refusal) =>
      refusal.error === 'invalid_grant'
        ? new ProblemError(signInDenied(name, refusal))
        : signInRefused(name, refusal),
    )
  }

  #failure(error: unknown): Problem {
    const { name, log } = this.#options
    if (error instanceof UploadError) return signInFailed(name, error.problem)
    if (error instanceof ProblemError) return error.problem
    log.error('A sign-in failed in an unforeseen way', { destination: name, detail: errorText(error) })
    return signInDenied(name, { error: null, detail: errorText(error) })
  }
}

/** Ends an attempt, unless it has ended or is being kept; resolves when its port is free again. */
async function end(attempt: Attempt, problem: Problem): Promise<void> {
  if (!attempt.isDecided) {
    attempt.ended.resolve({ isSignedIn: false, problem })
    attempt.abort.abort(new ProblemError(problem))
  }
  attempt.timer?.cancel()
  await attempt.ended.promise
  await attempt.redirect?.close()
}

/** What the browser brought in place of a code (RFC 6749, section 4.1.2.1). Anybody may have written it. */
function refusalIn(parameters: URLSearchParams): Refusal {
  const error = plain(parameters.get('error') ?? 'no code')
  const description = plain(parameters.get('error_description') ?? '')
  return { error, detail: `${error} ${description}`.trim() }
}

function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').slice(0, 200)
}

const CLOSE = say`You can close this window.`

function pageOf({ isSignedIn, problem }: SignInOutcome): RedirectPage {
  if (isSignedIn) {
    const words = problem === null ? CLOSE : problemPhrase({ ...problem, remedy: '' })
    return { status: 200, title: say`Sluice is signed in`, words }
  }
  const why = problem === null ? [] : [problemPhrase({ ...problem, means: '' })]
  return { status: 400, title: say`Sluice is not signed in`, words: joined([...why, CLOSE]) }
}
