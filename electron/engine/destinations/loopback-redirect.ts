import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { say } from '../../../shared/phrase.ts'
import { errorCode } from '../errors.ts'
import { PAGE_HEADERS, pageHtml, type RedirectPage } from './redirect-page.ts'

const HOST = '127.0.0.1'
/** A browser asks at once; whoever is slower is none. */
const REQUEST_WITHIN_MS = 10_000

export interface RedirectOptions {
  /** Tried in this order. */
  ports: readonly number[]
  /** Begins with '/'; compared exactly. */
  path: string
  /** What the answer must bring back, so that nobody else's answer is taken (RFC 6749, section 10.12). */
  state: string
  /** Called once, with the parameters of the answer; the page is shown when it resolves. Must not reject. */
  onAnswer: (parameters: URLSearchParams) => Promise<RedirectPage>
}

/** A place on this machine that a sign-in page sends the browser back to (RFC 8252, section 7.3). */
export interface LoopbackRedirect {
  /** The address to name as `redirect_uri`. */
  readonly uri: string
  /** Listens no longer. A page that is being made is still shown. */
  close(): Promise<void>
}

const ELSEWHERE: RedirectPage = {
  status: 404,
  title: say`There is nothing here`,
  words: say`Sluice waits here for the end of a sign-in, at another address. You can close this window.`,
}
const FOREIGN: RedirectPage = {
  status: 400,
  title: say`This is not the sign-in that Sluice waits for`,
  words: say`It may be an older one. Go on in the newest window, or begin the sign-in in Sluice again.`,
}
const USED: RedirectPage = {
  status: 410,
  title: say`This sign-in has been used already`,
  words: say`You can close this window.`,
}

/**
 * Listens on the first free port for the one answer that brings back the state; others are told off and change nothing.
 * @returns null when every port is taken
 */
export async function listenForRedirect(options: RedirectOptions): Promise<LoopbackRedirect | null> {
  for (const port of options.ports) {
    const listener = new RedirectListener(options, port)
    if (await listener.listen()) return listener
  }
  return null
}

class RedirectListener implements LoopbackRedirect {
  readonly uri: string
  readonly #options: RedirectOptions
  readonly #authority: string
  readonly #port: number
  readonly #server: Server
  #answering: Promise<void> | null = null
  #closing: Promise<void> | null = null

  constructor(options: RedirectOptions, port: number) {
    this.#options = options
    this.#port = port
    this.#authority = `${HOST}:${String(port)}`
    this.uri = `http://${this.#authority}${options.path}`
    this.#server = createServer({ requestTimeout: REQUEST_WITHIN_MS }, (request, response) => {
      this.#serve(request, response)
    })
  }

  /** False when the port is taken or may not be used. */
  listen(): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (error) => {
        if (['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(errorCode(error))) resolve(false)
        else reject(error)
      })
      this.#server.listen(this.#port, HOST, () => {
        resolve(true)
      })
    })
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
    await this.#answering
    this.#server.closeAllConnections()
    await closed
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const parameters = this.#parametersOf(request)
    if (parameters === null) void show(request, response, ELSEWHERE)
    else if (!isSame(parameters.getAll('state'), this.#options.state)) void show(request, response, FOREIGN)
    else if (this.#answering !== null) void show(request, response, USED)
    else this.#answering = this.#answer(parameters, request, response)
  }

  async #answer(
    parameters: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    await show(request, response, await this.#options.onAnswer(parameters))
    void this.close()
  }

  /** Null for what no sign-in page sends: a web page elsewhere may reach this port too, by a name of its own. */
  #parametersOf({ method, url = '', headers }: IncomingMessage): URLSearchParams | null {
    const query = url.indexOf('?')
    const path = query === -1 ? url : url.slice(0, query)
    if (method !== 'GET' || headers.host !== this.#authority || path !== this.#options.path) return null
    return new URLSearchParams(query === -1 ? '' : url.slice(query + 1))
  }
}

/** Resolves when the page is on its way, or nobody wants it any more. */
function show({ headers }: IncomingMessage, response: ServerResponse, page: RedirectPage): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => {
      resolve()
    })
    response.writeHead(page.status, PAGE_HEADERS).end(pageHtml(page, headers['accept-language']))
  })
}

/** Takes as long whatever is wrong. */
function isSame(given: readonly string[], state: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given.join('\n')), digest(state))
}
