import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'

export interface TappedRequest {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  /** What has come of the body so far. */
  readonly body: Buffer
}

export interface ScriptedReply {
  status: number
  headers?: Record<string, string>
  body?: string
}

/** Answers a request itself, or lets it through with null. */
export type Script = (request: TappedRequest) => ScriptedReply | null

export interface Tap {
  readonly url: string
  readonly requests: readonly TappedRequest[]
  /** For each request with such a path as it came: how many of them were under way, itself included. */
  crowds(path: RegExp): number[]
  /** Most requests with such a path that were under way at the same moment. */
  simultaneous(path: RegExp): number
  /** Answers by hand from now on what the practice server cannot be brought to say. */
  script: Script | null
  close(): Promise<void>
}

export interface TapOptions {
  /** PEM texts: the tap speaks HTTPS. */
  tls?: { key: string; cert: string }
}

/** A real server in front of another: it writes down every request, counts them, and passes them on as they come. */
export async function startTap(target: string, { tls }: TapOptions = {}): Promise<Tap> {
  const requests: TappedRequest[] = []
  const underWay = new Set<TappedRequest>()
  const crowds: string[][] = []
  const tap: { script: Script | null } = { script: null }
  const serve: http.RequestListener = (incoming, answer) => {
    const request = tapped(incoming)
    requests.push(request)
    underWay.add(request)
    crowds.push([...underWay].map(({ path }) => path))
    answer.on('close', () => underWay.delete(request))
    if (tap.script === null) {
      incoming.pipe(onward(target, request, answer))
      return
    }
    incoming.on('end', () => {
      const reply = tap.script?.(request) ?? null
      if (reply === null) onward(target, request, answer).end(request.body)
      else answer.writeHead(reply.status, reply.headers ?? {}).end(reply.body ?? '')
    })
  }
  const server = tls === undefined ? http.createServer(serve) : https.createServer(tls, serve)
  const crowdsOf = (path: RegExp): number[] =>
    crowds
      .filter((paths) => path.test(paths.at(-1) ?? ''))
      .map((paths) => paths.filter((one) => path.test(one)).length)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get script() {
      return tap.script
    },
    set script(script) {
      tap.script = script
    },
    crowds: crowdsOf,
    simultaneous: (path) => Math.max(0, ...crowdsOf(path)),
    close: () => closed(server),
  }
}

function tapped(incoming: http.IncomingMessage): TappedRequest {
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  // A client that goes away is the test's doing.
  incoming.on('error', () => undefined)
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    get body() {
      return Buffer.concat(parts)
    },
  }
}

/** The same request to the server behind; a cut there is a cut here, and the other way round. */
function onward(target: string, request: TappedRequest, answer: http.ServerResponse): http.ClientRequest {
  const { method, path } = request
  const headers = { ...request.headers, connection: 'close' }
  const cut = (): void => {
    answer.socket?.resetAndDestroy()
  }
  const behind = http.request(new URL(path, target), { method, headers, agent: false }, (reply) => {
    answer.writeHead(reply.statusCode ?? 500, { ...reply.headers, connection: 'keep-alive' })
    reply.pipe(answer)
    reply.on('error', cut)
  })
  behind.on('error', cut)
  answer.on('close', () => behind.destroy())
  return behind
}

function closed(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
