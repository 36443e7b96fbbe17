import type { Problem } from '../../shared/problem.ts'

/** What scripts rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2, signIn: 3, interrupted: 130 } as const

/** Ends the command with a sentence on stderr and the code for wrong usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Names that nobody has, and what the configuration asks for in vain. */
const USAGE_CODES =
  /^(config-.*|unknown-(folder|destination|template)|template-tokens|not-a-file|no-browser-sign-in)$/

/** The exit code for a command that a problem has ended. */
export function exitCodeFor(problem: Problem): number {
  if (problem.code === 'sign-in-needed') return EXIT.signIn
  return USAGE_CODES.test(problem.code) ? EXIT.usage : EXIT.failed
}
