import { ProblemError } from '../errors.ts'

/** Somebody named a folder or template that is not in the configuration. */
export function unknownName(
  what: 'folder' | 'template',
  name: string,
  known: readonly { name: string }[],
): ProblemError {
  return new ProblemError({
    code: `unknown-${what}`,
    what: `There is no ${what} named «${name}» in the configuration.`,
    remedy: `Known are: ${known.map((one) => one.name).join(', ') || 'none'}.`,
    isRetried: false,
  })
}
