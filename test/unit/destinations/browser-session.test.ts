import { describe, expect, test } from 'vitest'
import { ProblemError, UploadError } from '../../../electron/engine/errors.ts'
import type { FotowareServer } from '../../servers/fotoware/server.ts'
import { failureOf } from '../../support/until.ts'
import { HOUR_MS, KEY, scene, signedIn } from './session-scene.ts'

const NEVER = new AbortController().signal

/** Whether the archive takes it. */
async function isTaken(server: FotowareServer, header: string): Promise<boolean> {
  return (await fetch(`${server.url}/fotoweb/me/`, { headers: { authorization: header } })).status === 200
}

async function problemOf(work: Promise<unknown>): Promise<UploadError> {
  const error = await failureOf(work)
  if (error instanceof UploadError) return error
  throw new Error('Not an UploadError', { cause: error })
}

describe('a sign-in', () => {
  test('is used as it is for most of its life, then renewed once for twenty who want it', async () => {
    const { server, clock, session, refreshes } = await scene()
    const first = await session.header(NEVER)
    await clock.advance(0.79 * HOUR_MS)
    expect(await session.header(NEVER)).toBe(first)
    await clock.advance(0.02 * HOUR_MS)
    const headers = await Promise.all(Array.from({ length: 20 }, () => session.header(NEVER)))
    expect(new Set(headers).size).toBe(1)
    expect(headers[0]).not.toBe(first)
    expect(await isTaken(server, headers[0] ?? '')).toBe(true)
    expect(refreshes()).toBe(1)
  })

  test('that was refused is renewed once for twenty who notice, also for those who notice later', async () => {
    const { server, session, refreshes } = await scene()
    const refused = await session.header(NEVER)
    server.revokeTokens()
    await Promise.all(Array.from({ length: 20 }, () => session.renew(refused, NEVER)))
    await session.renew(refused, NEVER)
    expect(refreshes()).toBe(1)
    expect(await isTaken(server, await session.header(NEVER))).toBe(true)
  })

  test('outlives the engine, and a server that gives no new refresh tokens', async () => {
    const { server, reborn, kept } = await scene({ isRotating: false })
    const before = kept()
    for (const life of [reborn(), reborn()]) {
      expect(await isTaken(server, await life.header(NEVER))).toBe(true)
      expect(kept()).toBe(before)
    }
  })

  test('does not mind a wall clock that jumps', async () => {
    const { clock, session, refreshes } = await scene()
    const first = await session.header(NEVER)
    clock.jump(400 * 24 * HOUR_MS)
    expect(await session.header(NEVER)).toBe(first)
    clock.jump(-800 * 24 * HOUR_MS)
    expect(await session.header(NEVER)).toBe(first)
    expect(refreshes()).toBe(0)
  })

  test('whose end is not known is renewed when it is refused, and not before', async () => {
    const { server, clock, session, refreshes } = await scene()
    const token = await signedIn(server)
    await session.adopt({ ...token, expires_in: null }, clock.monotonic())
    await clock.advance(1000 * HOUR_MS)
    const header = await session.header(NEVER)
    expect(header).toBe(`Bearer ${token.access_token}`)
    expect(refreshes()).toBe(0)
    await session.renew(header, NEVER)
    expect(await session.header(NEVER)).not.toBe(header)
    expect(refreshes()).toBe(1)
  })

  test('is waited for by others after the abort of one', async () => {
    const { server, session } = await scene()
    const refused = await session.header(NEVER)
    server.faults.add({ on: 'token', kind: 'slow', delayMs: 100, times: 1 })
    const abort = new AbortController()
    const mine = failureOf(session.renew(refused, abort.signal))
    const other = session.renew(refused, NEVER)
    abort.abort(new Error('mine'))
    expect(await mine).toBe(abort.signal.reason)
    expect(await other).toBe(true)
  })
})

describe('a refresh that fails for now', () => {
  test.each(['status-500', 'status-503', 'html', 'reset-before'] as const)(
    '(%s) does not stop a sign-in that is still good, and is tried again',
    async (kind) => {
      const { server, clock, session } = await scene()
      const first = await session.header(NEVER)
      await clock.advance(0.85 * HOUR_MS)
      server.faults.add({ on: 'token', kind, times: 1 })
      expect(await session.header(NEVER)).toBe(first)
      expect(await session.header(NEVER)).toBe(first)
      await clock.advance(61_000)
      expect(await session.header(NEVER)).not.toBe(first)
    },
  )

  test.each([
    ['status-500', 'busy'],
    ['status-503', 'busy'],
    ['status-429', 'busy'],
    ['html', 'busy'],
    ['wrong-shape', 'busy'],
    ['reset-before', 'offline'],
  ] as const)('(%s) blames nobody when the sign-in has run out: %s', async (kind, expected) => {
    const { server, clock, session, lines } = await scene()
    await clock.advance(2 * HOUR_MS)
    server.faults.add({ on: 'token', kind, times: 1 })
    expect((await problemOf(session.header(NEVER))).kind).toBe(expected)
    expect(lines.at(-1)).toContain('could not be renewed just now')
    expect(await session.header(NEVER)).toMatch(/^Bearer /)
  })
})

test('twenty who want a sign-in that cannot be renewed just now ask once', async () => {
  const { server, clock, session, refreshes } = await scene()
  await clock.advance(2 * HOUR_MS)
  server.faults.add({ on: 'token', kind: 'status-503' })
  const failures = Array.from({ length: 20 }, () => problemOf(session.header(NEVER)))
  expect(new Set((await Promise.all(failures)).map(({ kind }) => kind))).toEqual(new Set(['busy']))
  expect(refreshes()).toBe(1)
})

describe('a new refresh token', () => {
  test('is stored before anything is done with it', async () => {
    const { server, session, secrets, kept } = await scene()
    const before = kept()
    const hold = Promise.withResolvers<null>()
    const reached = Promise.withResolvers<null>()
    secrets.beforeWrite = async () => {
      reached.resolve(null)
      await hold.promise
    }
    const refused = await session.header(NEVER)
    let isRenewed = false
    const renewed = session.renew(refused, NEVER).then(() => (isRenewed = true))
    const header = session.header(NEVER)
    await reached.promise
    await new Promise((resolve) => setImmediate(resolve))
    expect(isRenewed).toBe(false)
    expect(kept()).toBe(before)
    hold.resolve(null)
    await renewed
    expect(kept()).not.toBe(before)
    expect(await isTaken(server, await header)).toBe(true)
  })

  test('that a dead process did not store leaves the old one, which the archive refuses: a person is told', async () => {
    const { secrets, session, reborn, lines, refreshes } = await scene()
    const refused = await session.header(NEVER)
    const died = Promise.withResolvers<null>()
    secrets.beforeWrite = () => {
      died.resolve(null)
      return new Promise(() => undefined)
    }
    void session.renew(refused, NEVER)
    await died.promise
    secrets.beforeWrite = () => undefined
    const next = reborn()
    const error = await problemOf(next.header(NEVER))
    expect(error).toMatchObject({
      kind: 'unauthorized',
      problem: { code: 'sign-in-needed', isRetried: false },
    })
    expect(error.problem.remedy).toContain('«sluice login archive»')
    expect(lines.at(-1)).toContain('"cause":"invalid_grant"')
    // Everybody else who wants it is told the same without another question.
    await Promise.all(Array.from({ length: 50 }, () => problemOf(next.header(NEVER))))
    expect(refreshes()).toBe(2)
  })

  test('whose answer was lost on the way: the log tells why the sign-in is over', async () => {
    const { server, session, lines } = await scene()
    const refused = await session.header(NEVER)
    server.faults.add({ on: 'token', kind: 'reset-after', times: 1 })
    expect((await problemOf(session.renew(refused, NEVER))).kind).toBe('offline')
    expect((await problemOf(session.header(NEVER))).problem.code).toBe('sign-in-needed')
    expect(lines.at(-1)).toContain('"afterLostAnswer":true')
  })

  test('that the store refuses keeps the sign-in going until the end, and says so', async () => {
    const { server, clock, session, secrets, reborn } = await scene()
    secrets.beforeWrite = () => {
      throw new Error('The keyring is locked')
    }
    for (const [, hours] of [1, 2, 3].entries()) {
      await clock.advance(hours * HOUR_MS)
      expect(await isTaken(server, await session.header(NEVER))).toBe(true)
      expect(session.trouble).toMatchObject({ code: 'sign-in-not-kept', detail: 'The keyring is locked' })
    }
    secrets.beforeWrite = () => undefined
    await clock.advance(HOUR_MS)
    await session.header(NEVER)
    expect(session.trouble).toBeNull()
    expect(await isTaken(server, await reborn().header(NEVER))).toBe(true)
  })

  test('is waited for when the engine ends, but not for ever', async () => {
    const { session, secrets, clock } = await scene()
    const refused = await session.header(NEVER)
    const hold = Promise.withResolvers<null>()
    const reached = Promise.withResolvers<null>()
    secrets.beforeWrite = async () => {
      reached.resolve(null)
      await hold.promise
    }
    const renewed = session.renew(refused, NEVER)
    await reached.promise
    let isSettled = false
    const settled = session.settle().then(() => (isSettled = true))
    await clock.advance(9_000)
    expect(isSettled).toBe(false)
    await clock.advance(2_000)
    await settled
    const again = session.settle()
    hold.resolve(null)
    await again
    expect(await renewed).toBe(true)
  })
})

describe('without a sign-in', () => {
  test('a person is told how to sign in, and the archive is not asked', async () => {
    const { session, tap } = await scene({}, false)
    const { kind, problem } = await problemOf(session.header(NEVER))
    expect(kind).toBe('unauthorized')
    expect(problem).toMatchObject({ code: 'sign-in-needed', what: 'Nobody is signed in at «archive».' })
    expect(tap.requests).toEqual([])
  })

  test('of this client, or at this server, nothing is sent that was given elsewhere', async () => {
    const { reborn, tap } = await scene()
    for (const other of [reborn({ clientId: 'other' }), reborn({ url: 'http://127.0.0.1:1' })])
      expect((await problemOf(other.header(NEVER))).problem.code).toBe('sign-in-needed')
    expect(tap.requests).toEqual([])
  })

  test.each(['', 'nonsense', '[]', '{"refreshToken":7}'])(
    'but with %j in the store: as if nobody had',
    async (text) => {
      const { session, secrets } = await scene({}, false)
      secrets.values.set(KEY, text)
      expect((await problemOf(session.header(NEVER))).problem.what).toBe('Nobody is signed in at «archive».')
    },
  )

  test('that can be read from the store, that is what is told', async () => {
    const { session, secrets } = await scene({}, false)
    secrets.get = () => Promise.reject(new Error('locked'))
    expect(await problemOf(session.header(NEVER))).toMatchObject({
      kind: 'unauthorized',
      problem: { code: 'secrets-unusable', detail: 'locked' },
    })
    const problem = { code: 'secrets-unusable', what: 'W', remedy: 'R', isRetried: false }
    secrets.get = () => Promise.reject(new ProblemError(problem))
    expect((await problemOf(session.header(NEVER))).problem).toEqual(problem)
    secrets.get = () => Promise.resolve(null)
    expect((await problemOf(session.header(NEVER))).problem.code).toBe('sign-in-needed')
  })
})

test.each([
  ['invalid_client', 'clientId'],
  ['access_denied', 'API licence'],
  ['invalid_scope', 'sluice login archive'],
])('%s: the words name %s', async (error, word) => {
  const { tap, session } = await scene()
  const refused = await session.header(NEVER)
  tap.script = () => ({ status: 403, body: JSON.stringify({ error }) })
  const failure = await problemOf(session.renew(refused, NEVER))
  expect(failure.kind).toBe('unauthorized')
  expect(failure.problem.code).toBe('sign-in-needed')
  expect(failure.problem.remedy).toContain(word)
})

test('a new sign-in ends what was lost, whoever signs in', async () => {
  const { server, clock, session, kept } = await scene()
  const refused = await session.header(NEVER)
  server.revokeTokens({ includesRefreshTokens: true })
  await problemOf(session.renew(refused, NEVER))
  const token = await signedIn(server)
  expect(await session.adopt(token, clock.monotonic())).toBeNull()
  expect(kept()).toBe(token.refresh_token)
  expect(await session.header(NEVER)).toBe(`Bearer ${token.access_token}`)
})

test('a sign-in while an old one is being renewed: the new one stays', async () => {
  const { server, clock, session, kept } = await scene()
  const refused = await session.header(NEVER)
  const token = await signedIn(server)
  server.faults.add({ on: 'token', kind: 'slow', delayMs: 100, times: 1 })
  const renewing = session.renew(refused, NEVER)
  await session.adopt(token, clock.monotonic())
  await renewing
  expect(await session.header(NEVER)).toBe(`Bearer ${token.access_token}`)
  expect(kept()).toBe(token.refresh_token)
})

test('an archive that gives nothing to renew with: it works, and that is told; an older sign-in is forgotten', async () => {
  const { server, clock, session, reborn } = await scene()
  const { access_token, expires_in } = await signedIn(server)
  const problem = await session.adopt({ access_token, expires_in }, clock.monotonic())
  expect(problem).toMatchObject({ code: 'sign-in-not-kept' })
  expect(await session.header(NEVER)).toBe(`Bearer ${access_token}`)
  await clock.advance(HOUR_MS)
  expect((await problemOf(session.header(NEVER))).problem.code).toBe('sign-in-needed')
  expect((await problemOf(reborn().header(NEVER))).problem.code).toBe('sign-in-needed')
})
