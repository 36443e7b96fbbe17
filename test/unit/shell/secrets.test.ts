import { readFile, writeFile } from 'node:fs/promises'
import { textOf } from '../../../shared/phrase.ts'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openShellSecrets, type Vault } from '../../../electron/shell/secrets.ts'
import type { Secrets } from '../../../electron/engine/ports.ts'
import { ProblemError } from '../../../electron/engine/errors.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'

/** Turns the text around: enough to see whether it was turned. */
function vault(options: { isAvailable?: boolean; isBroken?: boolean } = {}): Vault {
  return {
    getSelectedStorageBackend: () => 'gnome_libsecret',
    isAsyncEncryptionAvailable: () => Promise.resolve(options.isAvailable ?? true),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(text).reverse()),
    decryptStringAsync: (bytes) =>
      options.isBroken === true
        ? Promise.reject(new Error('wrong key'))
        : Promise.resolve({ result: Buffer.from(bytes).reverse().toString(), shouldReEncrypt: false }),
  }
}

/** The command line's store; whoever writes to it has made a mistake. */
const commandLine: Secrets = {
  get: (name) => Promise.resolve(name === 'old' ? 'from the command line' : null),
  set: () => Promise.reject(new Error('written to the store of the command line')),
  describe: () => Promise.resolve(''),
}

async function problemCode(work: Promise<unknown>): Promise<string> {
  const error = await failureOf(work)
  return error instanceof ProblemError ? error.problem.code : String(error)
}

test('what is set is encrypted on the disk and found again', async () => {
  const dir = await temporaryFolder()
  const secrets = openShellSecrets(dir, vault(), commandLine)
  await Promise.all([secrets.set('one', 'first'), secrets.set('two', 'second')])
  expect(await secrets.get('one')).toBe('first')
  expect(await openShellSecrets(dir, vault(), commandLine).get('two')).toBe('second')
  const text = await readFile(path.join(dir, 'secrets.encrypted.json'), 'utf8')
  expect(JSON.parse(text)).toEqual({
    one: Buffer.from('tsrif').toString('base64'),
    two: Buffer.from('dnoces').toString('base64'),
  })
})

test('names that objects have by themselves are names like any other', async () => {
  const secrets = openShellSecrets(await temporaryFolder(), vault(), commandLine)
  expect(await secrets.get('constructor')).toBeNull()
  await secrets.set('__proto__', 'odd')
  expect(await secrets.get('toString')).toBeNull()
})

test('a secret of the command line is found, and stays until another is set here', async () => {
  const secrets = openShellSecrets(await temporaryFolder(), vault(), commandLine)
  expect(await secrets.get('old')).toBe('from the command line')
  await secrets.set('old', 'from the app')
  expect(await secrets.get('old')).toBe('from the app')
})

test('without a store of the system nothing is written, and it says why', async () => {
  const dir = await temporaryFolder()
  const secrets = openShellSecrets(dir, vault({ isAvailable: false }), commandLine)
  expect(await problemCode(secrets.set('one', 'first'))).toBe('secrets-unprotected')
  expect(await secrets.get('one')).toBeNull()
  expect(textOf(await secrets.describe())).toMatch(/cannot be stored/)
})

test('a file that is broken or cannot be decrypted is a problem in words, never silence', async () => {
  const dir = await temporaryFolder()
  await openShellSecrets(dir, vault(), commandLine).set('one', 'first')
  const locked = openShellSecrets(dir, vault({ isBroken: true }), commandLine)
  expect(await problemCode(locked.get('one'))).toBe('secrets-unusable')
  await writeFile(path.join(dir, 'secrets.encrypted.json'), '{"one":')
  const broken = openShellSecrets(dir, vault(), commandLine)
  expect(await problemCode(broken.get('one'))).toBe('secrets-unusable')
  expect(await problemCode(broken.set('two', 'second'))).toBe('secrets-unusable')
})

test('when the system has a new key the secret is encrypted with it', async () => {
  const dir = await temporaryFolder()
  const file = path.join(dir, 'secrets.encrypted.json')
  await openShellSecrets(dir, vault(), commandLine).set('one', 'first')
  const rotated: Vault = {
    ...vault(),
    encryptStringAsync: (text) => Promise.resolve(Buffer.from(`new ${text}`)),
    decryptStringAsync: () => Promise.resolve({ result: 'first', shouldReEncrypt: true }),
  }
  expect(await openShellSecrets(dir, rotated, commandLine).get('one')).toBe('first')
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
    one: Buffer.from('new first').toString('base64'),
  })
})
