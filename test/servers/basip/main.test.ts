import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { call } from './test-client.ts'

test('the panel runs as a program and is steered over HTTP', async () => {
  const faults = JSON.stringify([{ on: 'info', kind: 'status-503', times: 1 }])
  const settings = JSON.stringify({ model: 'AV-08FB', loadingMs: 5 })
  const options = ['--faults', faults, '--settings', settings]
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  const control = (path: string, json: unknown) => call(`${url}/practice/${path}`, { method: 'POST', json })
  expect((await call(`${url}/api/info`)).status).toBe(503)
  expect((await call(`${url}/api/info`)).body).toMatchObject({ device_model: 'AV-08FB' })
  expect((await control('faces', { name: 'Jane Roe' })).body).toEqual({ uid: 1 })
  expect((await control('settings', { model: 'AA-07E', unknown: 1 })).status).toBe(204)
  expect((await control('faults', { on: 'list', kind: 'nothing' })).status).toBe(400)
  expect((await control('faults', { clear: true })).status).toBe(204)
  expect((await call(`${url}/practice/stats`)).body).toEqual({
    identifierCount: 1,
    requestCount: 2,
    mostUnderWay: 1,
    loginCount: 0,
  })
  expect((await control('restart', { downMs: 1 })).status).toBe(204)
  await expect.poll(async () => (await call(`${url}/api/info`).catch(() => null))?.status).toBe(200)
  expect((await call(`${url}/practice/identifiers`)).body).toMatchObject([{ uid: 1 }])
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
