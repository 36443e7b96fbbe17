import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { columnsOf } from '../../../electron/cli/columns.ts'
import { runCli } from '../../../electron/cli/program.ts'
import { connectControl } from '../../../electron/control/control-client.ts'
import { jobRow, receipt } from '../control/small-engine.ts'
import { FakeTerminal } from './fake-terminal.ts'
import { objects } from './run-process.ts'
import { field } from './some-metadata.ts'

const CONFIG = `{ "destinations": [{ "name": "archive", "kind": "fotoware", "url": "https://acme.example",
  "auth": { "method": "none" }, "collection": null }],
  "folders": [{ "name": "hot", "path": "/srv/hot", "to": ["archive"] }] }`
const SIGNED_OUT = {
  code: 'sign-in-needed',
  what: 'You are signed out.',
  remedy: 'Sign in again.',
  isRetried: false,
}

let dataDir: string
let terminal: FakeTerminal
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-run-'))
  await writeFile(path.join(dataDir, 'config.json'), CONFIG)
  terminal = new FakeTerminal()
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const sluice = (...args: string[]): Promise<number> => runCli([...args, '--data', dataDir], terminal)

describe('run', () => {
  test('watches until it is told to end, finishes, and leaves nothing behind', async () => {
    const { engine } = terminal
    engine.onStop = () => {
      // What was being sent is finished: it must still be told.
      engine.emit('file', {
        event: 'done',
        job: 1,
        path: '/srv/hot/a.jpg',
        destination: 'archive',
        receipt: receipt('a.jpg'),
      })
      return Promise.resolve()
    }
    const ended = sluice('run')
    await terminal.stdout.until('Watching 1 folder; end with Ctrl-C.\n  hot: /srv/hot → archive')
    expect(await connectControl(dataDir).then((client) => client?.close())).toBeUndefined()
    terminal.signal()
    expect(await ended).toBe(0)
    expect(engine.steps).toEqual(['start', 'stop'])
    expect(terminal.stdout.text).toContain(
      'delivered /srv/hot/a.jpg → archive (/fotoweb/archives/5000-Photos/a.jpg.info)',
    )
    expect(terminal.stderr.text).toContain('Ending: what is being sent is finished first.')
    expect(await readdir(dataDir)).toEqual(['config.json', 'logs'])
  })

  test('other commands reach it while it runs', async () => {
    const ended = sluice('run')
    await terminal.stdout.until('Watching')
    const client = await connectControl(dataDir)
    expect((await client?.call('engine.status', {}))?.isRunning).toBe(true)
    const other = new FakeTerminal()
    expect(await runCli(['pause', '--data', dataDir], other)).toBe(0)
    expect(other.opened).toEqual([])
    expect(terminal.engine.isPaused).toBe(true)
    client?.close()
    terminal.signal()
    await ended
  })

  test('whoever asks twice does not want to wait', async () => {
    const stopped = Promise.withResolvers<undefined>()
    terminal.engine.onStop = () => stopped.promise
    const ended = sluice('run')
    await terminal.stdout.until('Watching')
    terminal.signal()
    expect(terminal.exits).toEqual([])
    terminal.signal()
    expect(terminal.exits).toEqual([130])
    stopped.resolve(undefined)
    await ended
  })

  test.each([
    ['all delivered', 0, null, 0],
    ['something failed', 2, null, 1],
    ['signed out', 0, SIGNED_OUT, 3],
  ])('--once: %s', async (_kind, failed, locked, code) => {
    terminal.engine.locked = locked
    terminal.engine.onStart = () => {
      terminal.engine.move(1, 'done')
      terminal.engine.rest.resolve({ failed })
    }
    expect(await sluice('run', '--once')).toBe(code)
    expect(terminal.engine.steps).toEqual(['start', 'stop'])
    expect(terminal.stdout.text).toContain(`already there, ${failed} failed.`)
  })

  test('--once: what is rejected now is told, and has not failed', async () => {
    terminal.engine.onStart = () => {
      terminal.engine.move(1, 'rejected')
      terminal.engine.rest.resolve({ failed: 0 })
    }
    expect(await sluice('run', '--once')).toBe(1)
    expect(terminal.stdout.text).toContain('0 delivered, 0 already there, 0 failed, 1 rejected.')
  })

  test('--once that is interrupted does not say that all is done', async () => {
    const ended = sluice('run', '--once')
    await terminal.stderr.until('')
    while (!terminal.engine.steps.includes('start')) await new Promise((resolve) => setImmediate(resolve))
    terminal.signal()
    expect(await ended).toBe(1)
  })

  test('--json: nothing but JSON on stdout, and each state of a file', async () => {
    const { engine } = terminal
    engine.onStart = () => {
      engine.emit('file', { event: 'arriving', path: '/srv/hot/a.jpg', words: 'still growing' })
      for (const state of ['waiting', 'uploading', 'confirming', 'done'] as const) engine.move(1, state)
      engine.emit('file', { event: 'progress', path: '/srv/hot/a.jpg', sentBytes: 1 })
      engine.emit('file', { event: 'duplicate', path: '/srv/hot/b.jpg' })
      engine.rest.resolve({ failed: 0 })
    }
    expect(await sluice('run', '--once', '--json')).toBe(0)
    expect(objects(terminal.stdout.text).map(({ event }) => event)).toEqual([
      'arriving',
      'waiting',
      'uploading',
      'confirming',
      'done',
      'duplicate',
    ])
  })

  test('a thousand files that wait for the same reason are told once, until one arrives', async () => {
    const problem = {
      code: 'offline',
      what: 'No connection.',
      remedy: 'It goes on by itself.',
      isRetried: true,
    }
    const { engine } = terminal
    engine.onStart = () => {
      const wait = (path: string): void => {
        engine.emit('file', { event: 'waiting', path, destination: 'archive', problem })
      }
      for (const path of ['/1', '/2', '/3']) wait(path)
      engine.emit('file', { event: 'done', path: '/0', destination: 'archive' })
      wait('/4')
      engine.rest.resolve({ failed: 0 })
    }
    await sluice('run', '--once')
    expect(terminal.stdout.text.match(/waiting {3}\S+/g)).toEqual(['waiting   /1', 'waiting   /4'])
  })

  test('at a terminal: a live display, problems above it, and no colour when none is wanted', async () => {
    const { engine, stdout } = terminal
    stdout.isTTY = true
    engine.jobs.push(jobRow(1, 'waiting'), jobRow(2, 'waiting'))
    const ended = sluice('run')
    await stdout.until('0 of 2 files')
    engine.move(1, 'uploading')
    engine.emit('file', {
      event: 'progress',
      job: 1,
      path: '/srv/hot/a.jpg',
      destination: 'archive',
      sentBytes: 500,
      sizeBytes: 1000,
    })
    await stdout.until('50 %')
    stdout.columns = 40
    stdout.emit('resize')
    engine.move(2, 'failed', {
      problem: { code: 'refused', what: 'Too large.', remedy: 'Make it smaller.', isRetried: false },
    })
    await stdout.until('failed    /hot/IMG_2.jpg → archive: Too')
    terminal.signal()
    await ended
    // Colours are CSI … m sequences.
    expect(stdout.text.includes('\u001b[32m') || stdout.text.includes('\u001b[31m')).toBe(false)
    expect(terminal.stderr.text).toBe('')
  })
})

describe('upload without a running engine', () => {
  test('runs one itself until its files are delivered', async () => {
    const { engine } = terminal
    const add = engine.handlers['upload.add']
    engine.handlers['upload.add'] = async (input) => {
      const added = await add(input)
      setImmediate(() => {
        for (const id of added.jobs) engine.move(id, 'done')
      })
      return added
    }
    expect(await sluice('upload', '/a', '/b', '--to', 'archive')).toBe(0)
    expect(terminal.opened).toEqual([{ manualOnly: true }])
    expect(engine.steps).toEqual(['start', 'stop'])
    expect(terminal.stdout.text).toContain('2 delivered.')
  })

  test('a job that was at rest before anybody listened counts as well', async () => {
    const { engine } = terminal
    const add = engine.handlers['upload.add']
    engine.handlers['upload.add'] = async (input) => {
      const added = await add(input)
      for (const job of engine.jobs) job.state = 'done'
      return added
    }
    expect(await sluice('upload', '/a', '--to', 'archive', '--json')).toBe(0)
    expect(objects(terminal.stdout.text)).toMatchObject([{ event: 'done', job: 1, path: '/a' }])
  })

  test('can be ended; what is queued stays', async () => {
    const ended = sluice('upload', '/a', '--to', 'archive')
    while (terminal.engine.jobs.length === 0) await new Promise((resolve) => setImmediate(resolve))
    terminal.signal()
    expect(await ended).toBe(130)
    expect(terminal.engine.steps).toEqual(['start', 'stop'])
    expect(terminal.stderr.text).toContain('What is queued stays queued')
  })
})

test('template preview at a terminal: its width and its colours', async () => {
  const { engine, stdout } = terminal
  stdout.isTTY = true
  stdout.columns = 40
  const step = { action: 'add' as const, value: ['word '.repeat(20)], leftOut: null }
  engine.preview.fields = [field({ steps: [step], final: step.value })]
  Object.assign(terminal.env, { NO_COLOR: '' })
  const file = path.join(dataDir, 'config.json')
  expect(await sluice('template', 'preview', 'press', file)).toBe(0)
  expect(terminal.opened).toEqual([{ readOnly: true }])
  expect(stdout.text).toContain('\u001b[1mHeadline (105)\u001b[22m')
  const widths = stripVTControlCharacters(stdout.text).split('\n').map(columnsOf)
  expect(Math.max(...widths)).toBeLessThanOrEqual(40)
})

test('without a running engine the others only look into one', async () => {
  expect(await sluice('jobs')).toBe(0)
  expect(terminal.opened).toEqual([{ readOnly: true }])
  expect(terminal.engine.steps).toEqual(['stop'])
})
