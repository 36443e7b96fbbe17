import { expect, onTestFinished, test } from 'vitest'
import { ProblemError } from '../../../electron/engine/errors.ts'
import type { DestinationHealth } from '../../../shared/contract.ts'
import { EnginePlace } from '../../support/engine-place.ts'
import { FastClock } from '../../support/fast-clock.ts'
import { failureOf, until } from '../../support/until.ts'
import { answerInBrowser, freePort, NATIVE, nativeClient } from '../sign-in-person.ts'

async function place(): Promise<EnginePlace> {
  const port = await freePort()
  return await EnginePlace.start({
    server: { auth: nativeClient([port]), chunkSize: 50_000 },
    destination: { auth: { method: 'browser', clientId: NATIVE, redirectPorts: [port] } },
    ports: { clock: new FastClock(20) },
  })
}

async function health(here: EnginePlace): Promise<DestinationHealth> {
  const [found] = (await here.engine.call('engine.status', {})).destinations
  if (found === undefined) throw new Error('no destination')
  return found
}

async function locked(here: EnginePlace): Promise<DestinationHealth> {
  await until(async () => (await health(here)).state === 'locked', 'locked')
  return await health(here)
}

async function login(here: EnginePlace): Promise<void> {
  const { url } = await here.engine.call('signIn.begin', { name: 'archive' })
  expect((await answerInBrowser(url, 'approve')).status).toBe(200)
}

test('nobody signed in: the destination waits with words; after the sign-in it goes on by itself', async () => {
  const here = await place()
  await here.drop('a.jpg', Buffer.alloc(200_000, 1))
  const { words, problem } = await locked(here)
  expect(words).toBe('Nobody is signed in at «archive».')
  expect(problem?.remedy).toContain('«sluice login archive»')
  // Nobody waits for the outcome: whoever opened the address has closed the window.
  await login(here)
  await here.told('done', 'a.jpg')
  expect((await health(here)).state).toBe('ready')
  expect((await here.job('a.jpg')).attempt).toBeLessThanOrEqual(1)
})

test('a sign-in that is revoked in the middle: everything waits, then goes on where it was, and nothing fails', async () => {
  const here = await place()
  await login(here)
  await here.drop('first.jpg', Buffer.alloc(100_000, 1))
  await here.told('done', 'first.jpg')
  here.server.faults.add({ on: 'chunk', kind: 'slow', delayMs: 150 })
  const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.jpg`)
  for (const [index, name] of names.entries()) await here.drop(name, Buffer.alloc(1_000_000, index + 2))
  await until(() => here.server.tasks().length > 0, 'an upload under way')
  await until(() => here.server.bytesReceived > 300_000, 'chunks have been accepted')
  here.server.revokeTokens({ includesRefreshTokens: true })
  const { words, problem } = await locked(here)
  expect(words).toBe('The sign-in at «archive» has ended: the archive does not renew it any more.')
  expect(problem).toMatchObject({ code: 'sign-in-needed', isRetried: false })
  expect(here.events.filter(({ event }) => event === 'failed')).toEqual([])
  here.server.faults.clear()
  const before = here.server.bytesReceived
  await login(here)
  await here.rest()
  expect((await here.jobs()).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done', 'done'])
  expect(here.archived()).toEqual(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg', 'first.jpg'])
  expect(before).toBeGreaterThan(0)
  // Signed in as the same person, the archive still knows what was half sent.
  expect(here.server.bytesReceived - before).toBeLessThan(4_000_000)
})

test('sign-in ends while results are awaited: they are asked for again, and nothing is sent twice', async () => {
  const here = await place()
  await login(here)
  here.server.pauseProcessing()
  await here.drop('a.jpg', Buffer.alloc(200_000, 1))
  await here.told('confirming', 'a.jpg')
  here.server.revokeTokens({ includesRefreshTokens: true })
  await locked(here)
  await here.server.resumeProcessing()
  const before = here.server.bytesReceived
  await login(here)
  await here.told('done', 'a.jpg')
  expect(here.server.bytesReceived).toBe(before)
  expect(here.archived()).toEqual(['a.jpg'])
})

test('a restart goes on with the stored sign-in', async () => {
  const here = await place()
  await login(here)
  await here.engine.call('signIn.outcome', { name: 'archive' })
  for (const name of ['a.jpg', 'b.jpg']) {
    await here.restart()
    await here.drop(name, Buffer.from(name))
    await here.told('done', name)
  }
})

test('an archive that is away while a sign-in is renewed locks nothing', async () => {
  const here = await place()
  await login(here)
  await here.engine.call('signIn.outcome', { name: 'archive' })
  await here.restart(() => {
    here.server.faults.add({ on: 'token', kind: 'reset-before', times: 2 })
    here.server.faults.add({ on: 'token', kind: 'status-503', times: 2 })
    here.server.faults.add({ on: 'token', kind: 'html', times: 2 })
    return Promise.resolve()
  })
  const tokensAsked = (): number =>
    here.server.requests.filter(({ operation }) => operation === 'token').length
  const before = tokensAsked()
  const states = new Set<string>()
  onTestFinished(
    here.engine.on('engine.changed', () => {
      void health(here).then(({ state }) => states.add(state))
    }),
  )
  await here.drop('a.jpg', Buffer.alloc(1000, 1))
  await here.told('done', 'a.jpg', 1, 50_000)
  expect(tokensAsked() - before).toBe(7)
  expect(states).not.toContain('locked')
  expect((await here.job('a.jpg')).attempt).toBeLessThanOrEqual(1)
})

test('requests about destinations: unknown names, and a way of signing in that has no browser', async () => {
  const here = await place()
  const { engine } = here
  const codeOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await failureOf(work)
    return error instanceof ProblemError ? error.problem.code : String(error)
  }
  expect([
    await codeOf(engine.call('signIn.begin', { name: 'x' })),
    await codeOf(engine.call('signIn.outcome', { name: 'x' })),
    await codeOf(engine.call('signIn.cancel', { name: 'x' })),
    await codeOf(engine.call('signIn.signOut', { name: 'x' })),
    await codeOf(engine.call('destinations.browse', { name: 'x', href: null })),
    await codeOf(engine.call('destinations.fields', { name: 'x' })),
    await codeOf(engine.call('destinations.check', { name: 'x' })),
  ]).toEqual(Array.from({ length: 7 }, () => 'unknown-destination'))
  expect(await codeOf(engine.call('signIn.outcome', { name: 'archive' }))).toBe('no-sign-in-begun')
  const open = await EnginePlace.start()
  expect(await codeOf(open.engine.call('signIn.begin', { name: 'archive' }))).toBe('no-browser-sign-in')
})

test('a sign-in that is called off by a face', async () => {
  const here = await place()
  await here.engine.call('signIn.begin', { name: 'archive' })
  const outcome = here.engine.call('signIn.outcome', { name: 'archive' })
  await here.engine.call('signIn.cancel', { name: 'archive' })
  expect((await outcome).problem?.code).toBe('sign-in-cancelled')
})

test('signing out: nothing is kept, what is under way waits for a person, and goes on after the next sign-in', async () => {
  const here = await place()
  await login(here)
  here.server.faults.add({ on: 'chunk', kind: 'slow', delayMs: 150 })
  await here.drop('a.jpg', Buffer.alloc(1_000_000, 1))
  await until(() => here.server.bytesReceived > 100_000, 'chunks have been accepted')
  await here.engine.call('signIn.signOut', { name: 'archive' })
  expect(await locked(here)).toMatchObject({ problem: { code: 'sign-in-needed' } })
  const [check] = (await here.engine.call('destinations.check', { name: 'archive' })).checks
  expect(check).toMatchObject({ isOk: false, account: null, problem: { code: 'sign-in-needed' } })
  // Not even the next life of the engine finds anything.
  await here.restart()
  expect((await locked(here)).words).toBe('Nobody is signed in at «archive».')
  here.server.faults.clear()
  await login(here)
  await here.told('done', 'a.jpg')
  expect(here.events.filter(({ event }) => event === 'failed')).toEqual([])
  const [again] = (await here.engine.call('destinations.check', { name: 'archive' })).checks
  expect(again).toMatchObject({ isOk: true, account: 'anna' })
})

test('the tree and the fields of an archive, as faces ask for them', async () => {
  const { engine } = await EnginePlace.start()
  const { nodes } = await engine.call('destinations.browse', { name: 'archive', href: null })
  expect(nodes.map(({ name }) => name)).toEqual(['Photos', 'Wire'])
  const ofArchive = await engine.call('destinations.fields', { name: 'archive' })
  expect(ofArchive.from).toBe('archive')
  expect(ofArchive.fields.find(({ id }) => id === 25)).toMatchObject({ isBag: true, isWritable: true })
  const builtIn = await engine.call('destinations.fields', {})
  expect(builtIn.from).toBe('catalogue')
  expect(builtIn.fields.length).toBeGreaterThan(50)
})
