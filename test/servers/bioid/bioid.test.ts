import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { portrait, recording } from './portraits.ts'
import { type BioidServer, type BioidServerOptions, startBioidServer } from './server.ts'

const APP = { id: 'app-1', secret: 'pass:word' }
const BASIC = { authorization: `Basic ${Buffer.from(`${APP.id}:${APP.secret}`).toString('base64')}` }

async function start(options: BioidServerOptions = {}): Promise<BioidServer> {
  const server = await startBioidServer({ apps: [APP], ...options })
  onTestFinished(() => server.close())
  return server
}

async function ask(server: { url: string }, path: string, init: RequestInit = {}) {
  const response = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return { status: response.status, text, json: isJson ? (JSON.parse(text) as unknown) : null }
}

async function tokenFor(server: BioidServer, query = 'bcid=bws.112.4711&task=enroll&livedetection=false') {
  const { status, text } = await ask(server, `/extension/token?id=${APP.id}&${query}`, { headers: BASIC })
  expect(status).toBe(200)
  return text
}

function dataUrl(bytes: Buffer, type = 'image/jpeg'): string {
  return `data:${type};base64,${bytes.toString('base64')}`
}

function upload(server: BioidServer, token: string, body: string, query = '', headers = {}) {
  return ask(server, `/extension/upload?${query}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain; charset=utf-8', ...headers },
  })
}

const task = (server: BioidServer, token: string, name = 'enroll') =>
  ask(server, `/extension/${name}`, { headers: { authorization: `Bearer ${token}` } })

test('a token is given for a person and a task, to who knows the secret', async () => {
  const server = await start()
  const token = await tokenFor(server, 'bcid=bws.112.4711&task=enroll')
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object
  expect(claims).toMatchObject({ bcid: 'bws/112/4711', task: 0x123, iss: 'BWS', traits: 3 })
  const refused = async (query: string, headers: Record<string, string> = BASIC) =>
    (await ask(server, `/extension/token?${query}`, { headers })).status
  expect(await refused('id=app-1&bcid=bws.112.1', {})).toBe(401)
  expect(await refused('bcid=bws.112.1')).toBe(400)
  expect(await refused('id=other&bcid=bws.112.1')).toBe(400)
  expect(await refused('id=app-1')).toBe(400)
  expect(await refused('id=app-1&task=livenessdetection')).toBe(200)
  expect(await refused('id=app-1&bcid=bws.112.x')).toBe(400)
  expect(await refused('id=app-1&bcid=bws.113.1')).toBe(400)
  expect(await refused('id=app-1&bcid=bws.112.1&task=steal')).toBe(400)
  expect(await refused('id=app-1&bcid=bws.112.1&maxtries=16')).toBe(400)
  expect(await refused('id=app-1&bcid=bws.112.1&traits=nose')).toBe(400)
})

test('samples are judged by their content, and one task takes them', async () => {
  const server = await start()
  const token = await tokenFor(server)
  const judged = async (bytes: Buffer, type?: string, query?: string) =>
    (await upload(server, token, dataUrl(bytes, type), query)).json
  expect(await judged(await portrait({ faces: 0 }))).toMatchObject({ Accepted: false, Error: 'NoFaceFound' })
  expect(await judged(await portrait({ faces: 2 }))).toMatchObject({ Error: 'MultipleFacesFound' })
  expect(await judged(await portrait({ orientation: 6 }))).toMatchObject({ Error: 'NoFaceFound' })
  expect(await judged(await portrait({ width: 50, height: 50 }))).toMatchObject({ Error: 'NoFaceFound' })
  expect(await judged(await portrait(), undefined, 'index=2&tag=up&trait=Face')).toEqual({
    Accepted: true,
    Warnings: [],
  })
  expect(
    await judged(await portrait({ width: 200, height: 260, format: 'png' }), 'image/png', 'index=1'),
  ).toEqual({
    Accepted: true,
    Warnings: ['ImageTooSmall'],
  })
  expect(await task(server, token)).toMatchObject({ status: 200, json: { Success: true } })
  expect(server.people.tasks).toMatchObject([
    { task: 'enroll', bcid: 'bws.112.4711', samples: [{ index: 1 }, { index: 2, tag: 'up', trait: 'face' }] },
  ])
  expect((await task(server, token)).status).toBe(400)
  expect((await task(server, token)).status).toBe(400)
  expect((await task(server, token)).status).toBe(403)
})

test('sounds are judged too', async () => {
  const server = await start()
  const token = await tokenFor(server)
  const judged = async (bytes: Buffer, query = 'trait=Voice') =>
    (await upload(server, token, dataUrl(bytes, 'audio/wav'), query)).json
  expect(await judged(recording(2))).toMatchObject({ Accepted: true })
  expect(await judged(recording(0))).toMatchObject({ Error: 'AudioSignalTooShort' })
  expect(await judged(recording(2, true))).toMatchObject({ Error: 'BadSignalQuality' })
  expect(await judged(recording(2), 'trait=Face')).toMatchObject({ Error: 'SampleNotOfExpectedType' })
})

describe('a body must be one data URL and nothing else', () => {
  test.each([
    ['nothing', () => ''],
    [
      'the picture itself',
      (url: string) => Buffer.from(url.split(',')[1] ?? '', 'base64').toString('latin1'),
    ],
    ['quotes', (url: string) => `"${url}"`],
    ['a line break', (url: string) => `${url.slice(0, 80)}\r\n${url.slice(80)}`],
    ['cut base64', (url: string) => url.slice(0, -1)],
    ['base64 of URLs', (url: string) => `${url.slice(0, 40)}-_${url.slice(42)}`],
    ['another type than it is', (url: string) => url.replace('jpeg', 'png')],
    ['a type that is not taken', (url: string) => url.replace('jpeg', 'webp')],
    ['no base64 mark', (url: string) => url.replace(';base64', '')],
  ])('%s is refused', async (_what, spoil) => {
    const server = await start()
    const token = await tokenFor(server)
    const answer = await upload(server, token, spoil(dataUrl(await portrait())))
    expect(answer).toMatchObject({ status: 400, json: { Message: expect.any(String) as string } })
    expect((await task(server, token)).status).toBe(400)
  })

  test('multipart, a body of unknown length, and a picture that is cut off are refused', async () => {
    const server = await start()
    const token = await tokenFor(server)
    const picture = await portrait()
    const type = 'multipart/form-data; boundary=x'
    expect((await upload(server, token, dataUrl(picture), '', { 'content-type': type })).status).toBe(400)
    expect((await upload(server, token, dataUrl(picture.subarray(0, picture.length / 2)))).status).toBe(400)
    expect((await upload(server, token, dataUrl(picture), 'tag=sideways')).status).toBe(400)
    expect((await upload(server, token, dataUrl(picture), 'index=first')).status).toBe(400)
    const status = await new Promise((resolve, reject) => {
      const chunked = httpRequest(
        `${server.url}/extension/upload`,
        { method: 'POST', headers: { authorization: `Bearer ${token}`, 'transfer-encoding': 'chunked' } },
        (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        },
      )
      chunked.on('error', reject)
      chunked.end(dataUrl(picture))
    })
    expect(status).toBe(411)
  })
})

test('tokens expire, and those of others are not known', async () => {
  let nowMs = Date.now()
  const server = await start({ tokenTtlSeconds: 1, now: () => nowMs })
  const token = await tokenFor(server)
  const body = dataUrl(await portrait())
  expect((await upload(server, `${token}x`, body)).status).toBe(401)
  expect((await upload(server, 'garbage', body)).status).toBe(401)
  expect((await upload(server, token, body, '', { authorization: `JWT ${token}` })).status).toBe(200)
  nowMs += 1000
  expect((await upload(server, token, body)).status).toBe(401)
  expect((await task(server, token)).status).toBe(401)
})

test('liveness needs two samples where the token demands it', async () => {
  const server = await start()
  const token = await tokenFor(server, 'bcid=bws.112.1&task=enroll')
  await upload(server, token, dataUrl(await portrait()))
  expect((await task(server, token)).json).toEqual({ Success: false, Error: 'LiveDetectionFailed' })
  expect((await task(server, token)).status).toBe(400)
})

test('results, enrolments and the service itself can be asked about', async () => {
  const server = await start()
  const token = await tokenFor(server)
  const about = async (path: string, init: RequestInit = {}) =>
    await ask(server, `/extension/${path}`, { headers: BASIC, ...init })
  const result = `result?access_token=${token}`
  expect((await about(result)).status).toBe(204)
  expect((await about('isenrolled?bcid=bws.112.4711')).status).toBe(404)
  await upload(server, token, dataUrl(await portrait()))
  await task(server, token)
  expect((await about(result)).json).toEqual({ Success: true, Action: 'enrollment', BCID: 'bws.112.4711' })
  expect((await about('isenrolled?bcid=bws.112.4711')).status).toBe(200)
  expect((await about('isenrolled?bcid=nobody')).status).toBe(400)
  expect((await about('deleteclass?bcid=bws.112.4711', { method: 'DELETE' })).status).toBe(200)
  expect((await about('deleteclass?bcid=bws.112.4711', { method: 'DELETE' })).status).toBe(400)
  expect((await about('status')).json).toMatchObject({
    Features: [{ Storage: 'bws', Partitions: [112] }, {}],
  })
  expect((await about('status', { headers: {} })).status).toBe(401)
  server.tokens.expireAll()
  expect((await about(result)).status).toBe(401)
  server.settings.resultOutlivesToken = true
  expect((await about(result)).status).toBe(200)
})

test('the customer has an address of their own', async () => {
  const server = await start({ customerSecret: 'theirs' })
  const path = '/customer/token?bcid=bws.112.4711&task=enroll'
  expect((await ask(server, path)).status).toBe(401)
  const { status, json } = await ask(server, path, { headers: { authorization: 'Bearer theirs' } })
  expect(status).toBe(200)
  expect((await upload(server, String(json), dataUrl(await portrait()))).status).toBe(200)
})

test('what goes wrong can be asked for', async () => {
  const server = await start()
  const token = await tokenFor(server)
  const body = dataUrl(await portrait())
  const lost = server.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
  await expect(upload(server, token, body)).rejects.toThrow()
  expect([lost.hits, server.people.waiting(server.tokens.issued[0] ?? '').length]).toEqual([1, 1])
  server.faults.add({ on: 'upload', kind: 'close-after-bytes', bytes: 10, times: 1 })
  await expect(upload(server, token, body)).rejects.toThrow()
  server.faults.add({ on: 'upload', kind: 'refuse', answer: 'Unheard', times: 1 })
  expect((await upload(server, token, body)).json).toMatchObject({ Accepted: false, Error: 'Unheard' })
  server.faults.add({ on: 'upload', kind: 'warn', answer: 'ImageTooBlurry', times: 1 })
  expect((await upload(server, token, body)).json).toMatchObject({ Warnings: ['ImageTooBlurry'] })
  server.faults.add({ on: 'upload', kind: 'html', times: 1 })
  expect((await upload(server, token, body)).text).toContain('<html>')
  server.faults.add({ on: 'upload', kind: 'status-503', times: 1, retryAfterSeconds: 7 })
  expect((await upload(server, token, body)).status).toBe(503)
  server.faults.add({ on: 'upload', kind: 'expire-token', times: 1 })
  expect((await upload(server, token, body)).status).toBe(401)
  expect((await upload(server, token, body)).status).toBe(401)
})

test('the server runs as a program and is steered over HTTP', async () => {
  const faults = JSON.stringify([{ on: 'status', kind: 'status-500', times: 1 }])
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), '--faults', faults, '--settings', '{"partitions":[5]}'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const server = JSON.parse(line) as { url: string }
  const control = (path: string, value: unknown) =>
    ask(server, `/practice/${path}`, { method: 'POST', body: JSON.stringify(value) })
  expect((await ask(server, '/extension/status')).status).toBe(500)
  expect((await ask(server, '/extension/token?bcid=bws.5.1')).status).toBe(200)
  expect((await control('settings', { partitions: [6], unknown: 1 })).status).toBe(204)
  expect((await ask(server, '/extension/token?bcid=bws.5.1')).status).toBe(400)
  expect((await control('faults', { on: 'nothing', kind: 'hang' })).status).toBe(400)
  expect((await control('faults', { on: 'token', kind: 'status-401' })).status).toBe(204)
  expect((await ask(server, '/extension/token?bcid=bws.6.1')).status).toBe(401)
  expect((await control('faults', { clear: true })).status).toBe(204)
  expect((await ask(server, '/practice/faults')).json).toEqual([])
  expect((await control('expire-tokens', {})).status).toBe(204)
  expect((await ask(server, '/practice/stats')).json).toMatchObject({ taskCount: 0, requestCount: 4 })
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
