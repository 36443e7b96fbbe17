import http from 'node:http'
import net from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { EventBatch } from '../../../shared/wire.ts'
import { until } from '../../support/until.ts'
import { type ServedWindow, servedWindow, TOKEN } from './served-window.ts'

interface Reader {
  readonly text: string
  readonly batches: EventBatch[]
  readonly isEnded: boolean
}

const AUTHORIZED = { authorization: `Bearer ${TOKEN}` }

/** Reads the stream as a browser does; resolves when it is open. */
async function reader({ server }: ServedWindow): Promise<Reader> {
  const state = { text: '', isEnded: false }
  const request = http.get(
    { port: server.port, path: '/api/events', headers: AUTHORIZED, agent: false },
    (answer) => {
      answer.setEncoding('utf8').on('data', (part: string) => {
        state.text += part
      })
      answer.on('error', () => undefined)
      answer.on('close', () => {
        state.isEnded = true
      })
    },
  )
  request.on('error', () => undefined)
  onTestFinished(() => {
    request.destroy()
  })
  await until(() => state.text.includes('data:'), 'the stream is open')
  return {
    get text() {
      return state.text
    },
    get batches() {
      const data = [...state.text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => json)
      return data.map((json) => EventBatch.parse(JSON.parse(json)))
    },
    get isEnded() {
      return state.isEnded
    },
  }
}

test('what happens is told in numbered batches, and progress only once a job', async () => {
  const window = await servedWindow()
  const heard = await reader(window)
  for (const sentBytes of [1, 2, 3])
    window.engine.emit('file', { event: 'progress', job: 7, path: '/hot/a.jpg', sentBytes })
  window.engine.emit('engine.changed', {})
  await until(() => heard.batches.length === 2, 'the batch')
  expect(heard.batches.map(({ sequence }) => sequence)).toEqual([0, 1])
  expect(heard.batches[1]?.events).toEqual([
    { event: 'file', payload: expect.objectContaining({ job: 7, sentBytes: 3 }) as unknown },
    { event: 'engine.changed', payload: {} },
  ])
})

test('silence is broken now and then', async () => {
  const heard = await reader(await servedWindow({ heartbeatMs: 20 }))
  await until(() => (heard.text.match(/^: /gm) ?? []).length > 2, 'heartbeats')
})

test('a reader that goes away is forgotten', async () => {
  const window = await servedWindow()
  const request = http.get({
    port: window.server.port,
    path: '/api/events',
    headers: AUTHORIZED,
    agent: false,
  })
  request.on('error', () => undefined)
  await until(() => window.engine.listenerCount === 1, 'somebody listens')
  request.destroy()
  await until(() => window.engine.listenerCount === 0, 'nobody listens')
})

test('a reader that does not read is cut off', async () => {
  const window = await servedWindow({ heartbeatMs: 5 })
  const socket = net.connect(window.server.port, '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(
    `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${window.server.port}\r\nAuthorization: Bearer ${TOKEN}\r\n\r\n`,
  )
  await until(() => window.engine.listenerCount === 1, 'it listens')
  // More than the buffers of the system take, in one batch.
  const path = `/hot/${'x'.repeat(200_000)}`
  for (let job = 0; job < 150; job++) window.engine.emit('file', { event: 'waiting', job, path })
  await until(() => window.engine.listenerCount === 0, 'it is cut off')
})

test('the fifth window of a browser takes the place of the first, which comes back later', async () => {
  const window = await servedWindow()
  const first = await reader(window)
  const others = [await reader(window), await reader(window), await reader(window)]
  expect(first.isEnded).toBe(false)
  await reader(window)
  await until(() => first.isEnded, 'the first has ended')
  expect(first.text).toContain('retry: 10000')
  expect(others.map(({ isEnded }) => isEnded)).toEqual([false, false, false])
})

test('open streams do not hold up the end', async () => {
  const window = await servedWindow()
  const heard = await reader(window)
  const startMs = performance.now()
  await window.server.close()
  expect(performance.now() - startMs).toBeLessThan(900)
  await until(() => heard.isEnded, 'the stream has ended')
  expect(window.engine.listenerCount).toBe(0)
})

test('an answer that does not come is not waited for', async () => {
  const window = await servedWindow()
  const asked = Promise.withResolvers<undefined>()
  window.engine.handlers['engine.status'] = () => {
    asked.resolve(undefined)
    return new Promise(() => undefined)
  }
  const cut = window.call('engine.status', {}, await window.signIn()).catch(() => 'cut')
  await asked.promise
  await window.server.close()
  expect(await cut).toBe('cut')
})
