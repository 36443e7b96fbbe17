import { z } from 'zod'
import { engineRequests } from './contract/engine-requests.ts'
import { hostRequests } from './contract/host-requests.ts'
import { FileEvent } from './contract/rows.ts'

/**
 * Every word spoken between a face (window, browser, command line) and what runs behind it. Nothing else crosses.
 * Handlers, transports and clients are derived from these tables.
 */

export * from './contract/rows.ts'
export { ConfigMistake, FaceInfo } from './contract/host-requests.ts'

export const requests = { ...engineRequests, ...hostRequests }

const engineEvents = {
  file: FileEvent,
  /** Counts, health or lists are no longer what they were: ask again. */
  'engine.changed': z.object({}),
} as const satisfies Record<string, z.ZodType>

export const events = {
  ...engineEvents,
  /** The configuration was saved, and the engine runs with it. */
  'config.changed': z.object({}),
} as const satisfies Record<string, z.ZodType>

export type Requests = typeof requests
export type RequestName = keyof Requests
export type EngineRequestName = keyof typeof engineRequests
export type HostRequestName = keyof typeof hostRequests
export type Events = typeof events
export type EventName = keyof Events
export type EngineEventName = keyof typeof engineEvents
export type Input<K extends RequestName> = z.output<Requests[K]['input']>
export type Output<K extends RequestName> = z.output<Requests[K]['output']>

type HandlersOf<N extends RequestName> = { [K in N]: (input: Input<K>) => Promise<Output<K>> | Output<K> }
/** One function per request; a missing one does not compile. */
export type Handlers = HandlersOf<RequestName>
export type EngineHandlers = HandlersOf<EngineRequestName>
export type HostHandlers = HandlersOf<HostRequestName>

interface Callable<N extends RequestName, E extends EventName> {
  call<K extends N>(name: K, input: z.input<Requests[K]['input']>): Promise<Output<K>>
  on<K extends E>(name: K, listener: (payload: z.output<Events[K]>) => void): () => void
}

/** Everything as a face sees it, near (same process) or far (a socket). Failures arrive as `ProblemError`. */
export type Api = Callable<RequestName, EventName>
/** The engine alone. */
export type EngineApi = Callable<EngineRequestName, EngineEventName>
