import { z } from 'zod'
import { joined, type Phrase, phraseOf, Said } from './phrase.ts'

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
  said: Said,
})
export type Problem = z.output<typeof Problem>

type Sentences = 'what' | 'means' | 'remedy'

/** A problem as it is made: sentences with what varies in them. */
export type ToldProblem = Omit<Problem, Sentences | 'said'> & {
  what: Phrase
  means?: Phrase | undefined
  remedy: Phrase
}

/** A problem that every face can tell in its own language. One that is complete stays as it is. */
export function tellProblem(told: ToldProblem | Problem): Problem {
  if (isComplete(told)) return told
  const { code, what, means, remedy, ...rest } = told
  return {
    code,
    what: what.text,
    ...(means === undefined ? {} : { means: means.text }),
    remedy: remedy.text,
    ...rest,
    said: means === undefined ? [what, remedy] : [what, means, remedy],
  }
}

function isComplete(problem: ToldProblem | Problem): problem is Problem {
  return typeof problem.what === 'string'
}

/** The same problem with other sentences, or another name. */
export function retold(problem: Problem, { what, means, remedy, ...rest }: Partial<ToldProblem>): Problem {
  const fresh = [what, means, remedy].filter((phrase) => phrase !== undefined)
  return {
    ...problem,
    ...(what === undefined ? {} : { what: what.text }),
    ...(means === undefined ? {} : { means: means.text }),
    ...(remedy === undefined ? {} : { remedy: remedy.text }),
    ...rest,
    said: [...(problem.said ?? []), ...fresh],
  }
}

/** What happened, to be part of another sentence. */
export function whatOf({ what, said }: Problem): Phrase | string {
  return phraseOf(what, said)
}

/** Everything that a problem says, to be part of another sentence. */
export function problemPhrase({ what, means, remedy, said }: Problem): Phrase {
  return joined(partsOf(what, means, remedy).map((part) => phraseOf(part, said)))
}

/** One line for a terminal or a log: what happened, what it means, what to do. */
export function problemSentence({ what, means, remedy }: Problem): string {
  return partsOf(what, means, remedy).join(' ')
}

function partsOf(...parts: (string | undefined)[]): string[] {
  return parts.filter((part): part is string => part !== undefined && part !== '')
}
