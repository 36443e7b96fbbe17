import type { SecretRef } from '../../../shared/config.ts'
import { ProblemError } from '../errors.ts'
import type { Secrets } from '../ports.ts'
import { say } from '../../../shared/phrase.ts'

/**
 * The secret that the configuration refers to.
 * @throws ProblemError `secret-missing` with the command that sets it
 */
export async function resolveSecret(
  ref: SecretRef,
  secrets: Pick<Secrets, 'get'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const value = typeof ref === 'string' ? await secrets.get(ref) : env[ref.env]
  if (value !== undefined && value !== null && value !== '') return value
  throw new ProblemError({
    code: 'secret-missing',
    isRetried: false,
    ...(typeof ref === 'string'
      ? {
          what: say`The secret "${ref}" is not in the secret store.`,
          remedy: say`Set it with: sluice secret set ${/^[\w.@-]+$/.test(ref) ? ref : JSON.stringify(ref)}`,
        }
      : {
          what: say`The environment variable ${ref.env}, which should hold a secret, is not set.`,
          remedy: say`Set it for the user who runs Sluice, then start Sluice again.`,
        }),
  })
}
