import { mkdir } from 'node:fs/promises'
import { type Phrase, say } from '../../../shared/phrase.ts'
import path from 'node:path'
import type { Log, Secrets } from '../ports.ts'
import { openKeyring, type Keyring } from './keyring.ts'
import { secretFile } from './secret-file.ts'

export interface SecretStoreOptions {
  dataDir: string
  log: Log
  /** `SLUICE_SECRETS=file` keeps secrets in the file even where there is a keyring. */
  env: Readonly<Record<string, string | undefined>>
}

/**
 * The secrets of a data folder: in the system's keyring where it works, else in `<data>/secrets.json` with mode 0600.
 * The store is tried out on first use. A value in the file stands above one in the keyring: it was set later, since
 * setting one in the keyring removes it from the file.
 * @throws ProblemError `secrets-unusable` when the file cannot be used
 */
export function openSecretStore({ dataDir, log, env }: SecretStoreOptions): Secrets {
  const file = secretFile(dataDir, log)
  let opened: Promise<Keyring | { unusable: Phrase | string }> | null = null

  function keyring(): Promise<Keyring | { unusable: Phrase | string }> {
    if (env['SLUICE_SECRETS'] === 'file') return Promise.resolve({ unusable: say`SLUICE_SECRETS is "file"` })
    opened ??= openKeyring(`sluice ${path.resolve(dataDir)}`)
    return opened
  }

  return {
    get: async (name) => {
      const inFile = await file.get(name)
      if (inFile !== null) return inFile
      const store = await keyring()
      return 'unusable' in store ? null : store.get(name)
    },
    set: async (name, value) => {
      const store = await keyring()
      if ('unusable' in store) {
        await mkdir(dataDir, { recursive: true, mode: 0o700 })
        await file.set(name, value)
        return
      }
      await store.set(name, value)
      await file.remove(name)
    },
    describe: async () => {
      const store = await keyring()
      return 'unusable' in store
        ? say`Secrets are kept in ${file.path}, which only this user may read; the system's keyring is not used (${store.unusable}).`
        : say`Secrets are kept in the system's keyring.`
    },
  }
}
