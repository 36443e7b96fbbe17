import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { newPhotoId } from './photo-ids.ts'
import { ask, JPEG, serverFor, signedIn, upload } from './test-client.ts'

const PHOTO = { fileName: 'a.jpg', bytes: JPEG }

test('a lost reply: the photo is there, and the connection is cut', async () => {
  const server = await serverFor()
  const apisid = await signedIn(server)
  const fault = server.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
  await expect(upload(server, apisid, PHOTO)).rejects.toThrow('fetch failed')
  expect([fault.hits, server.photos().length]).toEqual([1, 1])
  expect((await upload(server, apisid, PHOTO)).status).toBe(200)
})

test('a proxy that loses the reply: the photo is there, and the answer is 503', async () => {
  const server = await serverFor()
  server.faults.add({ on: 'upload', kind: 'lost-behind-proxy', times: 1 })
  expect((await upload<unknown>(server, await signedIn(server), PHOTO)).status).toBe(503)
  expect(server.photos()).toHaveLength(1)
})

test('a connection that breaks in the body leaves nothing behind', async () => {
  const server = await serverFor()
  server.faults.add({ on: 'upload', kind: 'close-after-bytes', bytes: 100, times: 1 })
  await expect(upload(server, await signedIn(server), PHOTO)).rejects.toThrow('fetch failed')
  expect(server.photos()).toEqual([])
})

test('statuses, a web page, another shape, an empty list, odd words, sessions that end', async () => {
  const server = await serverFor({ defaultUid: null })
  const apisid = await signedIn(server)
  const struck = async (kind: Parameters<typeof server.faults.add>[0]['kind']) => {
    server.faults.add({ on: 'upload', kind, times: 1 })
    return await upload<unknown>(server, apisid, PHOTO)
  }
  expect((await struck('status-500')).status).toBe(500)
  expect((await struck('html')).body).toContain('<!DOCTYPE html>')
  expect((await struck('wrong-shape')).body).toEqual({ unexpected: [{ shape: true }] })
  expect(server.photos()).toHaveLength(0)
  expect((await struck('empty-result')).body).toMatchObject({ photos: [] })
  expect(server.photos()).toHaveLength(1)
  expect(JSON.stringify((await struck('odd-status')).body)).toContain('the cat')
  expect(server.photos()).toHaveLength(1)
  expect((await struck('expire-sessions')).status).toBe(403)
})

test('the index lags behind', async () => {
  const server = await serverFor({ indexLagPolls: 2 })
  const apisid = await signedIn(server)
  const photoID = newPhotoId()
  await upload(server, apisid, { photoID }, PHOTO)
  const look = async () =>
    (await ask<{ exists: boolean }>(server, 'checkPhotoId', { apisid, photoid: photoID })).body.exists
  expect([await look(), await look(), await look()]).toEqual([false, false, true])
  expect(server.requests.filter(({ operation }) => operation === 'result')).toHaveLength(3)
})

test('the log holds neither sessions nor passwords', async () => {
  const server = await serverFor()
  const apisid = await signedIn(server)
  expect(JSON.stringify(server.requests)).not.toContain(apisid)
  expect(server.requests.map(({ operation }) => operation)).toEqual(['session', 'authorize'])
})

test('the server runs as a program and is steered over HTTP', async () => {
  const storeDir = await mkdtemp(path.join(tmpdir(), 'picapport-main-'))
  const faults = JSON.stringify([{ on: 'session', kind: 'status-503', times: 1 }])
  const program = path.join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [program, '--store', storeDir, '--faults', faults], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(storeDir, { recursive: true, force: true })
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const server = JSON.parse(line) as { url: string }
  const practice = async (what: string, json?: unknown) => {
    const init = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) }
    return await fetch(`${server.url}/practice/${what}`, init)
  }
  expect((await ask(server, 'createWebApiSession')).status).toBe(503)
  const apisid = await signedIn(server)
  const photoID = newPhotoId()
  await upload(server, apisid, { photoID }, PHOTO)
  expect(await (await practice('stats')).json()).toMatchObject({ photoCount: 1, sessionCount: 1 })
  expect(await (await practice('photos')).json()).toMatchObject([{ photoID, fileName: 'a.jpg' }])
  expect((await practice('settings', { isReady: false })).status).toBe(204)
  expect((await ask(server, 'getServerStatus')).body).toMatchObject({ versionReady: false })
  expect((await practice('faults', { on: 'nothing', kind: 'html' })).status).toBe(400)
  expect((await practice('expire-sessions', {})).status).toBe(204)
  expect((await upload(server, apisid, PHOTO)).status).toBe(403)
  expect((await practice('delete-photo', { photoID })).status).toBe(204)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
