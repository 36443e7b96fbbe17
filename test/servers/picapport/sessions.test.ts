import { expect, test } from 'vitest'
import type { SessionReply } from './sessions.ts'
import { ANNA } from './settings.ts'
import { ask, encrypted, serverFor, signedIn } from './test-client.ts'

const NO_DEFAULT = { defaultUid: null }

test('a session has a key of its own, written without leading zeros, and serves who signs in', async () => {
  const server = await serverFor({ ...NO_DEFAULT, keyBits: 1020 })
  const [one, other] = await Promise.all([1, 2].map(() => ask<SessionReply>(server, 'createWebApiSession')))
  expect(one?.body).toMatchObject({ authorised: false, algorithm: 'RSA', exponent: '10001' })
  expect(one?.body.modulus).toHaveLength(255)
  expect(one?.body.modulus).not.toBe(other?.body.modulus)
  const apisid = one?.body.apisid ?? ''
  expect((await ask(server, 'getServerStatus', { apisid })).body).toMatchObject({ isValid: false })
  if (one === undefined) throw new Error('no session')
  const pw = encrypted(one.body, ANNA.password)
  const { body } = await ask(server, 'authorizeWebApiSession', { apisid, uid: 'anna', pw })
  expect(body).toEqual({ apisid, uid: 'anna' })
  expect((await ask(server, 'getServerStatus', { apisid })).body).toMatchObject({
    ...{ isValid: true, uid: 'anna', name: 'Anna Arendt', canUpload: true, versionReady: true },
    ...{ versionMajor: 10, uploadMaxFilesizeMB: '50', supportedVideoTypes: [] },
  })
})

test('a password that is wrong, in the clear or for another session is refused', async () => {
  const server = await serverFor(NO_DEFAULT)
  const { body: session } = await ask<SessionReply>(server, 'createWebApiSession')
  const { body: other } = await ask<SessionReply>(server, 'createWebApiSession')
  const { apisid } = session
  const attempt = async (pw: string) =>
    (await ask(server, 'authorizeWebApiSession', { apisid, uid: 'anna', pw })).status
  const right = encrypted(session, ANNA.password)
  for (const pw of [
    encrypted(session, 'wrong'),
    encrypted(other, ANNA.password),
    ANNA.password,
    right.slice(2),
    `0${right}`,
    '00'.repeat(128),
  ]) {
    expect(await attempt(pw)).toBe(403)
  }
  expect(await attempt('')).toBe(400)
  expect(
    (await ask(server, 'authorizeWebApiSession', { apisid: 'gone', uid: 'anna', pw: right })).status,
  ).toBe(403)
  expect((await ask(server, 'checkPhotoId', { apisid, photoid: 'x' })).status).toBe(403)
  expect(server.signInCount).toBe(7)
})

test('an api key, the limit for one address, and sessions that end', async () => {
  const server = await serverFor({ apiKey: 'K+1', sessionsPerIpMax: 2 })
  const create = (parameters: Record<string, string>) => ask(server, 'createWebApiSession', parameters)
  expect((await create({})).status).toBe(403)
  expect((await create({ apikey: 'k+1' })).status).toBe(403)
  expect((await create({ apikey: 'K+1' })).body).toMatchObject({ authorised: true })
  expect((await create({ apikey: 'K+1' })).status).toBe(200)
  expect((await create({ apikey: 'K+1' })).status).toBe(403)
  server.expireSessions()
  expect((await create({ apikey: 'K+1' })).status).toBe(200)
  expect(server.sessionCount).toBe(3)
})

test('nobody in particular is the default user; a user’s name may stand for a session', async () => {
  const server = await serverFor()
  expect((await ask(server, 'getServerStatus')).body).toMatchObject({ isValid: true, uid: 'public' })
  expect((await ask(server, 'getServerStatus', { apisid: 'public' })).body).toMatchObject({ isValid: true })
  expect((await ask(server, 'getServerStatus', { apisid: 'anna' })).body).toMatchObject({ isValid: false })
  server.settings.defaultUid = null
  expect((await ask(server, 'getServerStatus')).body).toMatchObject({ isValid: false })
})

test('idle sessions are forgotten', async () => {
  const server = await serverFor(NO_DEFAULT)
  const apisid = await signedIn(server)
  expect((await ask(server, 'getServerStatus', { apisid })).body).toMatchObject({ isValid: true })
  server.settings.idleMs = -1
  expect((await ask(server, 'getServerStatus', { apisid })).body).toMatchObject({ isValid: false })
})

test('without encryption the password goes as it is', async () => {
  const server = await serverFor({ ...NO_DEFAULT, algorithm: 'none' })
  const { body } = await ask<SessionReply>(server, 'createWebApiSession')
  expect(body).toMatchObject({ algorithm: 'none' })
  expect(body.modulus).toBeUndefined()
  const parameters = { apisid: body.apisid, uid: 'anna', pw: ANNA.password }
  expect((await ask(server, 'authorizeWebApiSession', parameters)).status).toBe(200)
})

test('older versions know fewer functions', async () => {
  const server = await serverFor({ version: '8.2.9' })
  expect((await ask(server, 'getServerStatus')).status).toBe(501)
  expect((await ask(server, 'checkPhotoId', { photoid: 'x' })).status).toBe(501)
  server.settings.version = '8.3.0'
  expect((await ask(server, 'getServerStatus')).body).not.toHaveProperty('uploadMaxFilesizeMB')
  expect((await ask(server, 'checkPhotoId', { photoid: 'x' })).body).toEqual({ photoID: 'x', exists: false })
  server.settings.isEnabled = false
  expect((await ask(server, 'createWebApiSession')).status).toBe(404)
})
