import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { terminalFace } from '../../../electron/cli/terminal-face.ts'
import { openEngine } from '../../../electron/engine/engine.ts'
import { createNodePorts } from '../../../electron/engine/node-ports.ts'
import { Host, type HostOptions } from '../../../electron/host/host.ts'
import { startFotowareServer } from '../../servers/fotoware/server.ts'
import { until } from '../../support/until.ts'
import { practiceArchive } from '../../support/practice-archive.ts'

async function place(open: HostOptions['openEngine'] = openEngine) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-host-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const hot = path.join(dir, 'hot')
  await mkdir(hot)
  const server = await startFotowareServer({ storeDir: path.join(dir, 'store') })
  onTestFinished(() => server.close())
  const root = {
    destinations: [practiceArchive(server.url)],
    folders: [{ name: 'hot', path: 'hot', to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }],
  }
  const configFile = path.join(dir, 'config.json')
  const dataDir = path.join(dir, 'data')
  const ports = createNodePorts({
    dataDir,
    env: { SLUICE_SECRETS: 'file' },
    logToStderr: false,
    logLevel: 'debug',
  })
  const host = await Host.open({
    dataDir,
    configFile,
    ports,
    openEngine: open,
    face: terminalFace(dataDir),
    startsAnyway: true,
  })
  onTestFinished(() => host.stop())
  await host.start()
  return { hot, server, root, configFile, host }
}

test('without a configuration it starts; with one that is saved it goes on at once, and faces stay connected', async () => {
  const { hot, server, root, configFile, host } = await place()
  expect(await host.call('config.get', {})).toMatchObject({ isThere: false, root: {}, mistakes: [] })
  const told: string[] = []
  host.on('config.changed', () => told.push('config'))
  host.on('file', ({ event, path: name }) => told.push(`${event} ${name}`))
  expect(await host.call('config.save', { root })).toEqual({ mistakes: [] })
  expect(JSON.parse(await readFile(configFile, 'utf8'))).toEqual(root)
  expect(told).toEqual(['config'])
  await writeFile(path.join(hot, 'a.txt'), 'first')
  await until(() => told.includes('done a.txt'), 'the file is delivered')
  expect(server.assets()).toHaveLength(1)
  expect((await host.call('engine.status', {})).counts.done.jobs).toBe(1)

  const changed = { ...root, folders: [], limits: { uploadKBps: 500 } }
  expect(await host.call('config.save', { root: changed })).toEqual({ mistakes: [] })
  expect((await host.call('engine.status', {})).folders).toEqual([])
})

test('a mistake is told with its place, nothing is saved, and the engine goes on', async () => {
  const { root, configFile, host } = await place()
  await host.call('config.save', { root })
  const broken = { ...root, folders: [{ ...root.folders[0], setleMs: 5 }] }
  const { mistakes } = await host.call('config.save', { root: broken })
  expect(mistakes).toMatchObject([{ path: 'folders[0].setleMs' }])
  expect(mistakes[0]?.words).toContain('settleMs')
  expect(await host.call('config.check', { root: broken })).toEqual({ mistakes })
  expect(JSON.parse(await readFile(configFile, 'utf8'))).toEqual(root)
  expect((await host.call('engine.status', {})).isRunning).toBe(true)
})

test('a request that comes while the engine changes waits for the new one', async () => {
  const { root, host } = await place()
  const saving = host.call('config.save', { root })
  const asked = await Promise.all(
    Array.from({ length: 20 }, async () => (await host.call('engine.status', {})).isRunning),
  )
  await saving
  expect(asked.every(Boolean)).toBe(true)
})

test('a file broken by hand is told, and the window can mend it', async () => {
  const { root, configFile, host } = await place()
  await host.call('config.save', { root })
  await writeFile(configFile, '{ "folders": [')
  const draft = await host.call('config.get', {})
  expect(draft).toMatchObject({ isThere: true, root: {} })
  expect(draft.mistakes).toHaveLength(1)
  expect(await host.call('config.save', { root })).toEqual({ mistakes: [] })
  expect((await host.call('config.get', {})).mistakes).toEqual([])
})

test('secrets are set and known by name only; the log can be read; places are listed', async () => {
  const { hot, host } = await place()
  await host.call('secrets.set', { name: 'archive-secret', value: 's3cret-value' })
  expect(await host.call('secrets.known', { names: ['archive-secret', 'other'] })).toEqual({
    known: ['archive-secret'],
  })
  const { lines } = await host.call('log.tail', { lines: 100 })
  expect(lines.join('\n')).not.toContain('s3cret-value')
  await mkdir(path.join(hot, 'b 2'))
  await mkdir(path.join(hot, 'a'))
  await writeFile(path.join(hot, 'x.txt'), 'x')
  expect(await host.call('places.list', { path: hot })).toEqual({
    path: hot,
    parent: path.dirname(hot),
    folders: ['a', 'b 2'],
    files: ['x.txt'],
  })
  await expect(host.call('places.list', { path: path.join(hot, 'gone') })).rejects.toThrow('cannot be opened')
})

test('when the engine cannot be opened with what was saved it goes on as it was', async () => {
  let isRefused = false
  const { root, host } = await place((options) =>
    isRefused && options.config.folders.length > 0
      ? Promise.reject(new Error('refused'))
      : openEngine(options),
  )
  isRefused = true
  await expect(host.call('config.save', { root })).rejects.toThrow('refused')
  expect(await host.call('engine.status', {})).toMatchObject({ isRunning: true, folders: [] })
})

test('when the engine cannot be started with what was saved it goes on as it was', async () => {
  const { hot, server, root, host } = await place(async (options) => {
    const engine = await openEngine(options)
    if (options.config.folders.length < 2) return engine
    return Object.assign(engine, { start: () => Promise.reject(new Error('refused')) })
  })
  await host.call('config.save', { root })
  const more = { ...root.folders[0], name: 'more', path: 'more' }
  const saving = host.call('config.save', { root: { ...root, folders: [...root.folders, more] } })
  await expect(saving).rejects.toThrow('refused')
  await writeFile(path.join(hot, 'a.txt'), 'first')
  await until(() => server.assets().length === 1, 'the engine of before delivers')
})

test('language, theme and updates change nothing in the engine', async () => {
  let opened = 0
  const { root, host } = await place((options) => {
    opened++
    return openEngine(options)
  })
  await host.call('config.save', { root })
  expect(opened).toBe(2)
  let told = 0
  host.on('config.changed', () => told++)
  await host.call('config.save', { root: { ...root, desktop: { theme: 'dark' }, updates: 'off' } })
  expect([opened, told]).toEqual([2, 1])
})

test('a folder behind a link can be picked, and many files hide no folder', async () => {
  const { hot, host } = await place()
  const elsewhere = path.join(hot, 'on another disk')
  await mkdir(elsewhere)
  const home = path.join(hot, 'home')
  await mkdir(path.join(home, 'zoo'), { recursive: true })
  await symlink(elsewhere, path.join(home, 'pictures'))
  await symlink(path.join(hot, 'gone'), path.join(home, 'broken'))
  await Promise.all(
    Array.from({ length: 2100 }, (_, index) => writeFile(path.join(home, `${String(index)}.jpg`), '')),
  )
  const { folders, files } = await host.call('places.list', { path: home })
  expect(folders).toEqual(['pictures', 'zoo'])
  expect(files).toHaveLength(2000)
  expect(files.slice(0, 3)).toEqual(['0.jpg', '1.jpg', '2.jpg'])
})

test('a certificate file that is away is told where it can be mended, and does not keep anything from starting', async () => {
  const { root, configFile, host } = await place()
  const [archive] = root.destinations
  const without = { ...root, destinations: [{ ...archive, ca: 'gone.pem' }] }
  const { mistakes } = await host.call('config.save', { root: without })
  expect(mistakes).toMatchObject([{ path: 'destinations[0].ca' }])
  await host.stop()
  await host.start()
  await writeFile(configFile, JSON.stringify(without))
  const dataDir = path.join(path.dirname(configFile), 'data')
  const ports = createNodePorts({ dataDir, env: {}, logToStderr: false, logLevel: 'error' })
  const face = terminalFace(dataDir)
  const later = await Host.open({ dataDir, configFile, ports, openEngine, face, startsAnyway: true })
  onTestFinished(() => later.stop())
  await later.start()
  expect(await later.call('config.get', {})).toMatchObject({ mistakes: [{ path: 'destinations[0].ca' }] })
})
