import { once } from 'node:events'
import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import net, { type Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectControl, type ControlClient } from '../../../electron/control/control-client.ts'
import { serveControl, type ControlServer } from '../../../electron/control/control-server.ts'
import { ProblemError } from '../../../electron/engine/errors.ts'
import type { Log } from '../../../electron/engine/ports.ts'
import { jobRow, SmallEngine } from './small-engine.ts'

let dataDir: string
let engine: SmallEngine
let warnings: string[]
const servers: ControlServer[] = []
const clients: ControlClient[] = []
const sockets: Socket[] = []
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => warnings.push(message),
  error: () => undefined,
}

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-control-'))
  engine = new SmallEngine()
  warnings = []
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) await server.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function serve(dir = dataDir): Promise<ControlServer> {
  const server = await serveControl(engine, { dataDir: dir, version: '1.2.3', log })
  servers.push(server)
  return server
}

async function connect(dir = dataDir): Promise<ControlClient> {
  const client = await connectControl(dir)
  if (client === null) throw new Error('nothing runs')
  clients.push(client)
  return client
}

/** A client without manners: sends what it is told and collects the lines that come back. */
async function rawSocket(
  socketPath: string,
): Promise<{ socket: Socket; answer: (text: string) => Promise<unknown> }> {
  const socket = net.connect(socketPath)
  sockets.push(socket)
  await once(socket, 'connect')
  return {
    socket,
    answer: async (text) => {
      socket.write(text)
      const [chunk] = (await once(socket, 'data')) as [Buffer]
      const told: unknown = JSON.parse(chunk.toString())
      return told
    },
  }
}

async function until(isTrue: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe('calls', () => {
  test('many at once are each answered with their own output', async () => {
    await serve()
    for (let id = 1; id <= 50; id++)
      engine.jobs.push(jobRow(id, 'waiting', { path: `/hot/${'ü'.repeat(id)}.jpg` }))
    const client = await connect()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => client.call('jobs.list', { before: index + 2, limit: 1 })),
    )
    expect(answers.map(({ jobs }) => jobs[0]?.id)).toEqual(
      Array.from({ length: 50 }, (_, index) => index + 1),
    )
    expect(answers.map(({ jobs }) => jobs[0]?.path.length)).toEqual(answers.map((_, index) => index + 10))
  })

  test('a slow one does not hold up a quick one', async () => {
    await serve()
    const { promise, resolve } = Promise.withResolvers<Record<string, never>>()
    engine.handlers['folders.scan'] = () => promise
    const client = await connect()
    const slow = client.call('folders.scan', {})
    expect((await client.call('engine.status', {})).isRunning).toBe(true)
    resolve({})
    expect(await slow).toEqual({})
  })

  test('what the engine throws arrives as its problem', async () => {
    await serve()
    const problem = {
      code: 'no-such-folder',
      what: 'There is no folder "x".',
      remedy: 'Look.',
      isRetried: false,
    }
    engine.handlers['folders.scan'] = () => Promise.reject(new ProblemError(problem))
    engine.handlers['engine.pause'] = () => {
      throw new TypeError('x is undefined')
    }
    const client = await connect()
    await expect(client.call('folders.scan', {})).rejects.toMatchObject({ problem })
    await expect(client.call('engine.pause', {})).rejects.toMatchObject({
      problem: { code: 'internal', detail: 'x is undefined' },
    })
  })

  test('an answer of another version is told as such', async () => {
    await serve()
    const client = await connect()
    Object.assign(engine.handlers, { 'jobs.cancel': () => ({ number: 3 }) })
    await expect(client.call('jobs.cancel', { ids: [1] })).rejects.toMatchObject({
      problem: { code: 'versions-differ' },
    })
  })

  test('an answer that is too large is a problem, not an endless line', async () => {
    await serve()
    engine.handlers['diagnostics.collect'] = () => ({ files: [{ name: 'x', text: 'x'.repeat(9_000_000) }] })
    const client = await connect()
    await expect(client.call('diagnostics.collect', {})).rejects.toMatchObject({
      problem: { code: 'answer-too-large' },
    })
    expect((await client.call('engine.status', {})).isRunning).toBe(true)
  })

  test('calls that wait when the engine ends fail with words, and so do later ones', async () => {
    const server = await serve()
    engine.handlers['folders.scan'] = () => new Promise(() => undefined)
    const client = await connect()
    let ends = 0
    client.onEnd(() => ends++)
    const waiting = client.call('folders.scan', {})
    await client.call('engine.status', {})
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ problem: { code: 'engine-gone' } }),
      server.close(),
    ])
    await expect(client.call('engine.status', {})).rejects.toMatchObject({ problem: { code: 'engine-gone' } })
    expect(ends).toBe(1)
  })
})

describe('lines that make no sense', () => {
  test.each([
    ['not JSON', 'hello\n'],
    ['not an object', '[1]\n'],
    ['no id', '{"call":"engine.status","input":{}}\n'],
    ['an unknown member', '{"id":1,"call":"engine.status","input":{},"x":1}\n'],
  ])('%s: answered, and the connection goes on', async (_kind, line) => {
    const { answer } = await rawSocket((await serve()).path)
    expect(await answer(line)).toMatchObject({ id: null, problem: { code: 'bad-request' } })
    expect(await answer('{"id":7,"call":"engine.status","input":{}}\n')).toMatchObject({ id: 7, output: {} })
  })

  test.each([
    ['unknown call', 'engine.explode', {}, 'Sluice knows no request "engine.explode".'],
    ['a name that every object has', 'constructor', {}, 'Sluice knows no request "constructor".'],
    ['wrong input', 'jobs.list', { limit: 'many' }, 'The request "jobs.list" has a wrong input.'],
  ])('%s', async (_kind, call, input, what) => {
    const { answer } = await rawSocket((await serve()).path)
    expect(await answer(`${JSON.stringify({ id: 3, call, input })}\n`)).toMatchObject({
      id: 3,
      problem: { code: 'bad-request', what },
    })
  })

  test('a line in many pieces, cut inside a letter, is one line', async () => {
    const { socket } = await rawSocket((await serve()).path)
    const bytes = Buffer.from('\n{"id":1,"call":"history.search","input":{"find":"Grüße 📷","limit":1}}\n')
    const got = once(socket, 'data')
    for (const byte of bytes) socket.write(Buffer.of(byte))
    expect(JSON.parse(String((await got)[0]))).toEqual({ id: 1, output: { deliveries: [], next: null } })
  })

  test('a line without end is cut off', async () => {
    const { socket } = await rawSocket((await serve()).path)
    const closed = once(socket, 'close')
    socket.on('error', () => undefined)
    const answered = once(socket, 'data')
    const piece = Buffer.alloc(1024 * 1024, 'x')
    for (let count = 0; count < 9; count++) socket.write(piece)
    expect(JSON.parse(String((await answered)[0]))).toMatchObject({ problem: { code: 'bad-request' } })
    socket.end()
    await closed
    expect(await (await connect()).call('folders.scan', {})).toEqual({})
  })
})

describe('events', () => {
  test('reach every listener in order, and none after it has stopped', async () => {
    await serve()
    const one = await connect()
    const two = await connect()
    const heard: string[] = []
    const stop = one.on('file', (event) => heard.push(`one ${event.path}`))
    two.on('file', (event) => heard.push(`two ${event.path}`))
    two.on('engine.changed', () => heard.push('changed'))
    await Promise.all([one.call('folders.scan', {}), two.call('folders.scan', {})])
    expect(engine.listenerCount).toBe(2)
    engine.emit('file', { event: 'done', path: 'a' })
    await until(() => heard.length === 2, 'both have heard')
    stop()
    engine.emit('file', { event: 'done', path: 'b' })
    engine.emit('engine.changed', {})
    await until(() => heard.includes('changed'), 'the change was heard')
    expect(heard.toSorted()).toEqual(['changed', 'one a', 'two a', 'two b'])
    two.close()
    await until(() => engine.listenerCount === 1, 'the listener of a closed connection is gone')
  })

  test('a reader that does not read is cut off, and the engine goes on', async () => {
    const { socket, answer } = await rawSocket((await serve()).path)
    expect(await answer('{"subscribe":true}\n{"id":1,"call":"folders.scan","input":{}}\n')).toMatchObject({
      id: 1,
    })
    socket.pause()
    const words = 'x'.repeat(100_000)
    await until(() => {
      engine.emit('file', { event: 'progress', path: 'a', words })
      return engine.listenerCount === 0
    }, 'the slow reader is gone')
    expect(warnings).toEqual(['A reader of events was too slow and has been cut off.'])
  })
})

describe('the socket', () => {
  test('may be used by its owner only, and nothing is left of it', async () => {
    const inner = path.join(dataDir, 'new')
    const server = await serve(inner)
    expect(server.path).toBe(path.join(inner, 'control.sock'))
    expect((await stat(server.path)).mode & 0o777).toBe(0o600)
    expect((await stat(inner)).mode & 0o777).toBe(0o700)
    expect(JSON.parse(await readFile(path.join(inner, 'engine.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
      version: '1.2.3',
      socket: server.path,
    })
    await server.close()
    expect(await readdir(inner)).toEqual([])
    expect(await connectControl(inner)).toBeNull()
  })

  test('nothing runs: null, also when there is no such folder', async () => {
    expect(await connectControl(dataDir)).toBeNull()
    expect(await connectControl(path.join(dataDir, 'none'))).toBeNull()
  })

  test('one that was left behind by a killed engine is recognised and replaced', async () => {
    const left = net.createServer()
    const socketPath = path.join(dataDir, 'control.sock')
    await new Promise<void>((resolve) => left.listen(socketPath, resolve))
    // Closing removes the socket, as an orderly end does; a second name keeps what a kill would have left.
    await link(socketPath, path.join(dataDir, 'kept'))
    await new Promise((resolve) => left.close(resolve))
    await link(path.join(dataDir, 'kept'), socketPath)
    await writeFile(
      path.join(dataDir, 'engine.json'),
      JSON.stringify({ pid: 1, startedMs: 1, socket: socketPath, version: '0' }),
    )
    expect(await connectControl(dataDir)).toBeNull()
    await serve()
    expect(await (await connect()).call('folders.scan', {})).toEqual({})
  })

  test('a second engine on the same data folder is refused and does not harm the first', async () => {
    await serve()
    await expect(serve()).rejects.toMatchObject({ problem: { code: 'data-folder-in-use' } })
    expect(await (await connect()).call('folders.scan', {})).toEqual({})
  })

  test('a path that is too long for a socket leads to a private folder elsewhere', async () => {
    const deep = path.join(dataDir, 'ü'.repeat(60))
    await mkdir(deep)
    const server = await serve(deep)
    const dir = path.dirname(server.path)
    expect(server.path.startsWith(deep)).toBe(false)
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
    expect(await (await connect(deep)).call('folders.scan', {})).toEqual({})
    await server.close()
    await expect(stat(dir)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readdir(deep)).toEqual([])
  })
})
