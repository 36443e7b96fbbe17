import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SafeStorage } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { errorCode, errorText, ProblemError } from '../engine/errors.ts'
import type { Secrets } from '../engine/ports.ts'
import { type Phrase, say } from '../../shared/phrase.ts'

export type Vault = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>

/** Name → encrypted value, base64. */
const Content = z.record(z.string(), z.string())
type Content = z.output<typeof Content>

const FILE = 'secrets.encrypted.json'
const NO_STORE = say`this desktop offers no store for passwords`

/**
 * Secrets encrypted with a key that the system keeps: Keychain, DPAPI, Secret Service or KWallet. Where the system has
 * no such store Electron would use a key that everybody knows; then nothing is written, and the refusal says so.
 * The command line's own store is read, so that secrets which were set there are found; it is never written to.
 * @param fallback the command line's store
 */
export function openShellSecrets(dataDir: string, vault: Vault, fallback: Secrets): Secrets {
  const file = path.join(dataDir, FILE)
  let last: Promise<unknown> = Promise.resolve()

  async function unsafe(): Promise<Phrase | null> {
    if (process.platform === 'linux' && vault.getSelectedStorageBackend() === 'basic_text') return NO_STORE
    return (await vault.isAsyncEncryptionAvailable()) ? null : NO_STORE
  }

  async function write(name: string, value: string): Promise<void> {
    const encrypted = await vault.encryptStringAsync(value)
    const content = { ...(await readAll(file)), [name]: encrypted.toString('base64') }
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await writeFileAtomic(file, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  }

  /** One after the other: each writes the whole file. */
  async function inTurn(work: () => Promise<void>): Promise<void> {
    const next = last.then(work)
    last = next.catch(() => undefined)
    await next
  }

  /** The system has a new key, and will not keep the old one for ever. Unless the secret was set anew meanwhile. */
  async function renew(name: string, before: string, value: string): Promise<void> {
    if ((await unsafe()) !== null) return
    await inTurn(async () => {
      if ((await readAll(file))[name] === before) await write(name, value)
    })
  }

  return {
    get: async (name) => {
      const content = await readAll(file)
      const encrypted = Object.hasOwn(content, name) ? content[name] : undefined
      if (encrypted === undefined) return await fallback.get(name)
      const { result, shouldReEncrypt } = await decrypted(vault, file, name, encrypted, unsafe)
      // What was read is good, whether it can be written or not.
      if (shouldReEncrypt) await renew(name, encrypted, result).catch(() => undefined)
      return result
    },
    set: async (name, value) => {
      const why = await unsafe()
      if (why !== null) throw refusal(why)
      await inTurn(() => write(name, value))
    },
    describe: async () => {
      const why = await unsafe()
      return why === null
        ? say`Secrets are kept in ${file}, encrypted with a key that the system keeps.`
        : say`Secrets cannot be stored by the app: ${why}, and they would lie on the disk as plain text.`
    },
  }
}

function refusal(why: Phrase): ProblemError {
  return new ProblemError({
    code: 'secrets-unprotected',
    what: say`The secret was not stored: ${why}.`,
    means: say`It would lie on the disk as good as in plain text.`,
    remedy: say`Install and unlock GNOME Keyring or KWallet, then start Sluice again; or give the secret as an environment variable in the configuration.`,
    isRetried: false,
  })
}

async function readAll(file: string): Promise<Content> {
  try {
    return Content.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {}
    throw new ProblemError({
      code: 'secrets-unusable',
      what: say`The secrets in ${file} cannot be read.`,
      remedy: say`Move the file away and give the secrets again in the settings.`,
      isRetried: false,
      // The text is not repeated: it holds the secrets.
      detail: errorCode(error) === '' ? 'not the file that Sluice wrote' : errorText(error),
    })
  }
}

async function decrypted(
  vault: Vault,
  file: string,
  name: string,
  encrypted: string,
  unsafe: () => Promise<Phrase | null>,
): Promise<{ result: string; shouldReEncrypt: boolean }> {
  try {
    return await vault.decryptStringAsync(Buffer.from(encrypted, 'base64'))
  } catch (error) {
    const why = await unsafe()
    throw new ProblemError(
      {
        code: 'secrets-unusable',
        what:
          why === null
            ? say`The secret "${name}" in ${file} cannot be decrypted.`
            : say`The secret "${name}" in ${file} cannot be decrypted: ${why}.`,
        remedy: say`Unlock the system’s store for passwords and start Sluice again, or give the secret anew.`,
        isRetried: false,
        detail: errorText(error),
      },
      { cause: error },
    )
  }
}
