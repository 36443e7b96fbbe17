import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Api, Handlers } from '../../shared/contract.ts'
import { type Problem, tellProblem } from '../../shared/problem.ts'
import type { Reply } from '../../shared/wire.ts'
import { answerCall, problemOf } from '../control/dispatch.ts'
import { nodeClock } from '../engine/node-ports.ts'
import { EventStreams } from './event-streams.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { say } from '../../shared/phrase.ts'

export interface ApiSource {
  handlers: Handlers
  on: Api['on']
}

const Asked = z.object({ input: z.unknown() })

/** `POST /api/NAME {input}` answers `{output}` or `{problem}`; `GET /api/events` is the stream of events. */
export function addApi(
  app: FastifyInstance,
  source: ApiSource,
  { heartbeatMs }: { heartbeatMs: number },
): void {
  const streams = new EventStreams(source, nodeClock, heartbeatMs)
  app.get('/api/events', { exposeHeadRoute: false }, (request, reply) => {
    reply.hijack()
    const reader = `${request.ip} ${request.headers['user-agent'] ?? ''}`
    streams.open(reply.raw, SECURITY_HEADERS, reader)
  })
  app.addHook('preClose', () => {
    streams.close()
    return Promise.resolve()
  })
  app.post<{ Params: { name: string } }>('/api/:name', async (request): Promise<Reply> => {
    const asked = Asked.safeParse(request.body)
    if (!asked.success) return { problem: NONSENSE }
    try {
      return { output: await answerCall(source.handlers, request.params.name, asked.data.input) }
    } catch (error) {
      return { problem: problemOf(error) }
    }
  })
  app.setErrorHandler<Error & { statusCode?: number }>(async (error, _request, reply) => {
    const status = error.statusCode ?? 500
    const problem = status === 413 ? TOO_LARGE : status < 500 ? NONSENSE : problemOf(error)
    await reply.code(status).send({ problem })
  })
  app.setNotFoundHandler(async (_request, reply) => {
    await reply.code(404).send({ problem: NOT_FOUND })
  })
}

const NONSENSE: Problem = tellProblem({
  code: 'bad-request',
  what: say`This request makes no sense to Sluice.`,
  remedy: say`Send JSON: {"input": …}. If this page was open while Sluice was updated, load it anew.`,
  isRetried: false,
})
const TOO_LARGE: Problem = tellProblem({
  code: 'too-large',
  what: say`This is more than the window may send at once.`,
  remedy: say`Send less at a time.`,
  isRetried: false,
})
const NOT_FOUND: Problem = tellProblem({
  code: 'not-found',
  what: say`There is nothing under this address.`,
  remedy: say`Open the window by the address that Sluice printed.`,
  isRetried: false,
})
