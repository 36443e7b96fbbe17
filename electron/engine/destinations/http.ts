import { readFileSync } from 'node:fs'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import tls from 'node:tls'
import got from 'got'
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import { UploadError } from '../errors.ts'
import type { Clock, Network } from '../ports.ts'
import { connectionError, offlineError } from './connection-problems.ts'
import { type Body, type Part, pieces } from './http-body.ts'
import { LineRate } from './line-rate.ts'
import { ProgressDeadline } from './progress-deadline.ts'
import { say } from '../../../shared/phrase.ts'

/** Answers of these protocols are small; anything longer is not one of them. */
const REPLY_BYTES_MAX = 4 * 1024 * 1024
const REDIRECTS_MAX = 5

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  url: URL
  headers?: Record<string, string>
  body?: Body
  signal: AbortSignal
  /** Waits for leave to send so many bytes. */
  throttle?: (bytes: number) => Promise<void> | void
}

/** A request whose body may be made while it is sent. */
export interface UploadRequest extends Omit<HttpRequest, 'body'> {
  body?: Body<Part>
  /** How much longer than usual the server may take to answer when it has the whole body. */
  workMs?: number
}

export interface HttpReply {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  /** X-RequestId, for the server's support. */
  requestId: string | null
}

/**
 * The one HTTP client. Two ways of asking, one set of rules: deadlines on lack of progress and never on total time,
 * abort, proxies from the environment, system and custom certificates, connection trouble told in words.
 */
export interface HttpClient {
  /**
   * One exchange on the upload path: no redirects, no retries, body streamed with its exact length.
   * Uses undici: 2,000 small files cost it a third of what node:http and a tenth of what got takes.
   * @throws UploadError `offline`, `destination` (certificate), `unexpected` (an endless answer), and what a flowing body
   *   throws
   */
  exchange(request: UploadRequest): Promise<HttpReply>
  /**
   * Sign-in and discovery, with got: follows redirects of GET. The address is never logged.
   * @throws UploadError `offline`
   */
  browse(request: HttpRequest): Promise<HttpReply>
  close(): Promise<void>
}

export interface HttpOptions {
  clock: Clock
  network: Network
  /** Give up when nothing has moved for so long. */
  noProgressMs: number
  /** PEM file of a certificate authority to trust beside the known ones. */
  caFile: string | null
  connectionsMax: number
}

/** @throws UploadError `destination` when the certificate file cannot be read */
export function createHttpClient(options: HttpOptions): HttpClient {
  const ca = certificates(options)
  const { proxyEnv, userAgent } = options.network
  const dispatchers = createDispatchers(options, ca)
  const agent = {
    http: new HttpAgent({ keepAlive: true, proxyEnv }),
    https: new HttpsAgent({ keepAlive: true, proxyEnv, ca }),
  }
  const line = new LineRate()
  const deadline = () => new ProgressDeadline(options.clock, options.noProgressMs, line)

  return {
    exchange: (request) => exchange(dispatchers.to(request.url), request, deadline(), userAgent),
    browse: (request) => browse(agent, request, deadline(), userAgent),
    async close() {
      agent.http.destroy()
      agent.https.destroy()
      await dispatchers.destroy()
    },
  }
}

/** The direct way and the one through the environment's proxy. */
function createDispatchers({ network, connectionsMax, noProgressMs }: HttpOptions, ca: string[]) {
  const { proxyEnv } = network
  const proxy = (name: string): string => proxyEnv[name.toLowerCase()] ?? proxyEnv[name] ?? ''
  const [httpProxy, httpsProxy] = [proxy('HTTP_PROXY'), proxy('HTTPS_PROXY')]
  const timeout = Math.min(noProgressMs, 30_000)
  const settings = {
    connections: connectionsMax,
    pipelining: 1,
    // Many streams on one connection share one window: slower than a connection each, and one reset ends them all.
    allowH2: false,
    connect: { ca, timeout },
    requestTls: { ca, timeout },
    proxyTls: { ca },
    // Total-time limits are off: ProgressDeadline watches every request.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: 15_000,
  }
  const direct = new Agent(settings)
  const proxied = new EnvHttpProxyAgent({ ...settings, httpProxy, httpsProxy, noProxy: proxy('NO_PROXY') })
  return {
    // undici would use HTTP_PROXY for https as well; nothing else does, Node's own client included.
    to: (url: URL): Dispatcher =>
      (url.protocol === 'https:' ? httpsProxy : httpProxy) === '' ? direct : proxied,
    destroy: () => Promise.all([direct.destroy(), proxied.destroy()]),
  }
}

async function exchange(
  dispatcher: Dispatcher,
  request: UploadRequest,
  deadline: ProgressDeadline,
  userAgent: string,
): Promise<HttpReply> {
  const release = deadline.follow(request.signal)
  try {
    const { body, workMs = 0 } = request
    if (body !== undefined) deadline.allow(workMs, body.sizeBytes)
    const answer = await dispatcher.request({
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: {
        ...request.headers,
        'user-agent': userAgent,
        ...(body === undefined
          ? {}
          : { 'content-type': body.contentType, 'content-length': String(body.sizeBytes) }),
      },
      body: body === undefined ? null : pieces(body, request.throttle, deadline),
      signal: deadline.signal,
    })
    deadline.answered()
    const text = await readText(answer.body, deadline, request.url)
    return reply(answer.statusCode, answer.headers, text)
  } catch (error) {
    throw asOffline(error, request, deadline)
  } finally {
    release()
  }
}

async function browse(
  agent: { http: HttpAgent; https: HttpsAgent },
  request: HttpRequest,
  deadline: ProgressDeadline,
  userAgent: string,
): Promise<HttpReply> {
  const release = deadline.follow(request.signal)
  try {
    const answer = await got(request.url, {
      method: request.method,
      headers: {
        ...request.headers,
        'user-agent': userAgent,
        ...(request.body && { 'content-type': request.body.contentType }),
      },
      ...(request.body === undefined ? {} : { body: Buffer.concat(request.body.parts) }),
      agent,
      signal: deadline.signal,
      throwHttpErrors: false,
      retry: { limit: 0 },
      followRedirect: request.method === 'GET',
      maxRedirects: REDIRECTS_MAX,
      decompress: true,
      responseType: 'text',
    }).on('downloadProgress', () => {
      deadline.moved()
    })
    // From the proxy, not from the server; undici makes an error of it by itself.
    if (answer.statusCode === 407) throw new Error('Proxy Authentication Required (407)')
    return reply(answer.statusCode, answer.headers, answer.body)
  } catch (error) {
    throw asOffline(error, request, deadline)
  } finally {
    release()
  }
}

function reply(status: number, headers: HttpReply['headers'], text: string): HttpReply {
  const requestId = headers['x-requestid']
  return {
    status,
    headers,
    text: text.replace(/^\uFEFF/, ''),
    requestId: typeof requestId === 'string' ? requestId : null,
  }
}

async function readText(body: AsyncIterable<Buffer>, deadline: ProgressDeadline, url: URL): Promise<string> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of body) {
    deadline.moved()
    sizeBytes += part.length
    if (sizeBytes > REPLY_BYTES_MAX) throw endless(url)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function endless(url: URL): UploadError {
  return new UploadError('unexpected', {
    code: 'unexpected-answer',
    what: say`${url.host} gave an answer that is longer than anything it should say.`,
    remedy: say`Check "url" of this destination, and whether a proxy or a sign-in page stands in between.`,
    isRetried: true,
  })
}

function asOffline(error: unknown, request: UploadRequest, deadline: ProgressDeadline): unknown {
  if (error instanceof UploadError) return error
  if (request.signal.aborted) return request.signal.reason
  if (deadline.hasPassed) return offlineError(request.url, deadline.limitMs)
  return connectionError(request.url, error)
}

function certificates({ network, caFile }: HttpOptions): string[] {
  const known = [...tls.rootCertificates, ...network.systemCertificates()]
  if (caFile === null) return known
  try {
    return [...known, readFileSync(caFile, 'utf8')]
  } catch (error) {
    throw new UploadError('destination', {
      code: 'certificate-file',
      what: say`The certificate file ${caFile} cannot be read.`,
      remedy: say`Correct "ca" in the configuration of this destination.`,
      isRetried: false,
      detail: error instanceof Error ? error.message : String(error),
    })
  }
}
