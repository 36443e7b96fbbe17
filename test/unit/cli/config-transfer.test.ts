import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSluice } from '../../support/sluice-process.ts'
import { until } from '../../support/until.ts'
import { sluice } from './run-process.ts'

const CONFIG = {
  destinations: [
    {
      name: 'archive',
      kind: 'fotoware',
      url: 'https://acme.fotoware.cloud',
      auth: { method: 'client-credentials', clientId: 'station', secret: 'archive-secret' },
      collection: '/fotoweb/archives/5000-Photos/',
    },
  ],
  codeTables: [{ name: 'players', path: 'lists/players.txt' }],
  templates: [{ name: 'press', codes: ['players'], fields: [{ field: 'Headline', value: '=CC8=' }] }],
}

async function computer(config: object | null) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-transfer-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const file = path.join(dir, 'config.json')
  await mkdir(path.join(dir, 'lists'))
  await writeFile(path.join(dir, 'lists/players.txt'), 'CC8\tDaren Bram\n')
  if (config !== null) await writeFile(file, JSON.stringify(config))
  return { dir, file, args: ['--config', file, '--data', path.join(dir, 'data')] }
}

test('a configuration goes to another computer with its code tables, and tells which secrets it needs', async () => {
  const from = await computer(CONFIG)
  const bundle = path.join(from.dir, 'bundle.json')
  expect((await sluice(['config', 'export', bundle, ...from.args])).code).toBe(0)

  const to = await computer({ folders: [] })
  const { code, stdout } = await sluice(['config', 'import', bundle, ...to.args])
  expect(code).toBe(0)
  expect(stdout).toContain('archive-secret')
  const taken = JSON.parse(await readFile(to.file, 'utf8')) as typeof CONFIG
  expect(taken).toEqual({ ...CONFIG, codeTables: [{ name: 'players', path: 'code-tables/players.txt' }] })
  expect(await readFile(path.join(to.dir, 'code-tables/players.txt'), 'utf8')).toBe('CC8\tDaren Bram\n')
  expect(JSON.parse(await readFile(`${to.file}.before-import`, 'utf8'))).toEqual({ folders: [] })
  expect((await sluice(['config', 'validate', ...to.args])).code).toBe(0)
})

test('a table that is there already is not written over', async () => {
  const from = await computer(CONFIG)
  const { stdout: bundle } = await sluice(['config', 'export', ...from.args])
  const to = await computer(null)
  await mkdir(path.join(to.dir, 'code-tables'))
  await writeFile(path.join(to.dir, 'code-tables/players.txt'), 'X\tsomebody else\n')
  await writeFile(path.join(to.dir, 'bundle.json'), bundle)
  expect((await sluice(['config', 'import', path.join(to.dir, 'bundle.json'), ...to.args])).code).toBe(0)
  expect(await readFile(path.join(to.dir, 'code-tables/players.txt'), 'utf8')).toBe('X\tsomebody else\n')
  expect(await readFile(path.join(to.dir, 'code-tables/players-1.txt'), 'utf8')).toBe('CC8\tDaren Bram\n')
})

test('a running Sluice takes it over into the file that it was started with, tables and all', async () => {
  const from = await computer(CONFIG)
  const bundle = path.join(from.dir, 'bundle.json')
  expect((await sluice(['config', 'export', bundle, ...from.args])).code).toBe(0)
  const to = await computer({ folders: [] })
  const data = ['--data', path.join(to.dir, 'data')]
  const run = startSluice(['run', '--config', to.file, ...data, '--json'])
  onTestFinished(async () => {
    run.kill('SIGTERM')
    await run.ended
  })
  await until(async () => (await sluice(['pause', ...data])).code === 0 || run.isEnded, 'Sluice runs')
  const { code, stdout, stderr } = await sluice(['config', 'import', bundle, ...data])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`${to.file} is in use now; the running Sluice goes on with it.`)
  expect(stdout).toContain(`kept as ${to.file}.before-import`)
  expect(await readFile(path.join(to.dir, 'code-tables/players.txt'), 'utf8')).toBe('CC8\tDaren Bram\n')
  expect((await sluice(['config', 'validate', ...to.args])).code).toBe(0)
})

test('what is wrong is told with its place, and nothing changes', async () => {
  const to = await computer(CONFIG)
  const before = await readFile(to.file, 'utf8')
  const broken = path.join(to.dir, 'broken.json')
  await writeFile(broken, JSON.stringify({ ...CONFIG, folder: [] }))
  const { code, stderr } = await sluice(['config', 'import', broken, ...to.args])
  expect(code).toBe(2)
  expect(stderr).toContain('did you mean "folders"?')
  await writeFile(broken, '[1, 2')
  expect((await sluice(['config', 'import', broken, ...to.args])).code).toBe(2)
  expect(await readFile(to.file, 'utf8')).toBe(before)
})
