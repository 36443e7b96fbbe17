import { createHash } from 'node:crypto'
import { say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import { abortable } from '../abortable.ts'
import type { HttpReply } from '../http.ts'
import { heldSecret } from '../held-secret.ts'
import { jsonOf } from '../json-text.ts'
import { isWebPage, noPanel, notAdministrator, panelWords, unexpectedReply } from './problems.ts'
import { inAddress } from './query.ts'
import { parsed } from './reply.ts'
import { LoginReply, PanelInfo } from './wire.ts'

export type Prefix = 'v0' | 'v1'

export interface Credentials {
  user: string
  /** @throws ProblemError when it is not there */
  password: () => Promise<string>
}

export interface SessionOptions {
  /** Null where the panel asks nobody. */
  credentials: Credentials | null
  /** A GET of the panel, `path` from its root. Never logged: that of the login holds the password's digest. */
  get: (path: string, signal: AbortSignal) => Promise<HttpReply>
}

const SIGNING_IN = say`signing in`

/**
 * Who we are at the panel («Logs user into the system»): one token at a time, asked for by one request however many want
 * it. Panels shut out whoever keeps guessing, so a password that was refused is not tried a second time.
 */
export class PanelSession {
  readonly #credentials: Credentials | null
  readonly #get: SessionOptions['get']
  #info: PanelInfo | null = null
  #prefix: Prefix | null = null
  #token: string | null = null
  #accountType: string | null = null
  #pending: Promise<void> | null = null
  #refused: { digest: string; error: UploadError } | null = null

  constructor({ credentials, get }: SessionOptions) {
    this.#credentials = credentials
    this.#get = get
  }

  /** What the panel says of itself; null while it was not asked, or when it does not tell. */
  get info(): PanelInfo | null {
    return this.#info
  }

  /** What it calls the account: `admin` where faces may be changed; null when it does not tell. */
  get accountType(): string | null {
    return this.#accountType
  }

  /** Where its API begins, as far as that is known. */
  get prefix(): Prefix {
    return this.#prefix ?? 'v1'
  }

  get needsSignIn(): boolean {
    return this.#credentials !== null
  }

  /** Where the API begins, and the token; signs in where there is none. @throws UploadError */
  async open(signal: AbortSignal): Promise<{ prefix: Prefix; token: string | null }> {
    const isOpen = this.#prefix !== null && (this.#credentials === null || this.#token !== null)
    if (!isOpen) await this.#renewed(signal)
    return { prefix: this.prefix, token: this.#token }
  }

  /** The panel has refused `token`: signs in anew, unless somebody else has done so meanwhile. */
  drop(token: string | null): void {
    if (this.#token === token) this.#token = null
  }

  /** A person asks: everything is found out anew, and a refused password may be tried once more. */
  forget(): void {
    this.#refused = null
    this.#prefix = null
    this.#token = null
  }

  #renewed(signal: AbortSignal): Promise<void> {
    // Shared by all who wait, so none of them may end it for the others.
    this.#pending ??= this.#begin(new AbortController().signal).finally(() => {
      this.#pending = null
    })
    return abortable(this.#pending, signal)
  }

  async #begin(signal: AbortSignal): Promise<void> {
    if (this.#prefix === null) {
      this.#info = await this.#askInfo(signal)
      this.#prefix = prefixOf(this.#info)
    }
    if (this.#credentials !== null) await this.#signIn(this.#credentials, this.#prefix, signal)
  }

  async #askInfo(signal: AbortSignal): Promise<PanelInfo | null> {
    const during = say`asking what it is`
    const reply = await this.#get('/api/info', signal)
    if (isWebPage(reply) && reply.status === 200) throw unexpectedReply(reply, during)
    if (reply.status !== 200) return null
    return PanelInfo.safeParse(jsonOf(reply.text)).data ?? null
  }

  async #signIn(credentials: Credentials, prefix: Prefix, signal: AbortSignal): Promise<void> {
    const digest = digestOf(await heldSecret(credentials.password()))
    if (this.#refused?.digest === digest) throw this.#refused.error
    const query = inAddress(new URLSearchParams({ username: credentials.user, password: digest }))
    let reply = await this.#get(`/api/${prefix}/login?${query}`, signal)
    if (reply.status === 404) {
      // The panel has not told its firmware, or not in a way that is understood.
      const other = prefix === 'v1' ? 'v0' : 'v1'
      reply = await this.#get(`/api/${other}/login?${query}`, signal)
      if (reply.status === 404) throw noPanel(SIGNING_IN, 'status 404')
      this.#prefix = other
    }
    if (reply.status !== 200) {
      const error = signInError(reply)
      if (error.kind === 'unauthorized') this.#refused = { digest, error }
      throw error
    }
    this.#keep(reply)
  }

  #keep(reply: HttpReply): void {
    const login = parsed(reply, LoginReply, SIGNING_IN)
    this.#accountType = login.account_type ?? null
    if (login.account_type !== undefined && login.account_type !== 'admin')
      throw notAdministrator(`account_type ${login.account_type}`)
    this.#token = login.token
  }
}

/**
 * Start page of the documentation: documents 1.x belong to /api/v0 and firmware up to 3.7.0, 2.x to /api/v1 and firmware
 * from 3.9.0.
 */
export function prefixOf(info: PanelInfo | null): Prefix {
  const api = /^v?(\d+)(\.\d+)?/.exec(info?.api_version ?? '')
  if (api?.[1] !== undefined) {
    const major = Number(api[1])
    // «1.8.0» is a version of the documents, «v1» the beginning of a path.
    return major === 0 || (major === 1 && api[2] !== undefined) ? 'v0' : 'v1'
  }
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(info?.firmware_version ?? '') ?? []
  if (major === undefined || minor === undefined) return 'v1'
  return Number(major) < 3 || (Number(major) === 3 && Number(minor) < 8) ? 'v0' : 'v1'
}

/** The login wants the MD5 of the password in capitals (example of the vendor: 123456 → E10ADC39…). */
function digestOf(password: string): string {
  return createHash('md5').update(password, 'utf8').digest('hex').toUpperCase()
}

function signInError(reply: HttpReply): UploadError {
  const detail = panelWords(reply) ?? `status ${String(reply.status)}`
  if (reply.status >= 500 || reply.status === 429) {
    return new UploadError('busy', {
      code: 'server-busy',
      what: say`The panel cannot sign Sluice in just now (${String(reply.status)}).`,
      remedy: say`Sluice tries again by itself. If it stays so, restart the panel.`,
      isRetried: true,
      detail,
    })
  }
  if (reply.status >= 300 && reply.status < 400) return unexpectedReply(reply, SIGNING_IN)
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: say`The panel refused the user name or the password.`,
    means: say`Sluice does not try again by itself: panels shut out whoever keeps guessing. Pictures wait.`,
    remedy: say`Check "user", store the password again with «sluice secret set NAME», then check this destination.`,
    isRetried: false,
    detail,
  })
}

/** Signed in a moment ago, and refused all the same; or nobody is named at all. */
export function signedOut(detail: string, needsSignIn: boolean): UploadError {
  return new UploadError('unauthorized', {
    code: 'sign-in-needed',
    what: needsSignIn
      ? say`The panel does not accept its own sign-in.`
      : say`The panel wants to know who it talks to.`,
    means: say`Pictures wait.`,
    remedy: needsSignIn
      ? say`Check the account at the panel, then check this destination. A proxy in between may remove the Authorization header.`
      : say`Set "auth" of this destination to the account of an administrator.`,
    isRetried: false,
    detail,
  })
}
