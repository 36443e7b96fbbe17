import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { inspect } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { FastClock } from '../support/fast-clock.ts'
import { startTap, type Tap } from '../support/tap-server.ts'
import { until } from '../support/until.ts'
import { attempt, uploadFailure } from './attempt.ts'
import { CLIENT, type FotowareBench, startFotowareBench } from './fotoware-bench.ts'
import { MemoryJournal } from './memory-journal.ts'
import { MemorySecrets } from './memory-secrets.ts'
import { get, httpClient } from './network/client.ts'
import { answerInBrowser, freePort, NATIVE, nativeClient } from './sign-in-person.ts'
import { makeFile, shipmentOf } from './test-file.ts'

const TOKEN = 'TOKEN-THAT-NOBODY-MUST-SEE'

/** The secret as it stands in the form, and as it is. */
const SECRETS = [CLIENT.secret, new URLSearchParams({ x: CLIENT.secret }).toString().slice(2), TOKEN]

function expectSilence(what: unknown, secrets: readonly string[] = SECRETS): void {
  const text =
    typeof what === 'string' ? what : inspect(what, { depth: 12, showHidden: true, maxStringLength: null })
  for (const secret of secrets) expect(text).not.toContain(secret)
  expect(text).not.toMatch(/Bearer [\w.-]{20,}/)
}

const json = (status: number, body: unknown) => ({ status, body: JSON.stringify(body) })

/** Ways in which signing in goes wrong while secrets are at hand. */
const TROUBLES: readonly (readonly [string, (bench: FotowareBench) => void])[] = [
  ['a wrong secret', (bench) => bench.strike('sign-in', { kind: 'status-401' })],
  ['a broken line', (bench) => bench.strike('sign-in', { kind: 'reset-before' })],
  ['a lost reply', (bench) => bench.strike('sign-in', { kind: 'reset-after' })],
  ['a refused token', (bench) => bench.strike('begin', { kind: 'status-401' })],
  ['a broken line with a token', (bench) => bench.strike('begin', { kind: 'reset-before' })],
  ['a web page', (bench) => bench.strike('sign-in', { kind: 'html' })],
  [
    'a token in another place',
    (bench) =>
      (bench.tap.script = () => json(200, { token: TOKEN, accessToken: TOKEN, access_token: [TOKEN] })),
  ],
  ['a token with an error', (bench) => (bench.tap.script = () => json(201, { access_token: TOKEN }))],
  [
    'a redirect with a token',
    (bench) =>
      (bench.tap.script = () => ({
        status: 302,
        headers: { location: `https://x.example/?access_token=${TOKEN}` },
      })),
  ],
]

test.each(TROUBLES)(
  '%s: neither secret nor token in the error, its cause or its words',
  async (_what, trouble) => {
    const bench = await startFotowareBench({ needsSignIn: true })
    trouble(bench)
    const work = attempt(bench, await shipmentOf(await makeFile('a.jpg', 10)), new MemoryJournal())
    expectSilence(await uploadFailure(work))
  },
)

test('an engine that signs in, is signed out and signs in again writes no secret anywhere', async () => {
  const lines: string[] = []
  const note = (message: string, fields?: unknown): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  }
  const place = await EnginePlace.start({
    server: { auth: { clients: [CLIENT] }, chunkSize: 50_000 },
    destination: { auth: { method: 'client-credentials', clientId: CLIENT.id, secret: 'archive' } },
    ports: {
      clock: new FastClock(20),
      log: { debug: note, info: note, warn: note, error: note },
      secrets: {
        get: () => Promise.resolve(CLIENT.secret),
        set: () => Promise.resolve(),
        describe: () => Promise.resolve('in the test'),
      },
    },
  })
  place.server.faults.add({ on: 'token', kind: 'reset-before', times: 1 })
  place.server.faults.add({ on: 'token', kind: 'html', times: 1, skip: 1 })
  await place.drop('a.jpg', Buffer.alloc(200_000, 1))
  await place.told('done', 'a.jpg')
  place.server.revokeTokens()
  await place.drop('b.jpg', Buffer.alloc(200_000, 2))
  await place.told('done', 'b.jpg')
  place.server.faults.add({ on: 'token', kind: 'status-401' })
  place.server.revokeTokens()
  await place.drop('c.jpg', Buffer.alloc(200_000, 3))
  await until(
    async () => (await place.engine.call('engine.status', {})).destinations[0]?.state === 'locked',
    'locked',
  )
  await place.stop()
  expect(place.server.requests.filter(({ operation }) => operation === 'token').length).toBeGreaterThan(3)
  expectSilence(lines.join('\n'))
  expectSilence(place.events)
  for (const name of await readdir(place.dataDir, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) expectSilence(await readFile(path.join(name.parentPath, name.name), 'latin1'))
  }
})

/** Everything that passed between Sluice, the browser and the archive and must stay there. */
function secretsOf(tap: Tap): string[] {
  const found = tap.requests.flatMap(({ path: asked, headers, body }) => {
    const form = new URLSearchParams(asked.endsWith('/token') ? body.toString() : '')
    const query = new URLSearchParams(asked.split('?')[1] ?? '')
    return [
      ...['code', 'code_verifier', 'refresh_token'].map((name) => form.get(name)),
      query.get('state'),
      headers.authorization?.replace(/^Bearer /, '') ?? null,
    ]
  })
  return [...new Set(found.filter((secret) => secret !== null))]
}

test('a person who signs in through the browser, is signed out and signs in again leaves no secret anywhere', async () => {
  const lines: string[] = []
  const note = (message: string, fields?: unknown): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  }
  const [serverPort, port] = [await freePort(), await freePort()]
  const tap = await startTap(`http://127.0.0.1:${String(serverPort)}`)
  onTestFinished(() => tap.close())
  const secrets = new MemorySecrets()
  const place = await EnginePlace.start({
    server: { auth: nativeClient([port]), port: serverPort },
    destination: { url: tap.url, auth: { method: 'browser', clientId: NATIVE, redirectPorts: [port] } },
    ports: {
      secrets,
      clock: new FastClock(20),
      log: { debug: note, info: note, warn: note, error: note },
    },
  })
  const pages: string[] = []
  const signIn = async (answer: 'approve' | 'deny'): Promise<void> => {
    const { url } = await place.engine.call('signIn.begin', { name: 'archive' })
    pages.push((await answerInBrowser(url, answer)).text)
  }
  await signIn('deny')
  place.server.faults.add({ on: 'token', kind: 'html', times: 1 })
  await signIn('approve')
  await signIn('approve')
  await place.drop('a.jpg', Buffer.alloc(1000, 1))
  await place.told('done', 'a.jpg')
  place.server.revokeTokens()
  place.server.faults.add({ on: 'token', kind: 'reset-before', times: 1 })
  await place.drop('b.jpg', Buffer.alloc(1000, 2))
  await place.told('done', 'b.jpg')
  secrets.beforeWrite = (_name, value) => {
    throw new Error(`No room for ${String(value.length)} characters`)
  }
  place.server.revokeTokens()
  await place.drop('c.jpg', Buffer.alloc(1000, 3))
  await place.told('done', 'c.jpg')
  place.server.revokeTokens({ includesRefreshTokens: true })
  await place.drop('d.jpg', Buffer.alloc(1000, 4))
  await until(
    async () => (await place.engine.call('engine.status', {})).destinations[0]?.state === 'locked',
    'locked',
  )
  const told = [
    await place.engine.call('engine.status', {}),
    await place.engine.call('history.search', { limit: 100 }),
    await place.engine.call('destinations.check', {}),
    await place.engine.call('diagnostics.collect', {}),
    await place.jobs(),
  ]
  await place.stop()
  const known = secretsOf(tap)
  expect(known.length).toBeGreaterThan(10)
  expect(secrets.writes.length).toBeGreaterThan(1)
  for (const what of [lines.join('\n'), place.events, told, pages]) expectSilence(what, known)
  for (const name of await readdir(place.dataDir, { recursive: true, withFileTypes: true })) {
    if (name.isFile()) expectSilence(await readFile(path.join(name.parentPath, name.name), 'latin1'), known)
  }
})

test('a token does not follow a redirect to another server', async () => {
  const [here, elsewhere] = await Promise.all([
    startTap('http://127.0.0.1:1'),
    startTap('http://127.0.0.1:1'),
  ])
  onTestFinished(() => here.close())
  onTestFinished(() => elsewhere.close())
  here.script = () => ({ status: 302, headers: { location: `${elsewhere.url}/landing` } })
  elsewhere.script = () => json(200, {})
  await httpClient().browse({
    method: 'GET',
    url: new URL(here.url),
    headers: { authorization: `Bearer ${TOKEN}` },
    signal: new AbortController().signal,
  })
  expect(here.requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`)
  expect(elsewhere.requests.map(({ path: asked }) => asked)).toEqual(['/landing'])
  expect(elsewhere.requests[0]?.headers.authorization).toBeUndefined()
})

test('a collection on another server gets no token', async () => {
  const elsewhere = await startTap('http://127.0.0.1:1')
  onTestFinished(() => elsewhere.close())
  elsewhere.script = () => json(200, {})
  const bench = await startFotowareBench({
    needsSignIn: true,
    config: { collection: `${elsewhere.url}/fotoweb/archives/5000-Photos/` },
  })
  await bench.destination.check(new AbortController().signal)
  const sent = elsewhere.requests.map(({ headers }) => headers.authorization)
  expect(new Set(sent)).toEqual(new Set([undefined]))
})

test('the client does not send a body again to where it was redirected', async () => {
  const here = await startTap('http://127.0.0.1:1')
  onTestFinished(() => here.close())
  here.script = () => ({ status: 307, headers: { location: '/again' } })
  const reply = await get(httpClient(), 'exchange', here.url)
  expect(reply.status).toBe(307)
  expect(here.requests).toHaveLength(1)
})
