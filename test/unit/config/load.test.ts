import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import {
  ConfigError,
  configJsonSchema,
  defaultConfigFile,
  defaultDataDir,
  loadConfig,
  saveDraft,
} from '../../../electron/engine/config/load.ts'
import { Config } from '../../../shared/config.ts'

const CONFIG = `{
  "destinations": [
    { "name": "archive", "kind": "fotoware", "url": "https://acme.example", "auth": { "method": "none" },
      "collection": "/fotoweb/archives/5000-Photos/", "ca": "own.pem" } ],
  "folders": [ { "name": "hot", "path": "in", "to": ["archive"], "after": { "action": "move", "to": "../sent" } },
               { "name": "home", "path": "~/Pictures/out", "to": ["archive"] } ]
}`

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-load-'))
  file = path.join(dir, 'config.json')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function failure(name: string): Promise<ConfigError> {
  const error = await loadConfig(name).catch((thrown: unknown) => thrown)
  if (!(error instanceof ConfigError)) throw new Error('expected a ConfigError')
  return error
}

test('fills in what was left out and makes every path absolute', async () => {
  await writeFile(file, CONFIG)
  const config = await loadConfig(file)
  expect(config.folders[0]).toEqual({
    name: 'hot',
    path: path.join(dir, 'in'),
    to: ['archive'],
    subfolders: 'mirror',
    settleMs: 2000,
    sidecars: 'merge',
    sidecarGraceMs: 10_000,
    after: { action: 'move', to: path.join(path.dirname(dir), 'sent') },
    ignore: [],
    preserveModificationTime: true,
    duplicates: 'skip-same-content',
    scanEverySeconds: 3600,
    readMetadata: 'when-needed',
    rejected: { action: 'keep' },
    sidecarRevisions: false,
    unlikelyTimes: 'send',
  })
  expect(config.folders[1]?.path).toBe(path.join(os.homedir(), 'Pictures/out'))
  expect(config.destinations[0]).toMatchObject({
    files: 2,
    chunks: 3,
    timeoutSeconds: 60,
    ca: path.join(dir, 'own.pem'),
  })
  expect(config.limits).toEqual({ uploadKBps: null, schedule: [] })
})

test('where rejected files go starts at their hot folder, and ~ is the home directory', async () => {
  const folder = (name: string, to?: string) => ({
    name,
    path: name,
    to: ['archive'],
    rejected: { action: 'move', ...(to === undefined ? {} : { to }) },
  })
  const { destinations } = z.object({ destinations: z.array(z.unknown()) }).parse(JSON.parse(CONFIG))
  const folders = [folder('hot'), folder('warm', '../aside'), folder('cold', '~/aside')]
  await writeFile(file, JSON.stringify({ destinations, folders }))
  const config = await loadConfig(file)
  expect(config.folders.map(({ rejected }) => rejected)).toEqual([
    { action: 'move', to: path.join(dir, 'hot/_rejected') },
    { action: 'move', to: path.join(dir, 'aside') },
    { action: 'move', to: path.join(os.homedir(), 'aside') },
  ])
})

test('a missing file, a folder and a broken link each have their sentence', async () => {
  expect((await failure(file)).problem).toMatchObject({
    code: 'config-missing',
    what: `There is no configuration at ${file}.`,
    remedy: 'Write one there, or name another file with --config.',
  })
  expect((await failure(dir)).problem).toMatchObject({
    code: 'config-unreadable',
    what: `${dir} is a folder, not a file.`,
  })
})

// The superuser may read everything, so there is nothing to see then.
test.skipIf(process.getuid?.() === 0)('a file that may not be read', async () => {
  await writeFile(file, CONFIG)
  await chmod(file, 0o000)
  expect((await failure(file)).message).toBe(`The configuration ${file} may not be read by this user.`)
})

test('every mistake is listed, in the order of the text', async () => {
  await writeFile(file, '{\n "folders": [{ "path": 3, "settleMs": 1, "to": ["x"] }],\n "limit": {}\n}')
  const { problems, problem } = await failure(file)
  expect(problems.map(({ line, column, path: place }) => `${line}:${column} ${place}`)).toEqual([
    '2:14 folders[0].name',
    '2:24 folders[0].path',
    '2:39 folders[0].settleMs',
    '2:49 folders[0].to[0]',
    '3:2 limit',
  ])
  expect(problem.what).toBe(`${file}:2:14: folders[0].name is missing. (and 4 more)`)
  expect(problem.remedy).toBe('"sluice config validate" lists every mistake.')
})

test('what is saved can be loaded again; the mode stays and no temporary file is left', async () => {
  await writeFile(file, CONFIG)
  await writeFile(path.join(dir, 'own.pem'), '')
  await chmod(file, 0o640)
  const config = await loadConfig(file)
  await saveDraft(file, config)
  expect(await loadConfig(file)).toEqual(config)
  expect((await stat(file)).mode & 0o777).toBe(0o640)
  expect((await readdir(dir)).toSorted()).toEqual(['config.json', 'own.pem'])
})

test('a configuration with a mistake is not saved', async () => {
  await writeFile(file, CONFIG)
  await writeFile(path.join(dir, 'own.pem'), '')
  const config = await loadConfig(file)
  await expect(saveDraft(file, { ...config, destinations: [] })).rejects.toThrow('which is no destination')
  expect(await readFile(file, 'utf8')).toBe(CONFIG)
  await expect(saveDraft(path.join(file, 'x.json'), config)).rejects.toMatchObject({
    problem: { code: 'config-unwritable' },
  })
})

test('the JSON Schema names every key of a folder and every kind of destination', () => {
  const text = JSON.stringify(configJsonSchema())
  for (const word of [
    'sidecarGraceMs',
    'client-credentials',
    'picapport',
    'bioid',
    'basip',
    'scanEverySeconds',
  ]) {
    expect(text).toContain(word)
  }
  expect(Object.keys(Config.shape)).toEqual(
    expect.arrayContaining(Object.keys(configJsonSchema().properties ?? {})),
  )
})

test('the defaults lie in the data folder of the user', () => {
  expect(path.isAbsolute(defaultDataDir())).toBe(true)
  expect(defaultConfigFile('/data')).toBe(path.join('/data', 'config.json'))
})
