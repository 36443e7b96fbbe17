import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { textOf } from '../../../shared/phrase.ts'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Log } from '../../../electron/engine/ports.ts'
import { openKeyring } from '../../../electron/engine/secrets/keyring.ts'
import { resolveSecret } from '../../../electron/engine/secrets/resolve-secret.ts'
import { openSecretStore } from '../../../electron/engine/secrets/secret-store.ts'

let dataDir: string
let file: string
let warnings: string[]
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => warnings.push(message),
  error: () => undefined,
}
// The keyring of whoever runs the tests is left alone.
const env = { SLUICE_SECRETS: 'file' }

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-secrets-'))
  file = path.join(dataDir, 'secrets.json')
  warnings = []
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

test('a secret is kept in a file that only its owner may read', async () => {
  const store = openSecretStore({ dataDir, log, env })
  expect(await store.get('archive')).toBeNull()
  await store.set('archive', 'hush 🤫')
  expect(await store.get('archive')).toBe('hush 🤫')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(textOf(await store.describe())).toBe(
    `Secrets are kept in ${file}, which only this user may read; the system's keyring is not used (SLUICE_SECRETS is "file").`,
  )
})

test('many set at once all arrive, and no temporary file is left', async () => {
  const store = openSecretStore({ dataDir, log, env })
  const names = Array.from({ length: 20 }, (_, index) => `name-${index}`)
  await Promise.all(names.map((name) => store.set(name, `value of ${name}`)))
  expect(await Promise.all(names.map((name) => store.get(name)))).toEqual(
    names.map((name) => `value of ${name}`),
  )
  expect(await readdir(dataDir)).toEqual(['secrets.json'])
})

test('a file that others may read is made private again, with a warning', async () => {
  const store = openSecretStore({ dataDir, log, env })
  await store.set('archive', 'hush')
  await chmod(file, 0o644)
  expect(await store.get('archive')).toBe('hush')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(warnings).toEqual([
    'Other users could read the secrets; this has been put right. If others use this machine, change them.',
  ])
})

test('a broken file is told in words, never overwritten, and its text is not repeated', async () => {
  await writeFile(file, '{ "archive": "hush"', { mode: 0o600 })
  const store = openSecretStore({ dataDir, log, env })
  const sentence = `The secrets in ${file} cannot be read: it is not the file that Sluice wrote.`
  await expect(store.get('archive')).rejects.toThrow(sentence)
  await expect(store.set('other', 'x')).rejects.toThrow(sentence)
  expect(await readFile(file, 'utf8')).toBe('{ "archive": "hush"')
})

test('names of object members are no secrets', async () => {
  const store = openSecretStore({ dataDir, log, env })
  await store.set('a', 'b')
  expect(await store.get('constructor')).toBeNull()
})

test.runIf(process.platform === 'linux')('without a secret service the keyring says so', async () => {
  const before = process.env['DBUS_SESSION_BUS_ADDRESS']
  process.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${dataDir}/nobody`
  try {
    expect(JSON.stringify(await openKeyring('sluice test'))).toMatch(/^\{"unusable":".*DBus/)
    const store = openSecretStore({ dataDir, log, env: {} })
    await store.set('archive', 'hush')
    expect(await readFile(file, 'utf8')).toContain('hush')
    expect(textOf(await store.describe())).toContain("the system's keyring is not used (")
  } finally {
    if (before === undefined) delete process.env['DBUS_SESSION_BUS_ADDRESS']
    else process.env['DBUS_SESSION_BUS_ADDRESS'] = before
  }
})

test('a reference is looked up in the store or in the environment', async () => {
  const store = openSecretStore({ dataDir, log, env })
  await store.set('archive', 'from the store')
  expect(await resolveSecret('archive', store, {})).toBe('from the store')
  expect(await resolveSecret({ env: 'KEY' }, store, { KEY: 'from outside' })).toBe('from outside')
})

test.each([
  ['gate', 'The secret "gate" is not in the secret store.', 'Set it with: sluice secret set gate'],
  ['my gate', 'The secret "my gate" is not in the secret store.', 'Set it with: sluice secret set "my gate"'],
  [
    { env: 'KEY' },
    'The environment variable KEY, which should hold a secret, is not set.',
    'Set it for the user who runs Sluice, then start Sluice again.',
  ],
])('a missing secret names its remedy: %j', async (ref, what, remedy) => {
  const store = openSecretStore({ dataDir, log, env })
  await expect(resolveSecret(ref, store, { KEY: '' })).rejects.toMatchObject({
    problem: { code: 'secret-missing', what, remedy },
  })
})
