import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nodeClock } from '../engine/node-ports.ts'
import { judge, type Lock, READING, type Refusal } from './gate.ts'
import { answerTo, PAGE_POLICY, refusalPage } from './refusals.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { servedNames } from './served-names.ts'
import { cookieValue } from './ui-token.ts'
import { WrongTokens } from './wrong-tokens.ts'

export interface GuardOptions {
  address: { host: string }
  names?: readonly string[]
  token: string
  onRefused?: (reason: string, host: string) => void
}

/** A headless machine is visited rarely: long enough that the printed address is not needed every day. */
const COOKIE_SECONDS = 90 * 24 * 3600

/** Stands before every route, those that do not exist included. */
export function guard(app: FastifyInstance, options: GuardOptions): void {
  const wrongTokens = new WrongTokens(nodeClock)
  const door = once(() => openDoor(boundPort(app), options))
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(SECURITY_HEADERS)
    const { lock, cookieName } = door()
    const [path = '', query = ''] = request.url.split('?', 2)
    const verdict = judge(
      {
        method: request.method,
        path,
        headers: request.headers,
        token: new URLSearchParams(query).get('token'),
        cookie: request.cookies[cookieName] ?? null,
      },
      lock,
    )
    if (verdict === 'in') return
    if (verdict === 'sign-in') {
      await signIn(request, reply, { name: cookieName, value: lock.cookie })
      return
    }
    options.onRefused?.(verdict, request.headers.host ?? '')
    const isHeard = verdict !== 'wrong-token' || (await wrongTokens.wrong())
    await refuse(request, reply, isHeard ? verdict : 'too-many')
  })
}

function openDoor(port: number, options: GuardOptions): { lock: Lock; cookieName: string } {
  const { address, names = [], token } = options
  const isServedName = servedNames({ host: address.host, port, names })
  return {
    lock: { isServedName, token, cookie: cookieValue(token, port) },
    // Two windows on one computer would otherwise sign each other out.
    cookieName: `sluice-${port}`,
  }
}

/** Takes the token out of the address, the history and the title bar. */
async function signIn(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { name, value }: { name: string; value: string },
): Promise<void> {
  // Whoever claims this falsely only locks the cookie away from themselves.
  const secure = headers['x-forwarded-proto'] === 'https'
  await reply
    .setCookie(name, value, { httpOnly: true, sameSite: 'strict', path: '/', maxAge: COOKIE_SECONDS, secure })
    .redirect('/', 303)
}

async function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal | 'too-many',
): Promise<void> {
  const answer = answerTo(refusal)
  if (refusal === 'too-many') void reply.header('retry-after', '60')
  if (answer.status === 401) void reply.header('www-authenticate', 'Bearer')
  // Who was refused may not hold the connection with a body that never ends.
  if (!READING.has(request.method)) void reply.header('connection', 'close')
  void reply.code(answer.status)
  if (request.url.startsWith('/api/')) await reply.send({ problem: answer.problem })
  else
    await reply
      .header('content-security-policy', PAGE_POLICY)
      .type('text/html; charset=utf-8')
      .send(refusalPage(answer, request.headers['accept-language']))
}

/** The port that the server listens on; known once it does. */
export function boundPort(app: FastifyInstance): number {
  const bound = app.server.address()
  return bound !== null && typeof bound === 'object' ? bound.port : 0
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
