import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

type Has = Pick<
  Electron.SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>

/** Really encrypts, with a key that depends on the user only: no keyring is asked. `SLUICE_STAND_IN_KEYRING=none` has none. */
class HostSafeStorage implements Has {
  readonly #key = createHash('sha256')
    .update(`stand-in ${process.env['USER'] ?? ''}`)
    .digest()

  getSelectedStorageBackend(): ReturnType<Has['getSelectedStorageBackend']> {
    return process.env['SLUICE_STAND_IN_KEYRING'] === 'none' ? 'basic_text' : 'gnome_libsecret'
  }

  isAsyncEncryptionAvailable(): Promise<boolean> {
    // As Electron on Linux: even the key that everybody knows counts as available.
    return Promise.resolve(true)
  }

  encryptStringAsync(text: string): Promise<Buffer> {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv)
    const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), bytes]))
  }

  decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    const decipher = createDecipheriv('aes-256-gcm', this.#key, encrypted.subarray(0, 12))
    decipher.setAuthTag(encrypted.subarray(12, 28))
    const bytes = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()])
    return Promise.resolve({ result: bytes.toString('utf8'), shouldReEncrypt: false })
  }
}

export const hostSafeStorage = new HostSafeStorage()
