import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Secrets } from '../../electron/engine/ports.ts'
import { startFotowareServer } from '../servers/fotoware/server.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { FastClock } from '../support/fast-clock.ts'
import { until } from '../support/until.ts'
import { practiceArchive } from '../support/practice-archive.ts'

const AUTH = { clients: [{ id: 'station', secret: 'right' }], tokenLifetimeMs: 3_600_000 }

function secretsHolding(value: { current: string | null }): Secrets {
  return {
    get: () => Promise.resolve(value.current),
    set: () => Promise.resolve(),
    describe: () => Promise.resolve('in the test'),
  }
}

const stateOf = async (place: EnginePlace): Promise<string> =>
  (await place.engine.call('engine.status', {})).destinations[0]?.state ?? ''

test.each([
  ['wrong', 'wrong'],
  ['missing', null],
])(
  'with a %s secret the destination locks, no attempt is burned, and it goes on once it is set',
  async (_how, first) => {
    const secret = { current: first }
    const place = await EnginePlace.start({
      server: { auth: AUTH },
      destination: { auth: { method: 'client-credentials', clientId: 'station', secret: 'archive-secret' } },
      ports: { secrets: secretsHolding(secret) },
    })
    await place.drop('a.jpg', 'a')
    await place.drop('b.jpg', 'b')
    await until(async () => (await stateOf(place)) === 'locked', 'the destination is locked')
    expect(await place.engine.whenAtRest()).toEqual({ failed: 0 })
    for (const job of await place.jobs()) expect([job.state, job.attempt]).toEqual(['waiting', 0])
    await place.drop('c.jpg', 'c')
    await place.told('waiting', 'c.jpg')
    expect(await stateOf(place)).toBe('locked')
    secret.current = 'right'
    await place.engine.call('jobs.retry', { allFailed: true })
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) await place.told('done', name)
  },
)

test('a revoked token is renewed without anybody noticing; a client that is gone locks', async () => {
  const place = await EnginePlace.start({
    server: { auth: AUTH },
    destination: { auth: { method: 'client-credentials', clientId: 'station', secret: 'archive-secret' } },
    ports: { secrets: secretsHolding({ current: 'right' }) },
  })
  await place.drop('a.jpg', 'a')
  await place.told('done', 'a.jpg')
  place.server.revokeTokens()
  await place.drop('b.jpg', 'b')
  await place.told('done', 'b.jpg')
  place.server.settings.auth = { clients: [] }
  place.server.revokeTokens()
  await place.drop('c.jpg', 'c')
  await until(async () => (await stateOf(place)) === 'locked', 'the destination is locked')
  await until(async () => (await place.job('c.jpg')).attempt === 0, 'the attempt is given back')
  place.server.settings.auth = AUTH
  const { checks } = await place.engine.call('destinations.check', {})
  expect(checks[0]?.isOk).toBe(true)
  await place.told('done', 'c.jpg')
})

/** A port on which nobody listens just now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

test('a server that is down cools the destination, burns no attempt, and is tried again by itself', async () => {
  const dir = await mkdtemp('/tmp/sluice-down-')
  const port = await freePort()
  const place = await EnginePlace.start({
    dir,
    destination: { url: `http://127.0.0.1:${port}` },
    ports: { clock: new FastClock(3) },
  })
  await place.drop('a.jpg', 'a')
  await until(async () => (await stateOf(place)) === 'cooling', 'the destination cools')
  const status = await place.engine.call('engine.status', {})
  expect(status.destinations[0]?.words).toMatch(/does not accept connections.* Next try in \d+ s/)
  await until(async () => {
    const { state, attempt, problem } = await place.job('a.jpg')
    return state === 'waiting' && attempt === 0 && problem?.code === 'refused-connection' && problem.isRetried
  }, 'the job waits, and its attempt is given back')
  const server = await startFotowareServer({ storeDir: path.join(dir, 'late'), port })
  onTestFinished(() => server.close())
  await place.told('done', 'a.jpg')
  expect(server.assets()).toHaveLength(1)
})

test('one archive in trouble does not hold up the other', async () => {
  const place = await EnginePlace.start({
    folder: { to: ['down', 'up'] },
    config: (url) => ({
      destinations: [['down', 'http://127.0.0.1:9'] as const, ['up', url] as const].map(
        ([name, address]) => ({ ...practiceArchive(address), name }),
      ),
    }),
  })
  await place.drop('a.jpg', 'a')
  await place.told('done', 'a.jpg')
  await until(
    async () =>
      (await place.jobs()).some(({ destination, state }) => destination === 'down' && state === 'waiting'),
    'the job for the other one waits',
  )
})
