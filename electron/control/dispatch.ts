import { z } from 'zod'
import { requests, type Handlers, type Input, type Output, type RequestName } from '../../shared/contract.ts'
import { type Problem, tellProblem } from '../../shared/problem.ts'
import { errorText, ProblemError } from '../engine/errors.ts'
import { type Phrase, say } from '../../shared/phrase.ts'

/** The contract with its types tied to the name of the request, so that generic code can use it. */
const table: { [K in RequestName]: { input: z.ZodType<Input<K>>; output: z.ZodType<Output<K>> } } = requests

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}

function badRequest(what: Phrase, detail?: string): ProblemError {
  return new ProblemError({
    code: 'bad-request',
    what,
    remedy: say`If the command line and the running Sluice are of different versions, restart Sluice.`,
    isRetried: false,
    ...(detail === undefined ? {} : { detail }),
  })
}

/**
 * Checks the input of a request that came over a wire, and runs its handler.
 * @throws ProblemError `bad-request` for an unknown request or a wrong input; whatever the handler throws
 */
export async function answerCall(handlers: Handlers, name: string, input: unknown): Promise<unknown> {
  if (!isRequestName(name)) throw badRequest(say`Sluice knows no request "${name.slice(0, 100)}".`)
  return answerKnown(handlers, name, input)
}

async function answerKnown<K extends RequestName>(
  handlers: Handlers,
  name: K,
  input: unknown,
): Promise<Output<K>> {
  const parsed = table[name].input.safeParse(input)
  if (!parsed.success)
    throw badRequest(say`The request "${name}" has a wrong input.`, z.prettifyError(parsed.error))
  return handlers[name](parsed.data)
}

/** @throws ZodError when an answer is not of the contract's shape */
export function parsedOutput<K extends RequestName>(name: K, output: unknown): Output<K> {
  return table[name].output.parse(output)
}

/** Anything that was thrown, in the form that crosses to a person. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return tellProblem({
    code: 'internal',
    what: say`Something went wrong inside Sluice.`,
    remedy: say`Try again; if it stays, send the file that "sluice diagnostics" makes to support.`,
    isRetried: false,
    detail: errorText(error),
  })
}
