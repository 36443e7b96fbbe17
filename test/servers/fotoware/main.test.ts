import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { call, createBody, multipart } from './test-client.ts'
import type { Created } from './test-client.ts'

const program = join(import.meta.dirname, 'main.ts')

async function startProgram(options: readonly string[]) {
  const storeDir = await mkdtemp(join(tmpdir(), 'fotoware-main-'))
  const child = spawn(process.execPath, [program, '--store', storeDir, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
    await rm(storeDir, { recursive: true, force: true })
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, ended, url: (JSON.parse(line) as { url: string }).url }
}

test('the server runs as a program and is steered over HTTP', async () => {
  const faults = JSON.stringify([{ on: 'create', kind: 'status-503', times: 1 }])
  const { child, ended, url } = await startProgram(['--chunk-size', '100', '--seed', '3', '--faults', faults])
  const create = () =>
    call<Created>(`${url}/fotoweb/api/uploads`, { method: 'POST', json: createBody({ fileSize: 5 }) })
  const control = (path: string, json: unknown) => call(`${url}/practice/${path}`, { method: 'POST', json })
  expect((await create()).status).toBe(503)
  expect((await call(`${url}/practice/faults`)).body).toEqual([
    { rule: { on: 'create', kind: 'status-503', times: 1 }, hits: 1 },
  ])
  const { body: task } = await create()
  expect(task.chunkSize).toBe(100)
  const form = multipart('hello')
  const chunkUrl = `${url}/fotoweb/api/uploads/${task.id}/chunks/0`
  await call(chunkUrl, { method: 'POST', body: new Uint8Array(form.body), headers: form.headers })
  await expect
    .poll(async () => (await call<readonly unknown[]>(`${url}/practice/assets`)).body.length)
    .toBe(1)
  expect((await call(`${url}/practice/stats`)).body).toEqual({
    assetCount: 1,
    taskCount: 1,
    bytesReceived: form.body.length,
    requestCount: 3,
  })
  expect((await control('settings', { chunkSize: 7, unknown: 1 })).status).toBe(204)
  expect((await control('faults', { on: 'create', kind: 'status-500' })).status).toBe(204)
  expect((await control('faults', { on: 'create', kind: 'nothing' })).status).toBe(400)
  expect((await create()).status).toBe(500)
  expect((await control('faults', { clear: true })).status).toBe(204)
  const { body: second } = await create()
  expect(second.chunkSize).toBe(7)
  expect((await control(`tasks/${second.id}/expire`, {})).status).toBe(204)
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
