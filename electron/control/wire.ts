import { z } from 'zod'
import { Problem } from '../../shared/problem.ts'

/**
 * The lines of the control channel, each one JSON object:
 * `{"id":1,"call":"engine.status","input":{}}` is answered by `{"id":1,"output":…}` or `{"id":1,"problem":…}`;
 * after `{"subscribe":true}` come `{"event":"file","payload":…}`. A line that makes no sense is answered with id null.
 */
export const Asked = z.union([
  z.strictObject({ id: z.number().int().min(0), call: z.string(), input: z.unknown() }),
  z.strictObject({ subscribe: z.literal(true) }),
])

export const Told = z.union([
  z.object({ event: z.string(), payload: z.unknown() }),
  z.object({ id: z.number().int().nullable(), problem: Problem }),
  z.object({ id: z.number().int(), output: z.unknown() }),
])
export type Told = z.output<typeof Told>

/** JSON.parse that answers undefined instead of throwing. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
