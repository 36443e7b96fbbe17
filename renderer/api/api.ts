import type { z } from 'zod'
import type { Api, Events, EventName, Output, RequestName, Requests } from '../../shared/contract.ts'
import { events, requests } from '../../shared/contract.ts'
import { say } from '../../shared/phrase.ts'
import { Problem, problemSentence, tellProblem } from '../../shared/problem.ts'
import type { Bridge } from '../../shared/wire.ts'

/** A failure as a person sees it. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problemSentence(problem))
    this.problem = problem
  }
}

/** What the window hears of what goes on behind it. */
export interface WindowApi extends Api {
  /** Something was missed, or too much happened: ask again for everything that is shown. */
  onCut(listener: () => void): () => void
  pathsOf: Bridge['pathsOf']
  /** Files that were handed to the desktop app; a browser has none. */
  onFiles(listener: (paths: string[]) => void): () => void
}

type Listener = (payload: unknown) => void

/** The contract over any transport. A gap in the numbers of batches is told like a cut. */
export function createApi(bridge: Bridge): WindowApi {
  const listeners = new Map<EventName, Set<Listener>>()
  const cut = new Set<() => void>()
  let sequence: number | null = null
  bridge.onEvents((batch) => {
    const isGap = sequence !== null && batch.sequence !== sequence + 1
    sequence = batch.sequence
    for (const { event, payload } of batch.events)
      for (const listener of listeners.get(event) ?? []) listener(payload)
    if (isGap || batch.isCut) for (const listener of cut) listener()
  })
  return {
    async call<K extends RequestName>(name: K, input: z.input<Requests[K]['input']>): Promise<Output<K>> {
      const reply = await bridge.call(name, input)
      if ('problem' in reply) throw new ProblemError(Problem.parse(reply.problem))
      const table: { [N in RequestName]: { output: z.ZodType<Output<N>> } } = requests
      return table[name].output.parse(reply.output)
    },
    on<K extends EventName>(name: K, listener: (payload: z.output<Events[K]>) => void): () => void {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all)
      const own: Listener = (payload) => {
        const parsed = events[name].safeParse(payload)
        if (parsed.success) listener(parsed.data as z.output<Events[K]>)
      }
      all.add(own)
      return () => {
        all.delete(own)
      }
    },
    onCut(listener) {
      cut.add(listener)
      return () => {
        cut.delete(listener)
      }
    },
    pathsOf: (files) => bridge.pathsOf(files),
    onFiles: (listener) => bridge.onFiles?.(listener) ?? (() => undefined),
  }
}

let current: WindowApi | null = null

/** Said once, before anything is shown. */
export function setApi(api: WindowApi): void {
  current = api
}

/** The one way out of the window. */
export function api(): WindowApi {
  if (current === null) throw new Error('The window is not connected yet')
  return current
}

/** Anything that was thrown, as a person sees it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return tellProblem({
    code: 'window',
    what: say`The window could not carry this out.`,
    remedy: say`Try again. If it stays so, open Diagnostics and save the file for support.`,
    isRetried: false,
    detail: error instanceof Error ? error.message : String(error),
  })
}
