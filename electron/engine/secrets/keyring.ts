import { randomBytes } from 'node:crypto'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { AsyncEntry } from '@napi-rs/keyring'
import { errorText } from '../errors.ts'

/** The system's own store: Keychain, Credential Manager or Secret Service. */
export interface Keyring {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
}

/** A keyring may ask its owner to unlock it; on a machine without one in front of it nobody answers. */
const ANSWER_WITHIN_MS = 5000
/** Once it has been proved, somebody may be there to unlock it; uploads must not wait for that for ever. */
const UNLOCK_WITHIN_MS = 60_000

function entry(service: string, name: string): AsyncEntry {
  // Without this Linux falls back to kernel keys, which are gone after a restart.
  return new AsyncEntry(service, name, { linux: { store: 'secret-service' } })
}

/**
 * Opens the keyring and proves it: a probe is written, read and removed.
 * @returns the keyring, or in words why it cannot be used
 */
export async function openKeyring(service: string): Promise<Keyring | { unusable: Phrase | string }> {
  const probe = `probe-${randomBytes(6).toString('hex')}`
  const value = randomBytes(12).toString('hex')
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
  try {
    const trial = entry(service, probe)
    await trial.setPassword(value, signal)
    const found = await trial.getPassword(signal)
    await trial.deleteCredential(signal)
    if (found !== value) return { unusable: say`it did not give back what was put in` }
  } catch (error) {
    return { unusable: signal.aborted ? say`it did not answer` : errorText(error) }
  }
  return {
    get: (name) => entry(service, name).getPassword(AbortSignal.timeout(UNLOCK_WITHIN_MS)),
    set: (name, secret) => entry(service, name).setPassword(secret, AbortSignal.timeout(UNLOCK_WITHIN_MS)),
  }
}
