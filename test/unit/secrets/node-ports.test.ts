import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNodePorts, nodeClock, nodeRandom, sluiceVersion } from '../../../electron/engine/node-ports.ts'
import type { Ports } from '../../../electron/engine/ports.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-ports-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

const open = (): Ports =>
  createNodePorts({ dataDir, env: { SLUICE_SECRETS: 'file' }, logToStderr: false, logLevel: 'info' })

test('the log is one plain line an entry, masked, readable by its owner only', async () => {
  const { log } = open()
  log.debug('not at this level')
  log.info('The folder\nis away', { folder: 'hot', count: 3, left: undefined, by: null })
  log.error('Refused', { Authorization: 'Bearer abcdefgh', url: 'https://x/?access_token=abc' })
  const file = path.join(dataDir, 'logs', 'sluice.log')
  const lines = (await readFile(file, 'utf8')).trimEnd().split(os.EOL)
  expect(lines.map((line) => line.replace(/^\S+Z /, ''))).toEqual([
    'info  The folder\\nis away folder="hot" count=3 by=null',
    'error Refused Authorization="***" url="https://x/?access_token=***"',
  ])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('the log is written wherever the command was started', async () => {
  const module = path.resolve(import.meta.dirname, '../../../electron/engine/node-ports.ts')
  const script = `import { createNodePorts } from ${JSON.stringify(pathToFileURL(module).href)}
    createNodePorts({ dataDir: 'data', env: {}, logToStderr: true, logLevel: 'info' }).log.info('here')`
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    {
      cwd: dataDir,
    },
  )
  const line = await readFile(path.join(dataDir, 'data', 'logs', 'sluice.log'), 'utf8')
  expect(line).toMatch(/^\S+Z info {2}here\n$/)
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: line })
})

test('old logs are kept in a row of limited length', async () => {
  const logs = path.join(dataDir, 'logs')
  open()
  for (let round = 0; round < 6; round++) {
    await writeFile(path.join(logs, 'sluice.log'), 'x'.repeat(5_000_001))
    open().log.info(`round ${round}`)
    await rm(path.join(logs, 'sluice.log'))
  }
  expect((await readdir(logs)).toSorted()).toEqual([
    'sluice.1.log',
    'sluice.2.log',
    'sluice.3.log',
    'sluice.4.log',
  ])
})

test('only one line is printed when the log cannot be written', async () => {
  const { log } = open()
  await rm(path.join(dataDir, 'logs'), { recursive: true })
  const printed: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  try {
    log.info('one')
    log.info('two')
  } finally {
    spy.mockRestore()
  }
  expect(printed.length).toBeLessThanOrEqual(1)
})

test('a timer calls back once, may be cancelled, and a far one does not fire at once', async () => {
  let calls = 0
  const far = nodeClock.after(2 ** 33, () => calls++)
  const cancelled = nodeClock.after(0, () => calls++)
  cancelled.cancel()
  await new Promise<void>((resolve) => nodeClock.after(5, resolve))
  far.cancel()
  expect(calls).toBe(0)
  expect(nodeClock.monotonic()).toBeLessThan(nodeClock.now())
})

test('tokens are letters and digits of the asked length, and differ', () => {
  const tokens = Array.from({ length: 200 }, () => nodeRandom.token(24))
  expect(new Set(tokens).size).toBe(200)
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9]{24}$/)
})

test('the network names Sluice and lists certificates without throwing', () => {
  const { network } = open()
  expect(network.userAgent).toMatch(new RegExp(`^Sluice/${sluiceVersion()} \\(`))
  expect(sluiceVersion()).toMatch(/^\d+\.\d+\.\d+/)
  expect(Array.isArray(network.systemCertificates())).toBe(true)
})

test('the trash says when there is nothing to put there', async () => {
  const { trash } = open()
  await expect(trash.put(path.join(dataDir, 'gone.jpg'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test.runIf(process.platform === 'linux')(
  'a file goes to the trash under its own name, brackets and all',
  async () => {
    const before = process.env['XDG_DATA_HOME']
    process.env['XDG_DATA_HOME'] = path.join(dataDir, 'share')
    try {
      const photo = path.join(dataDir, 'IMG [1].jpg')
      const other = path.join(dataDir, 'IMG 1.jpg')
      await writeFile(photo, 'a')
      await writeFile(other, 'b')
      await open().trash.put(photo)
      await expect(stat(photo)).rejects.toMatchObject({ code: 'ENOENT' })
      expect(await readFile(other, 'utf8')).toBe('b')
    } finally {
      if (before === undefined) delete process.env['XDG_DATA_HOME']
      else process.env['XDG_DATA_HOME'] = before
    }
  },
)
