import net, { type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { failureOf } from '../../support/until.ts'
import { uploadFailure } from '../attempt.ts'
import { get, httpClient, WAYS } from './client.ts'

/** A server on the level of sockets. */
async function socketServer(onSocket: (socket: net.Socket) => void): Promise<string> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test.each(WAYS)('%s: a name that nobody knows', async (way) => {
  const error = await uploadFailure(get(httpClient(), way, 'http://nobody-has-this-name.invalid/'))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'host-not-found', isRetried: true } })
  expect(error.problem.what).toContain('nobody-has-this-name.invalid')
})

test.each(WAYS)('%s: a refused connection', async (way) => {
  const error = await uploadFailure(get(httpClient(), way, 'http://127.0.0.1:1/'))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'refused-connection' } })
  expect(error.problem.what).toContain('127.0.0.1:1')
})

const BREAKS: readonly (readonly [string, (socket: net.Socket) => void])[] = [
  ['reset before any answer', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ['closed before any answer', (socket) => socket.once('data', () => socket.end())],
  ['closed in the middle of the head', (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 O'))],
  [
    'closed in the middle of the body',
    (socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{')),
  ],
]
test.each(WAYS.flatMap((way) => BREAKS.map(([what, act]) => [way, what, act] as const)))(
  '%s: %s',
  async (way, _what, act) => {
    const url = await socketServer(act)
    const error = await uploadFailure(get(httpClient(), way, url))
    expect(error.kind).toBe('offline')
    expect(['connection-broken', 'not-http']).toContain(error.problem.code)
  },
)

test.each(WAYS)('%s: an answer that is no HTTP', async (way) => {
  const url = await socketServer((socket) =>
    socket.once('data', () => socket.end('220 mail.example ESMTP\r\n')),
  )
  const error = await uploadFailure(get(httpClient(), way, url))
  expect(error).toMatchObject({ kind: 'offline', problem: { code: 'not-http' } })
})

test.each(WAYS)('%s: an abort is passed on as its own reason', async (way) => {
  const abort = new AbortController()
  const url = await socketServer((socket) => socket.once('data', () => abort.abort(new Error('mine'))))
  expect(await failureOf(get(httpClient(), way, url, abort.signal))).toBe(abort.signal.reason)
  expect(await failureOf(get(httpClient(), way, url, abort.signal))).toBe(abort.signal.reason)
})
