import { z } from 'zod'
import { events, type EventName } from './contract.ts'
import { Problem } from './problem.ts'

/** How windows and what runs behind them speak: over HTTP in a browser, over Electron's channels on the desktop. */

/** The answer to one request. */
export const Reply = z.union([z.object({ output: z.unknown() }), z.object({ problem: Problem })])
export type Reply = z.output<typeof Reply>

const names = Object.keys(events) as [EventName, ...EventName[]]

/** Events are told at most four times a second, in order. */
export const EventBatch = z.object({
  /** Grows by one with each batch; a gap means that something was missed. */
  sequence: z.number().int(),
  events: z.array(z.object({ event: z.enum(names), payload: z.unknown() })),
  /** More happened than is worth telling one by one: ask again for everything that is shown. */
  isCut: z.boolean(),
})
export type EventBatch = z.output<typeof EventBatch>

/** What Electron's preload script offers to the page, and what the HTTP transport imitates. */
export interface Bridge {
  call(name: string, input: unknown): Promise<Reply>
  /** @returns a function that ends it */
  onEvents(listener: (batch: EventBatch) => void): () => void
  /** Absolute paths of files that were dropped onto the page; empty where a browser does not tell them. */
  pathsOf(files: readonly File[]): string[]
  /**
   * Files that somebody has handed to the desktop app (tray, «open with», a second start), those that wait already too.
   * @returns a function that ends it
   */
  onFiles?(listener: (paths: string[]) => void): () => void
}
