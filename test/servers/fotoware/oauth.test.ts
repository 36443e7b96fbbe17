import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { FotowareServer } from './server.ts'
import { call, getStatus, postChunk, postCreate, createBody, startForTest } from './test-client.ts'
import type { Created } from './test-client.ts'
import { challengeOf } from './token-store.ts'

const redirectUri = 'http://127.0.0.1:47123/callback'
const auth = {
  clients: [{ id: 'native' }, { id: 'script', secret: 'a&b=c' }, { id: 'other', secret: 'x' }],
  redirectUris: [redirectUri],
}
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }

interface TokenBody {
  readonly access_token: string
  readonly refresh_token?: string
  readonly expires_in: number
  readonly error?: string
}

function postToken(
  server: FotowareServer,
  values: Record<string, string>,
  headers: Record<string, string> = form,
) {
  const body = new URLSearchParams(values).toString()
  return call<TokenBody>(`${server.url}/fotoweb/oauth2/token`, { method: 'POST', body, headers })
}

function authorize(server: FotowareServer, changes: Record<string, string> = {}) {
  const values = { response_type: 'code', client_id: 'native', redirect_uri: redirectUri, state: 's 1' }
  const pkce = { code_challenge: challengeOf(verifier), code_challenge_method: 'S256', approve: '1' }
  const query = new URLSearchParams({ ...values, ...pkce, ...changes })
  return fetch(`${server.url}/fotoweb/oauth2/authorize?${query.toString()}`, { redirect: 'manual' })
}

const verifier = randomBytes(48).toString('base64url')
const descriptor = (server: FotowareServer, token: string) =>
  call(`${server.url}/fotoweb/me/`, { headers: { authorization: `Bearer ${token}` } })

async function redeem(server: FotowareServer, changes: Record<string, string> = {}) {
  const location = new URL((await authorize(server)).headers.get('location') ?? '')
  const code = location.searchParams.get('code') ?? ''
  const values = { grant_type: 'authorization_code', client_id: 'native', redirect_uri: redirectUri }
  return { code, ...(await postToken(server, { ...values, code, code_verifier: verifier, ...changes })) }
}

test('without a valid token everything but the public entry gets 401', async () => {
  const server = await startForTest({ auth })
  expect((await call(`${server.url}/fotoweb/`)).status).toBe(200)
  for (const path of ['me/', 'me/upload-to/', 'archives/5000-Photos/', 'api/uploads/x/status', 'nothing']) {
    expect((await call(`${server.url}/fotoweb/${path}`)).status).toBe(401)
    expect((await call(`${server.url}/fotoweb/${path}?access_token=x`)).status).toBe(401)
  }
  expect((await postCreate(server)).status).toBe(401)
  expect((await postChunk(server, 'x', 0, 'a')).status).toBe(401)
})

describe('client credentials', () => {
  const grant = { grant_type: 'client_credentials', client_id: 'script', client_secret: 'a&b=c' }

  test('give a token without refresh token, whose life is a number with a fraction', async () => {
    let nowMs = 0
    const server = await startForTest({ auth: { ...auth, tokenLifetimeMs: 90_000 }, now: () => nowMs })
    const url = `${server.url}/fotoweb/oauth2/token`
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(grant).toString(),
      headers: form,
    })
    const text = await response.text()
    expect(text).toContain('"token_type":"bearer","expires_in":90.000000}')
    const { access_token: token } = JSON.parse(text) as TokenBody
    expect((await descriptor(server, token)).body).toMatchObject({ user: { userName: 'Administrator' } })
    nowMs = 90_000
    expect((await descriptor(server, token)).status).toBe(401)
  })

  test.each([
    [{ client_secret: 'wrong' }, 401, 'invalid_client'],
    [{ client_id: 'nobody' }, 401, 'invalid_client'],
    [{ client_id: 'native' }, 401, 'invalid_client'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('are refused: %o', async (changes, status, error) => {
    const server = await startForTest({ auth })
    expect(await postToken(server, { ...grant, ...changes })).toMatchObject({ status, body: { error } })
  })

  test('need a form and the Accept header', async () => {
    const server = await startForTest({ auth })
    const { accept } = form
    expect((await postToken(server, grant, { accept, 'content-type': 'application/json' })).status).toBe(400)
    expect((await postToken(server, grant, { ...form, accept: 'text/html' })).status).toBe(400)
  })

  test('a task belongs to the application that made it', async () => {
    const server = await startForTest({ auth })
    const mine = (await postToken(server, grant)).body.access_token
    const other = { grant_type: 'client_credentials', client_id: 'other', client_secret: 'x' }
    const foreign = (await postToken(server, other)).body.access_token
    const headers = { authorization: `Bearer ${mine}` }
    const url = `${server.url}/fotoweb/api/uploads`
    const { body: task } = await call<Created>(url, {
      method: 'POST',
      json: createBody({ fileSize: 1 }),
      headers,
    })
    const foreignHeaders = { authorization: `Bearer ${foreign}` }
    expect((await postChunk(server, task.id, 0, 'a', foreignHeaders)).status).toBe(404)
    expect((await call(`${url}/${task.id}/status`, { headers: foreignHeaders })).status).toBe(403)
    expect((await postChunk(server, task.id, 0, 'a', headers)).status).toBe(204)
    expect((await getStatus(server, task.id)).status).toBe(401)
  })
})

describe('code with PKCE', () => {
  test('the consent page leads back with code and state', async () => {
    const server = await startForTest({ auth })
    const consent = await authorize(server, { approve: '0' })
    expect(consent.headers.get('content-type')).toContain('text/html')
    expect(await consent.text()).toContain('approve=1')
    const location = new URL((await authorize(server)).headers.get('location') ?? '')
    expect(location.origin + location.pathname).toBe(redirectUri)
    expect(location.searchParams.get('state')).toBe('s 1')
    const denied = new URL(
      (await authorize(server, { approve: '0', deny: '1' })).headers.get('location') ?? '',
    )
    expect(denied.searchParams.get('error')).toBe('access_denied')
  })

  test.each([
    { client_id: 'nobody' },
    { redirect_uri: 'http://127.0.0.1:47124/callback' },
    { redirect_uri: '' },
  ])('no redirect but kittens: %o', async (changes) => {
    const server = await startForTest({ auth })
    const response = await authorize(server, changes)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(await response.text()).toContain('kittens')
  })

  test.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ code_challenge: '' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
  ])('an error goes back: %o', async (changes, error) => {
    const server = await startForTest({ auth })
    const location = new URL((await authorize(server, changes)).headers.get('location') ?? '')
    expect(location.searchParams.get('error')).toBe(error)
  })

  test('any loopback port is accepted only when the switch says so', async () => {
    const server = await startForTest({ auth: { ...auth, redirectMatch: 'loopback-any-port' } })
    expect((await authorize(server, { redirect_uri: 'http://127.0.0.1:5/callback' })).status).toBe(302)
    expect((await authorize(server, { redirect_uri: 'http://127.0.0.1:5/other' })).status).toBe(400)
  })
})

describe('tokens of a person', () => {
  test('a code works once', async () => {
    const server = await startForTest({ auth })
    const { code, status, body } = await redeem(server)
    expect(status).toBe(200)
    expect((await descriptor(server, body.access_token)).body).toMatchObject({
      user: { userName: 'photographer' },
    })
    expect((await redeem(server, { code })).body.error).toBe('invalid_grant')
  })

  test.each([
    [{ code_verifier: 'x'.repeat(43) }, 'invalid_grant'],
    [{ code_verifier: '' }, 'invalid_grant'],
    [{ redirect_uri: 'http://127.0.0.1:1/' }, 'invalid_grant'],
    [{ client_secret: 'x' }, 'invalid_client'],
  ])('a code is not redeemed with %o', async (changes, error) => {
    const server = await startForTest({ auth })
    expect((await redeem(server, changes)).body.error).toBe(error)
  })

  test('refreshing rotates the refresh token', async () => {
    const server = await startForTest({ auth })
    const first = (await redeem(server)).body
    const refresh = (token = '') =>
      postToken(server, { grant_type: 'refresh_token', client_id: 'native', refresh_token: token })
    const second = (await refresh(first.refresh_token)).body
    expect((await descriptor(server, second.access_token)).status).toBe(200)
    expect((await refresh(first.refresh_token)).body.error).toBe('invalid_grant')
    server.revokeTokens()
    expect((await descriptor(server, second.access_token)).status).toBe(401)
    server.settings.auth = { ...auth, isRotating: false }
    const third = (await refresh(second.refresh_token)).body
    expect(third.refresh_token).toBeUndefined()
    expect((await refresh(second.refresh_token)).status).toBe(200)
    server.revokeTokens({ includesRefreshTokens: true })
    expect((await refresh(second.refresh_token)).status).toBe(400)
  })
})
