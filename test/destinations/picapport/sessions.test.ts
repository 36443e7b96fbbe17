import { expect, test } from 'vitest'
import { ANNA } from '../../servers/picapport/settings.ts'
import { attempt, deliver, uploadFailure } from '../attempt.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { type PicapportBench, somePhoto, startPicapportBench } from '../picapport-bench.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const NEVER = new AbortController().signal
const photo = async (name = 'a.jpg') => await shipmentOf(await makeFile(name, somePhoto(5000)))
const failed = async ({ destination }: PicapportBench) =>
  await uploadFailure(attempt({ destination }, await photo(), new MemoryJournal()))

test('the password goes encrypted, with a key that has an odd number of digits too', async () => {
  for (const keyBits of [1024, 1020]) {
    const bench = await startPicapportBench({ needsSignIn: true, settings: { keyBits } })
    await deliver(bench, await photo())
    const paths = bench.tap.requests.map(({ path }) => decodeURIComponent(path)).join('\n')
    expect(paths).toMatch(/authorizeWebApiSession\?apisid=\w+&uid=anna&pw=[0-9a-f]{256}/)
    expect(paths).not.toContain(ANNA.password)
    expect(bench.server.photos()[0]?.uid).toBe('anna')
  }
})

test('a password without encryption: on this machine, or where it is allowed', async () => {
  const settings = { algorithm: 'none' }
  const here = await startPicapportBench({ needsSignIn: true, settings })
  await deliver(here, await photo())
  // Reaches this machine as well, and is no address of it alone.
  const host = '0.0.0.0'
  const elsewhere = await startPicapportBench({ needsSignIn: true, settings, host })
  expect(await failed(elsewhere)).toMatchObject({ kind: 'destination', problem: { code: 'clear-password' } })
  expect(elsewhere.server.signInCount).toBe(0)
  // Asking again and again must not use up the sessions that the server allows.
  for (let times = 0; times < 3; times++)
    expect((await elsewhere.destination.check(NEVER)).problem).toMatchObject({ code: 'clear-password' })
  expect(elsewhere.server.sessionCount).toBe(1)
  const config = { allowClearPassword: true }
  await deliver(await startPicapportBench({ needsSignIn: true, settings, host, config }), await photo())
})

test('an unknown encryption is told, and nothing is sent', async () => {
  const bench = await startPicapportBench({ needsSignIn: true, settings: { algorithm: 'MD5' } })
  const error = await failed(bench)
  expect(error).toMatchObject({ kind: 'destination', problem: { code: 'unknown-encryption' } })
  expect(error.problem.what).toContain('MD5')
  expect(bench.server.signInCount).toBe(0)
})

test('a refused password is not sent again by itself; another one is, and so it is when a person asks', async () => {
  let password = 'wrong'
  const bench = await startPicapportBench({ needsSignIn: true, password: () => password })
  const ends = await Promise.all([1, 2, 3].map(() => failed(bench)))
  for (const error of ends)
    expect(error).toMatchObject({
      kind: 'unauthorized',
      problem: { code: 'sign-in-needed', isRetried: false },
    })
  await failed(bench)
  expect(bench.server.signInCount).toBe(1)
  expect((await bench.destination.check(NEVER)).problem).toMatchObject({ code: 'sign-in-needed' })
  expect(bench.server.signInCount).toBe(2)
  password = ANNA.password
  await deliver(bench, await photo())
  expect(bench.server.signInCount).toBe(3)
})

test('a sign-in without an answer does not pile up sessions, and one that is over is no wrong password', async () => {
  const bench = await startPicapportBench({ needsSignIn: true, settings: { sessionsPerIpMax: 1 } })
  bench.server.faults.add({ on: 'authorize', kind: 'status-503', times: 2 })
  expect(await failed(bench)).toMatchObject({ kind: 'busy' })
  expect(await failed(bench)).toMatchObject({ kind: 'busy' })
  expect(bench.server.sessionCount).toBe(1)
  bench.server.expireSessions()
  await deliver(bench, await photo())
  expect(bench.server.sessionCount).toBe(2)
})

test('the default user: in a session, without one, and where there is none', async () => {
  const named = await startPicapportBench()
  await deliver(named, await photo())
  expect(named.server.sessionCount).toBe(1)
  const without = await startPicapportBench({ config: { auth: { method: 'none' } } })
  await deliver(without, await photo())
  expect(without.server.sessionCount).toBe(0)
  expect(without.tap.requests.some(({ path }) => path.includes('apisid'))).toBe(false)
  for (const method of ['anonymous', 'none'] as const) {
    const nobody = await startPicapportBench({ settings: { defaultUid: null }, config: { auth: { method } } })
    const error = await failed(nobody)
    expect(error).toMatchObject({ kind: 'unauthorized', problem: { code: 'no-default-user' } })
    expect(nobody.server.sessionCount).toBeLessThanOrEqual(1)
  }
})

test('an API key goes along', async () => {
  const bench = await startPicapportBench({
    settings: { apiKey: 'K&1' },
    password: () => 'K&1',
    config: { apiKey: 'key' },
  })
  await deliver(bench, await photo())
})

test('no session: asked for until those of an earlier run are idle too long, then a person must look', async () => {
  const bench = await startPicapportBench({ settings: { sessionsPerIpMax: 0 }, clockSpeed: 1000 })
  const refusals = () => bench.server.requests.filter(({ operation }) => operation === 'session').length
  for (const [index, minutes] of [1, 2, 5, 10, 30].entries()) {
    const error = await failed(bench)
    expect(error).toMatchObject({ kind: 'busy', problem: { code: 'no-session' } })
    expect(error.retryAfterMs).toBe(minutes * 60_000)
    expect(error.problem.remedy).toContain('webapi.max.sessions.per.ip')
    // Whoever comes meanwhile is told the rest of the time, and the server is not asked.
    expect((await failed(bench)).retryAfterMs).toBeLessThanOrEqual(minutes * 60_000)
    expect(refusals()).toBe(index + 1)
    const untilMs = bench.clock.monotonic() + minutes * 60_000
    await expect.poll(() => bench.clock.monotonic() > untilMs, { timeout: 20_000 }).toBe(true)
  }
  expect(await failed(bench)).toMatchObject({ kind: 'unauthorized', problem: { code: 'sign-in-needed' } })
  bench.server.settings.sessionsPerIpMax = 1
  expect((await bench.destination.check(NEVER)).problem).toBeNull()
  await deliver(bench, await photo())
})

test('a session that ends in mid-batch is renewed once, and every photo arrives once', async () => {
  const bench = await startPicapportBench({ needsSignIn: true })
  for (const skip of [1, 3])
    bench.server.faults.add({ on: 'upload', kind: 'expire-sessions', skip, times: 1 })
  const shipments = await Promise.all([1, 2, 3, 4, 5].map((number) => photo(`f${String(number)}.jpg`)))
  for (const shipment of shipments) await deliver(bench, shipment)
  expect(bench.server.photos()).toHaveLength(5)
  expect(bench.signIns()).toBe(3)
})

test.each([400, 401, 200] as const)(
  'a server that answers %d to a session that is over: it is renewed, and no file is blamed',
  async (signedOutStatus) => {
    const bench = await startPicapportBench({ needsSignIn: true, settings: { signedOutStatus } })
    await deliver(bench, await photo())
    bench.server.expireSessions()
    await deliver(bench, await photo('b.jpg'))
    expect(bench.signIns()).toBe(2)
    bench.server.faults.add({ on: 'upload', kind: 'expire-sessions', times: 1 })
    await deliver(bench, await photo('c.jpg'))
    expect([bench.server.photos().length, bench.signIns()]).toEqual([3, 3])
  },
)

test('a session that ends at every request is no reason to sign in for ever', async () => {
  const bench = await startPicapportBench({ needsSignIn: true })
  bench.server.faults.add({ on: 'check', kind: 'expire-sessions' })
  const error = await failed(bench)
  expect(error.problem.isRetried).toBe(false)
  expect(bench.signIns()).toBe(2)
})

test('a good session in which uploads are refused stays, and the refusal is told', async () => {
  const bench = await startPicapportBench({ needsSignIn: true })
  bench.server.faults.add({ on: 'upload', kind: 'status-403' })
  expect(await failed(bench)).toMatchObject({ kind: 'destination', problem: { code: 'may-not-upload' } })
  expect(bench.signIns()).toBe(1)
})

test('neither session nor password is in any error', async () => {
  for (const kind of ['status-400', 'status-403', 'status-500', 'login-redirect', 'html'] as const) {
    for (const on of ['authorize', 'upload', 'check', 'status'] as const) {
      const bench = await startPicapportBench({ needsSignIn: true })
      bench.server.faults.add({ on, kind })
      const told = JSON.stringify((await failed(bench)).problem)
      const secrets = bench.tap.requests.flatMap(({ path }) => [
        ...new URL(path, 'http://x/').searchParams.values(),
      ])
      expect(secrets.length).toBeGreaterThan(0)
      for (const secret of secrets.filter((value) => value !== 'anna')) expect(told).not.toContain(secret)
      expect(told).not.toContain('SECRET')
    }
  }
})
