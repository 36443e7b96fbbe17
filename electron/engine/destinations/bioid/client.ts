import type { BioidConfig } from '../../../../shared/destination-config.ts'
import type { Clock } from '../../ports.ts'
import type { HttpClient, HttpReply, UploadRequest } from '../http.ts'
import { heldSecret } from '../held-secret.ts'

/** Where the Web API lies when the address names only the server (BWS reference, «Web API»). */
const RESOURCE = '/extension/'

/** The BWS over HTTP: addresses and who is asking. What answers mean is for the callers. */
export class BioidClient {
  readonly base: URL
  readonly clock: Clock
  readonly auth: BioidConfig['auth']
  readonly #http: HttpClient
  readonly #secretOf: (ref: string | { env: string }) => Promise<string>

  constructor(options: {
    url: string
    auth: BioidConfig['auth']
    http: HttpClient
    clock: Clock
    secretOf: (ref: string | { env: string }) => Promise<string>
  }) {
    this.base = baseOf(options.url)
    this.auth = options.auth
    this.clock = options.clock
    this.#http = options.http
    this.#secretOf = options.secretOf
  }

  /** Whether the calls that want App-ID and secret can be made: those about persons, results and the service. */
  get canAsk(): boolean {
    return this.auth.method !== 'token-url'
  }

  /** What only this destination knows; empty where nothing is secret. @throws UploadError `unauthorized` */
  async secret(): Promise<string> {
    if (this.auth.method === 'none' || this.auth.secret === undefined) return ''
    return await heldSecret(this.#secretOf(this.auth.secret))
  }

  /** A call by App-ID and secret. Its address is never logged: that of «result» holds a token. @throws UploadError */
  async ask(name: string, query: Record<string, string>, signal: AbortSignal): Promise<HttpReply> {
    const headers = await this.#basic()
    return await this.#http.exchange({ method: 'GET', url: this.#url(name, query), headers, signal })
  }

  /** A token, from the service or from the customer's own address. @throws UploadError */
  async askToken(query: Record<string, string>, signal: AbortSignal): Promise<HttpReply> {
    const { auth } = this
    const accept = { accept: 'text/plain, application/json;q=0.9' }
    if (auth.method !== 'token-url') {
      const id = auth.method === 'app' ? { id: auth.appId } : {}
      const headers = { ...accept, ...(await this.#basic()) }
      const url = this.#url('token', { ...id, ...query })
      return await this.#http.exchange({ method: 'GET', url, headers, signal })
    }
    const secret = await this.secret()
    const url = new URL(auth.url)
    url.search = new URLSearchParams(query).toString()
    const headers = { ...accept, ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }) }
    return await this.#http.browse({ method: 'GET', url, headers, signal })
  }

  /** A call with a BWS token. @throws UploadError */
  async withToken(
    token: string,
    call: Omit<UploadRequest, 'url' | 'headers'> & { name: string; query?: Record<string, string> },
  ): Promise<HttpReply> {
    const { name, query = {}, ...request } = call
    const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
    return await this.#http.exchange({ ...request, url: this.#url(name, query), headers })
  }

  async #basic(): Promise<Record<string, string>> {
    if (this.auth.method !== 'app') return {}
    const pair = `${this.auth.appId}:${await this.secret()}`
    // The vendor's sample encodes as ISO 8859-1; what does not fit there goes as UTF-8.
    const isLatin = Buffer.from(pair, 'latin1').toString('latin1') === pair
    return { authorization: `Basic ${Buffer.from(pair, isLatin ? 'latin1' : 'utf8').toString('base64')}` }
  }

  #url(name: string, query: Record<string, string>): URL {
    const url = new URL(name, this.base)
    url.search = new URLSearchParams(query).toString()
    return url
  }
}

function baseOf(text: string): URL {
  const url = new URL(text)
  url.pathname = url.pathname === '/' ? RESOURCE : url.pathname.replace(/\/*$/, '/')
  return url
}
