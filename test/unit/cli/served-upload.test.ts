import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SmallEngine } from '../control/small-engine.ts'
import { objects, type Outcome } from './run-process.ts'
import { OFFLINE, serveEngine, SIGNED_OUT, type ServedEngine } from './served-engine.ts'

let served: ServedEngine
let engine: SmallEngine
beforeEach(async () => {
  served = await serveEngine()
  engine = served.engine
})
afterEach(() => served.remove())

const run = (...args: string[]): Promise<Outcome> => served.run(...args)

test('upload hands over and ends, with absolute paths', async () => {
  const { code, stdout } = await run(
    'upload',
    'a.jpg',
    '/b',
    '--to',
    'archive',
    '--template',
    'press',
    '--subfolder',
    'x/y',
  )
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: '2 jobs handed over; follow them with: sluice jobs\n',
  })
  expect(engine.asked).toEqual([
    {
      name: 'upload.add',
      input: {
        paths: [path.resolve('a.jpg'), '/b'],
        destination: 'archive',
        template: 'press',
        subfolder: 'x/y',
      },
    },
  ])
  expect(objects((await run('upload', '/c', '--to', 'archive', '--json')).stdout)).toMatchObject([
    { event: 'waiting', job: 3, path: '/c' },
  ])
})

test('what is refused is told and makes it fail', async () => {
  const { code, stdout } = await run('upload', '/missing.jpg', '/b', '--to', 'archive')
  expect(code).toBe(1)
  expect(stdout).toContain('failed    /missing.jpg → archive: /missing.jpg is not there. Check the name.')
})

/** Plays the engine's part as soon as the command has handed its files over. */
function afterAdding(play: (ids: number[]) => void): void {
  const add = engine.handlers['upload.add']
  engine.handlers['upload.add'] = async (input) => {
    const added = await add(input)
    setImmediate(() => {
      play(added.jobs)
    })
    return added
  }
}

test('upload --wait follows its own jobs only, to the end', async () => {
  afterAdding(([first = 0, second = 0]) => {
    engine.move(77, 'failed')
    engine.move(first, 'uploading')
    engine.emit('file', { event: 'progress', job: first, path: '/a', sentBytes: 500, sizeBytes: 1000 })
    engine.move(first, 'done')
    engine.move(second, 'done')
  })
  const { code, stdout } = await run('upload', '/a', '/b', '--to', 'archive', '--wait', '--json')
  expect(code).toBe(0)
  const lines = objects(stdout)
  expect(lines.map(({ event, job }) => `${String(event)} ${String(job)}`)).toEqual([
    'uploading 1',
    'done 1',
    'done 2',
  ])
  expect(lines[1]).toMatchObject({
    path: '/a',
    destination: 'archive',
    receipt: { sha256: 'ab'.repeat(32) },
  })
  expect(Object.keys(lines[1] ?? {})).toEqual(['event', 'job', 'path', 'destination', 'receipt'])
})

test('upload --wait: a failed job makes it fail, in words', async () => {
  afterAdding(([first = 0, second = 0]) => {
    engine.move(first, 'done')
    engine.move(second, 'failed', { problem: { ...OFFLINE, code: 'refused', isRetried: false } })
  })
  const { code, stdout } = await run('upload', '/a', '/b', '--to', 'archive', '--wait')
  expect(code).toBe(1)
  expect(stdout.trim().split('\n')).toEqual([
    'delivered /a → archive (/fotoweb/archives/5000-Photos/IMG_1.jpg.info)',
    'failed    /b → archive: The archive cannot be reached. Sluice tries again.',
    '1 delivered, 1 failed.',
  ])
})

test('upload --wait: a lost sign-in ends it with code 3, and says what stays', async () => {
  afterAdding(() => {
    engine.locked = SIGNED_OUT
    engine.emit('engine.changed', {})
  })
  const { code, stderr } = await run('upload', '/a', '--to', 'archive', '--wait')
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr:
      'You are signed out. Sign in again.\nWhat is queued stays queued and goes on when this is mended.\n',
  })
})

test('upload --wait: when Sluice ends meanwhile, that is said', async () => {
  const closed = Promise.withResolvers<undefined>()
  afterAdding(() => {
    void served.end().then(() => {
      closed.resolve(undefined)
    })
  })
  const { code, stderr } = await run('upload', '/a', '--to', 'archive', '--wait')
  await closed.promise
  expect(code).toBe(1)
  expect(stderr).toMatch(/^Sluice has ended/)
})
