import http from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TappedRequest {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
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
  /** Most requests with such a path that were under way at the same moment. */
  simultaneous(path: RegExp): number
  /** Answers by hand from now on what the practice server cannot be brought to say. */
  script: Script | null
  close(): Promise<void>
}

/** A real server in front of another: it writes down every request, counts them, and passes them on. */
export async function startTap(target: string): Promise<Tap> {
  const requests: TappedRequest[] = []
  const underWay = new Set<string>()
  const snapshots: string[][] = []
  let serial = 0
  const tap: { script: Script | null } = { script: null }
  const server = http.createServer((incoming, answer) => {
    const mark = `${serial++} ${incoming.url ?? ''}`
    underWay.add(mark)
    snapshots.push([...underWay])
    answer.on('close', () => underWay.delete(mark))
    void readAll(incoming).then((body) => {
      if (body === null) return
      const request = { method: incoming.method ?? '', path: incoming.url ?? '', headers: incoming.headers, body }
      requests.push(request)
      const scripted = tap.script?.(request) ?? null
      if (scripted === null) passOn(target, request, answer)
      else answer.writeHead(scripted.status, scripted.headers ?? {}).end(scripted.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get script() {
      return tap.script
    },
    set script(script) {
      tap.script = script
    },
    simultaneous: (path) => Math.max(0, ...snapshots.map((marks) => marks.filter((mark) => path.test(mark)).length)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

async function readAll(incoming: http.IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  try {
    for await (const part of incoming) parts.push(part as Buffer)
    return Buffer.concat(parts)
  } catch {
    return null
  }
}

function passOn(target: string, { method, path, headers, body }: TappedRequest, answer: http.ServerResponse): void {
  const cut = (): void => {
    answer.socket?.resetAndDestroy()
  }
  const onward = http.request(new URL(path, target), { method, headers, agent: false }, (reply) => {
    answer.writeHead(reply.statusCode ?? 500, reply.headers)
    reply.pipe(answer)
    reply.on('error', cut)
  })
  onward.on('error', cut)
  onward.end(body)
}
