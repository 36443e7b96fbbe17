import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface ProxyServer {
  readonly url: string
  /** What was asked for: `CONNECT host:port`, or method and address of what was passed on. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** A forward proxy: tunnels for HTTPS, passes on what is not encrypted. With `login` it wants Basic credentials. */
export async function startProxy(login: string | null = null): Promise<ProxyServer> {
  const asked: string[] = []
  const sockets = new Set<Duplex>()
  const wanted =
    login === null ? undefined : `Basic ${Buffer.from(decodeURIComponent(login)).toString('base64')}`
  const isAllowed = (request: http.IncomingMessage): boolean =>
    wanted === undefined || request.headers['proxy-authorization'] === wanted
  const server = http.createServer((incoming, answer) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`)
    if (!isAllowed(incoming)) {
      answer.writeHead(407).end()
      return
    }
    const { method, headers } = incoming
    const onward = http.request(new URL(incoming.url ?? ''), { method, headers, agent: false }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url ?? ''}`)
    if (isAllowed(request)) tunnel(request.url ?? '', socket, sockets)
    else socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://${login === null ? '' : `${login}@`}127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function tunnel(target: string, socket: Duplex, sockets: Set<Duplex>): void {
  const [host = '', port = ''] = target.split(':')
  const onward = net.connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    socket.pipe(onward).pipe(socket)
  })
  sockets.add(onward)
  for (const end of [socket, onward]) {
    end.on('error', () => {
      socket.destroy()
      onward.destroy()
    })
  }
}
