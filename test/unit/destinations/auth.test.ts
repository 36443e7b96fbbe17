import { describe, expect, onTestFinished, test } from 'vitest'
import { type Authorization, clientCredentials } from '../../../electron/engine/destinations/fotoware/auth.ts'
import { createHttpClient } from '../../../electron/engine/destinations/http.ts'
import { ProblemError } from '../../../electron/engine/errors.ts'
import { nodeClock } from '../../../electron/engine/node-ports.ts'
import { startForTest } from '../../servers/fotoware/test-client.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { failureOf, until } from '../../support/until.ts'

const NEVER = new AbortController().signal
const CLIENT = { id: 'script', secret: 'a&b=c' }

async function signedUp(
  tokenLifetimeMs: number,
  secret: () => Promise<string> = () => Promise.resolve(CLIENT.secret),
) {
  const server = await startForTest({ auth: { clients: [CLIENT], tokenLifetimeMs } })
  const http = createHttpClient({
    clock: nodeClock,
    network: { proxyEnv: {}, systemCertificates: () => [], userAgent: 'test' },
    noProgressMs: 60_000,
    caFile: null,
    connectionsMax: 2,
  })
  onTestFinished(() => http.close())
  const clock = new FakeClock()
  // A machine that has been up for a while.
  await clock.advance(1_000_000)
  const auth: Authorization = clientCredentials(http, clock, new URL(server.url), {
    clientId: CLIENT.id,
    secret,
  })
  return { server, clock, auth }
}

describe('a token', () => {
  test('is asked for once, however many want it', async () => {
    const { server, auth } = await signedUp(3_600_000)
    const headers = await Promise.all([1, 2, 3].map(() => auth.header(NEVER)))
    expect(new Set(headers).size).toBe(1)
    expect(server.requestCount).toBe(1)
  })

  test.each([
    [3_600_000, 3_539_000, 3_541_000],
    [90_000, 44_000, 46_000],
    [30_000, 14_000, 16_000],
  ])(
    'of %i ms is used until its time is nearly up, and renewed before it is',
    async (lifetimeMs, stillMs, overMs) => {
      const { server, clock, auth } = await signedUp(lifetimeMs)
      const first = await auth.header(NEVER)
      await clock.advance(stillMs)
      expect(await auth.header(NEVER)).toBe(first)
      await clock.advance(overMs - stillMs)
      expect(await auth.header(NEVER)).not.toBe(first)
      expect(server.requestCount).toBe(2)
    },
  )

  test('that was refused is renewed once, also for those who notice later', async () => {
    const { server, auth } = await signedUp(3_600_000)
    const refused = await auth.header(NEVER)
    await Promise.all([1, 2, 3].map(() => auth.renew(refused, NEVER)))
    await auth.renew(refused, NEVER)
    expect(server.requestCount).toBe(2)
    expect(await auth.header(NEVER)).not.toBe(refused)
  })

  test('is not waited for after an abort, and still comes for the others', async () => {
    const { server, auth } = await signedUp(3_600_000)
    server.faults.add({ on: 'token', kind: 'slow', delayMs: 100, times: 1 })
    const abort = new AbortController()
    const mine = failureOf(auth.header(abort.signal))
    const other = auth.header(NEVER)
    await until(() => server.requestCount === 1, 'the token is asked for')
    abort.abort(new Error('mine'))
    expect(await mine).toBe(abort.signal.reason)
    expect(await other).toMatch(/^Bearer /)
  })

  test('is asked for again after a failure', async () => {
    const { server, auth } = await signedUp(3_600_000)
    server.faults.add({ on: 'token', kind: 'status-500', times: 1 })
    await failureOf(auth.header(NEVER))
    expect(await auth.header(NEVER)).toMatch(/^Bearer /)
  })
})

test('a secret that is missing says how to set it, and asks nobody', async () => {
  const problem = { code: 'secret-missing', what: 'W', remedy: 'sluice secret set x', isRetried: false }
  const { server, auth } = await signedUp(3_600_000, () => Promise.reject(new ProblemError(problem)))
  expect(await failureOf(auth.header(NEVER))).toMatchObject({ kind: 'unauthorized', problem })
  expect(server.requestCount).toBe(0)
})

test('a wrong secret is for a person', async () => {
  const { auth } = await signedUp(3_600_000, () => Promise.resolve('wrong'))
  expect(await failureOf(auth.header(NEVER))).toMatchObject({
    kind: 'unauthorized',
    problem: { code: 'sign-in-needed', detail: expect.stringContaining('invalid_client') as string },
  })
})
