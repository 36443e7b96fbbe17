import { z } from 'zod'

/**
 * An error as a person sees it. Crosses every boundary (window, command line, history) in place of Error objects.
 * `what` says what happened, `means` what that does to the file or the line, `remedy` what to do about it.
 */
export const Problem = z.object({
  /** Stable name for programs and support, for example `destination-locked`. */
  code: z.string(),
  what: z.string(),
  means: z.string().optional(),
  remedy: z.string(),
  /** True when Sluice goes on by itself. */
  isRetried: z.boolean(),
  /** The server's or system's own words, for support. Never holds a secret. */
  detail: z.string().optional(),
  /** X-RequestId of the answer; the server's support asks for it. */
  requestId: z.string().optional(),
})
export type Problem = z.output<typeof Problem>

/** One line for a terminal or a log: what happened, what it means, what to do. */
export function problemSentence(problem: Problem): string {
  return [problem.what, problem.means, problem.remedy]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
}
