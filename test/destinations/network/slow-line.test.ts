import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { body } from '../../../electron/engine/destinations/http-body.ts'
import { FastClock } from '../../support/fast-clock.ts'
import { uploadFailure } from '../attempt.ts'
import { httpClient } from './client.ts'

const NEVER = new AbortController().signal
const MIB = 1024 * 1024

/** A server that takes the body at its own pace, and then does with the request what it likes. */
async function paced(pace: (part: Buffer) => Promise<void> | void, isSilent = false): Promise<URL> {
  const server = http.createServer((incoming, answer) => {
    void (async () => {
      for await (const part of incoming) await pace(part as Buffer)
      if (!isSilent) answer.writeHead(204).end()
    })().catch(() => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
}

const post = (sizeBytes: number) => ({
  method: 'POST' as const,
  body: body('application/octet-stream', Buffer.alloc(sizeBytes)),
  signal: NEVER,
})

/** 60 s of the client's clock are 300 ms: the line needs many times as long, and moves all the time. */
test('a slow line that moves is not timed out, however long it takes', async () => {
  const url = await paced(() => pause(3))
  const clock = new FastClock(200)
  const client = httpClient({ clock, noProgressMs: 60_000 })
  const began = clock.monotonic()
  expect((await client.exchange({ ...post(40 * MIB), url })).status).toBe(204)
  expect(clock.monotonic() - began).toBeGreaterThan(3 * 60_000)
})

test('what the system has swallowed and the line has not is waited for', async () => {
  const url = await paced(() => pause(12))
  // Everything fits into the buffers of the system at once; the server then takes its time with it.
  const client = httpClient({ clock: new FastClock(100), noProgressMs: 30_000 })
  expect((await client.exchange({ ...post(3 * MIB), url })).status).toBe(204)
})

test('silence after the body is still noticed, and sooner on a line that has shown its pace', async () => {
  const clock = new FastClock(100)
  const client = httpClient({ clock, noProgressMs: 60_000 })
  const silent = await paced(() => undefined, true)
  const timed = async (): Promise<number> => {
    const began = clock.monotonic()
    const error = await uploadFailure(client.exchange({ ...post(MIB), url: silent }))
    expect(error.problem.code).toBe('no-progress')
    return clock.monotonic() - began
  }
  const unknown = await timed()
  const fast = await paced(() => undefined)
  for (let times = 0; times < 4; times++) await client.exchange({ ...post(4 * MIB), url: fast })
  expect(await timed()).toBeLessThan(unknown)
})

test('waiting for leave under a bandwidth limit is not the line’s fault', async () => {
  const url = await paced(() => undefined)
  const client = httpClient({ clock: new FastClock(100), noProgressMs: 60_000 })
  const throttle = () => pause(800)
  expect((await client.exchange({ ...post(64 * 1024), url, throttle })).status).toBe(204)
})
