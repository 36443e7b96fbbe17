import { z } from 'zod'
import { errorText, ProblemError, UploadError } from '../../errors.ts'
import type { Secrets } from '../../ports.ts'
import { tellProblem } from '../../../../shared/problem.ts'
import { say } from '../../../../shared/phrase.ts'
import { jsonOf } from '../json-text.ts'

/** Bound to server and client: a token must not be sent elsewhere because the configuration was changed. */
const Kept = z.object({
  refreshToken: z.string().min(1),
  origin: z.string(),
  clientId: z.string(),
})

export interface KeptSignInOptions {
  secrets: Pick<Secrets, 'get' | 'set'>
  /** Name of the destination. */
  name: string
  base: URL
  clientId: string
}

/** The refresh token of one destination in the secret store, under `signin:<name>`. */
export class KeptSignIn {
  readonly #options: KeptSignInOptions
  readonly #key: string

  constructor(options: KeptSignInOptions) {
    this.#options = options
    this.#key = `signin:${options.name}`
  }

  /** Null when nobody has signed in to this server yet. @throws UploadError `unauthorized` when the store cannot be read */
  async read(): Promise<string | null> {
    const { secrets, base, clientId } = this.#options
    const text = await secrets.get(this.#key).catch((error: unknown) => {
      throw unreadable(error)
    })
    const kept = Kept.safeParse(jsonOf(text ?? ''))
    if (!kept.success || kept.data.origin !== base.origin || kept.data.clientId !== clientId) return null
    return kept.data.refreshToken
  }

  /** @param refreshToken null forgets what was kept */
  async write(refreshToken: string | null): Promise<void> {
    const { secrets, base, clientId } = this.#options
    const kept = { refreshToken, origin: base.origin, clientId }
    await secrets.set(this.#key, refreshToken === null ? '' : JSON.stringify(kept))
  }
}

function unreadable(error: unknown): UploadError {
  const problem =
    error instanceof ProblemError
      ? error.problem
      : tellProblem({
          code: 'secrets-unusable',
          what: say`The secret store, which holds the sign-in, cannot be read.`,
          remedy: say`Unlock the keyring of this user, or start Sluice with SLUICE_SECRETS=file; then check again.`,
          isRetried: false,
          detail: errorText(error),
        })
  return new UploadError('unauthorized', problem, { cause: error })
}
