import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ProblemError } from '../../../electron/engine/errors.ts'
import { deliveryRow, jobRow, type SmallEngine } from '../control/small-engine.ts'
import { objects, sluice, type Outcome } from './run-process.ts'
import { field, sentMetadata } from './some-metadata.ts'
import { OFFLINE, serveEngine, SIGNED_OUT, type ServedEngine } from './served-engine.ts'
import { zipTexts } from './zip-texts.ts'

let served: ServedEngine
let engine: SmallEngine
let dataDir: string
beforeEach(async () => {
  served = await serveEngine()
  ;({ engine, dataDir } = served)
})
afterEach(() => served.remove())

const run = (...args: string[]): Promise<Outcome> => served.run(...args)

describe('looking', () => {
  test('status, in words and as JSON', async () => {
    engine.jobs.push(jobRow(1, 'waiting'), jobRow(2, 'done'), jobRow(3, 'done', { sizeBytes: 5_000_000 }))
    const { code, stdout } = await run('status')
    expect(code).toBe(0)
    expect(stdout).toContain('Sluice is running: 2.5 MB/s, about 1 min 30 s left.')
    expect(stdout).toMatch(/^done +2 +5 MB$/m)
    expect(stdout).toMatch(/^hot +watching +1 +watched by events$/m)
    expect(stdout).toContain('/hot/a.xmp: a sidecar without its picture')
    const [status, ...more] = objects((await run('status', '--json')).stdout)
    expect(status).toMatchObject({ event: 'status', isRunning: true, counts: { done: { jobs: 2 } } })
    expect(more).toEqual([])
  })

  test('jobs are paged through, filtered, and names cannot play with the terminal', async () => {
    for (let id = 1; id <= 1200; id++) engine.jobs.push(jobRow(id, id % 2 === 0 ? 'waiting' : 'done'))
    const all = objects((await run('jobs', '--json', '--limit', '5000')).stdout)
    expect(all.map(({ job }) => job)).toEqual(Array.from({ length: 1200 }, (_, index) => 1200 - index))
    expect(objects((await run('jobs', '--json', '--limit', '3', '--state', 'done')).stdout)).toMatchObject([
      { event: 'done', job: 1199, path: '/hot/IMG_1199.jpg', destination: 'archive' },
      { job: 1197 },
      { job: 1195 },
    ])
    engine.jobs.push(jobRow(1201, 'waiting', { path: '/hot/\u001b[2J.jpg', problem: OFFLINE }))
    const { stdout } = await run('jobs', '--limit', '1')
    expect(stdout).toContain(
      '/hot/\\u001b[2J.jpg  The archive cannot be reached. Sluice tries again. Next try ',
    )
    expect(stdout).toContain('The newest 1 are shown; more with --limit.')
    expect((await run('jobs', '--folder', 'other')).stdout).toBe('There are no such jobs.\n')
  })

  test('updates of metadata are marked in the queue', async () => {
    engine.jobs.push(jobRow(1, 'done'), jobRow(2, 'waiting', { isUpdate: true, problem: OFFLINE }))
    const { stdout } = await run('jobs')
    expect(stdout).toMatch(/ \/hot\/IMG_2\.jpg {2}Metadata update\. The archive cannot be reached\./)
    expect(stdout).toMatch(/ \/hot\/IMG_1\.jpg$/m)
    expect(objects((await run('jobs', '--json')).stdout)).toMatchObject([
      { job: 2, isUpdate: true },
      { job: 1, isUpdate: false },
    ])
  })

  test('template preview: in words and as JSON, and 1 when the archive would refuse it', async () => {
    const file = path.join(dataDir, 'a.jpg')
    await writeFile(file, '')
    const step = { action: 'add' as const, value: ['x'.repeat(300)], leftOut: null }
    const found = field({ steps: [step], final: step.value })
    engine.preview = { ...engine.preview, fields: [found] }
    const answer = engine.handlers['templates.preview']
    engine.handlers['templates.preview'] = (input) => {
      engine.asked.push({ name: 'templates.preview', input })
      return answer(input)
    }
    const right = await run('template', 'preview', 'press', file, '--to', 'archive', '--folder', 'hot')
    expect({ code: right.code, stderr: right.stderr }).toEqual({ code: 0, stderr: '' })
    expect(right.stdout).toContain(`Template «press» for a.jpg → archive\n\nHeadline (105)\n`)
    expect(right.stdout).toContain('Shortened  long values')
    expect(engine.asked).toEqual([
      {
        name: 'templates.preview',
        input: { template: 'press', path: file, destination: 'archive', folder: 'hot' },
      },
    ])
    engine.preview.fields = [{ ...found, problems: ['Headline (105) is too long'] }]
    const wrong = await run('template', 'preview', 'press', file, '--json')
    expect(wrong.code).toBe(1)
    expect(objects(wrong.stdout)).toEqual([
      { event: 'preview', template: 'press', path: file, ...engine.preview },
    ])
  })

  test('a template or folder that nobody has is wrong usage', async () => {
    engine.handlers['templates.preview'] = () => {
      throw new ProblemError({
        code: 'unknown-template',
        what: 'There is no template named «prss».',
        remedy: 'Known are: press.',
        isRetried: false,
      })
    }
    const { code, stderr } = await run('template', 'preview', 'prss', dataDir)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'There is no template named «prss». Known are: press.\n',
    })
  })

  test('a reader that has seen enough is no mistake', async () => {
    for (let id = 1; id <= 3000; id++) engine.jobs.push(jobRow(id, 'waiting'))
    const { code, stderr } = await sluice(['jobs', '--json', '--limit', '100000', '--data', dataDir], {
      onStdout: (_text, stop) => {
        stop()
      },
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('history in lines, as JSON and as a complete file for spreadsheets', async () => {
    for (let id = 1; id <= 1100; id++) engine.deliveries.push(deliveryRow(id))
    engine.deliveries.push(deliveryRow(1101, '=cmd|"x"!A1, ü.jpg'))
    const file = path.join(dataDir, 'out.csv')
    expect((await run('history', '--csv', file)).stdout).toBe(`1101 deliveries in ${file}\n`)
    const text = await readFile(file, 'utf8')
    const lines = text.split('\r\n')
    expect(text.startsWith('\uFEFFdelivery,job,delivered,folder,path,')).toBe(true)
    expect(lines).toHaveLength(1103)
    expect(lines[1]).toContain(',hot,"/hot/=cmd|""x""!A1, ü.jpg",archive,')
    expect(lines[1]).toContain(`,"'=cmd|""x""!A1, ü.jpg",asset,`)
    expect((await readdir(dataDir)).filter((name) => name.endsWith('.part'))).toEqual([])
    expect(objects((await run('history', '--json', '--find', 'IMG_1099')).stdout)).toMatchObject([
      { event: 'done', job: 1099, delivery: 1099, receipt: { proof: 'asset' } },
    ])
    expect((await run('history')).stdout).toContain('The newest 50 are shown')
    expect((await run('history', '--find', 'IMG_1099')).stdout).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\/hot\/IMG_1099\.jpg → archive\n {2}\/fotoweb\S+ · source kept\n$/,
    )
    expect(lines[0]?.endsWith(',source,kind,capturedAt,captureTag,template,sidecar,notes')).toBe(true)
    expect(lines[1]?.endsWith(',kept,upload,,,,,')).toBe(true)
    const refused = await run('history', '--csv', path.join(dataDir, 'none', 'out.csv'))
    expect(refused.code).toBe(1)
    expect(refused.stderr).toContain('could not be written')
  })

  test('a history with much metadata is asked for in smaller pages', async () => {
    const caption = 'x'.repeat(60_000)
    for (let id = 1; id <= 300; id++) {
      const row = deliveryRow(id)
      const metadata = sentMetadata({ fields: { '120': [caption] } })
      engine.deliveries.push({ ...row, receipt: { ...row.receipt, metadata } })
    }
    const search = vi.spyOn(engine.handlers, 'history.search')
    const found = objects((await run('history', '--json')).stdout)
    expect(found.map(({ job }) => job)).toEqual(Array.from({ length: 300 }, (_, index) => 300 - index))
    expect(search.mock.calls.map(([{ limit }]) => limit)).toEqual([500, 125, 125, 125])
    const file = path.join(dataDir, 'out.csv')
    expect((await run('history', '--csv', file)).stdout).toBe(`300 deliveries in ${file}\n`)
    const newest = (await run('history')).stdout.match(/^\d{4}-/gm)
    expect(newest).toHaveLength(50)
  })

  test('check: 0 when ready, 3 when a sign-in is needed', async () => {
    expect(await run('check')).toEqual({ code: 0, stdout: 'archive: ready\n  reachable\n', stderr: '' })
    engine.locked = SIGNED_OUT
    const { code, stdout } = await run('check', 'archive', '--json')
    expect(code).toBe(3)
    expect(objects(stdout)).toEqual([
      {
        event: 'check',
        destination: 'archive',
        isOk: false,
        account: null,
        words: ['reachable'],
        problem: SIGNED_OUT,
      },
    ])
    engine.locked = OFFLINE
    expect((await run('check')).code).toBe(1)
  })

  test('audit: totals of all pages, and 1 when a file is not accounted for', async () => {
    engine.auditLines = Array.from({ length: 5 }, (_, index) => ({
      path: `IMG_${index}.jpg`,
      state: 'delivered' as const,
      words: 'delivered',
    }))
    const right = await run('audit', 'hot')
    expect(right.code).toBe(0)
    expect(right.stdout).toContain('5 files seen, every one accounted for.')
    engine.auditLines.push({ path: 'lost.jpg', state: 'unaccounted', words: 'never seen' })
    const wrong = await run('audit', 'hot')
    expect(wrong.code).toBe(1)
    expect(wrong.stdout).toContain('unaccounted: lost.jpg: never seen')
    const lines = objects((await run('audit', 'hot', '--json')).stdout)
    expect(lines).toHaveLength(7)
    expect(lines.at(-1)).toMatchObject({
      event: 'totals',
      folder: 'hot',
      files: 6,
      delivered: 5,
      unaccounted: 1,
    })
  })

  test('diagnostics hold what support needs and no secrets', async () => {
    await writeFile(
      path.join(dataDir, 'config.json'),
      `{ "$schema": "${os.homedir()}/x" } // Bearer abcdefghijkl`,
    )
    await mkdir(path.join(dataDir, 'logs'))
    await writeFile(path.join(dataDir, 'logs', 'sluice.log'), 'GET /x?access_token=abc\n')
    const file = path.join(dataDir, 'support.zip')
    expect((await run('diagnostics', file)).stdout).toContain(`5 texts in ${file}, without secrets.`)
    const texts = zipTexts(await readFile(file))
    expect(texts.get('config.json')).toBe('{ "$schema": "~/x" } // Bearer ***')
    expect(texts.get('logs/sluice.log')).toBe('GET /x?access_token=***\n')
    expect(texts.get('engine/status.json')).toBe('{"token":"x","header":"Authorization: ***"}')
    expect(JSON.parse(texts.get('versions.json') ?? '')).toMatchObject({ node: process.versions.node })
  })

  test('diagnostics are made also when the engine cannot be opened', async () => {
    await served.end()
    await writeFile(path.join(dataDir, 'config.json'), '{ "folder": [] }')
    const file = path.join(dataDir, 'support.zip')
    expect((await run('diagnostics', file)).code).toBe(0)
    expect(zipTexts(await readFile(file)).get('engine-problem.txt')).toContain('did you mean "folders"?')
  })
})

describe('doing', () => {
  test('retry and cancel say how many, and fail when there was nothing to do', async () => {
    engine.jobs.push(jobRow(1, 'failed'), jobRow(2, 'failed'), jobRow(3, 'done'), jobRow(4, 'waiting'))
    expect(await run('retry', '1')).toEqual({ code: 0, stdout: '1 job queued again.\n', stderr: '' })
    expect((await run('retry', '--failed')).stdout).toBe('1 job queued again.\n')
    expect(await run('retry', '3')).toMatchObject({ code: 1, stdout: 'None of these jobs had failed.\n' })
    expect((await run('retry', '--failed')).code).toBe(0)
    expect((await run('cancel', '1', '2', '3')).stdout).toBe('2 jobs cancelled.\n')
    expect(await run('cancel', '3')).toMatchObject({
      code: 1,
      stdout: 'None of these jobs could be cancelled.\n',
    })
  })

  test('pause and resume name what they mean', async () => {
    expect((await run('pause')).stdout).toBe('Everything is paused; go on with: sluice resume.\n')
    expect((await run('resume', '--folder', 'hot')).stdout).toBe('The folder "hot" goes on.\n')
    await run('pause', '--destination', 'archive')
    expect(engine.asked).toEqual([
      { name: 'engine.pause', input: {} },
      { name: 'engine.resume', input: { folder: 'hot' } },
      { name: 'engine.pause', input: { destination: 'archive' } },
    ])
  })
})
