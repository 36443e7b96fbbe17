import net, { type Socket } from 'node:net'
import type { z } from 'zod'
import {
  events,
  type Api,
  type EventName,
  type Events,
  type Output,
  type RequestName,
} from '../../shared/contract.ts'
import { errorCode, errorText, ProblemError } from '../engine/errors.ts'
import { parsedOutput } from './dispatch.ts'
import { plainSocketPath, readEngineFile } from './engine-file.ts'
import { LineReader, LineTooLong } from './line-reader.ts'
import { parsedJson, Told } from './wire.ts'

/** A running engine, far away behind its socket. */
export interface ControlClient extends Api {
  close(): void
  /** Calls back once when the engine ends or cuts the connection; at once if it has. Not after `close()`. */
  onEnd(listener: () => void): void
}

const GONE = {
  code: 'engine-gone',
  what: 'Sluice has ended, or has cut the connection.',
  remedy: 'Start it again; nothing that was queued is lost.',
  isRetried: false,
}

function connected(socketPath: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(socketPath)
    socket.once('connect', () => {
      socket.removeAllListeners('error')
      resolve(socket)
    })
    socket.once('error', (error) => {
      const code = errorCode(error)
      // Nobody listens: never started, ended, or killed and its socket left behind.
      if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR' || code === 'ENOTSOCK')
        resolve(null)
      else {
        reject(
          new ProblemError({
            code: 'engine-unreachable',
            what: 'A Sluice seems to run with this data folder, but it cannot be reached.',
            remedy: 'Run the command as the user who runs Sluice.',
            isRetried: false,
            detail: errorText(error),
          }),
        )
      }
    })
  })
}

type Listeners = { [K in EventName]: Set<(payload: z.output<Events[K]>) => void> }
type EventSchemas = { [K in EventName]: z.ZodType<z.output<Events[K]>> }
const eventSchemas: EventSchemas = events

function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}

/** An event of a newer engine that this program cannot read is passed over; calls tell about versions. */
function deliver<K extends EventName>(
  listeners: Listeners[K],
  schema: EventSchemas[K],
  payload: unknown,
): void {
  const parsed = schema.safeParse(payload)
  if (parsed.success) for (const listener of listeners) listener(parsed.data)
}

interface Waiting {
  resolve: (output: unknown) => void
  reject: (error: ProblemError) => void
}

/** The two ends of one connection: what is waited for, and who listens. */
class Exchange {
  readonly listeners: Listeners = {
    file: new Set(),
    'engine.changed': new Set(),
    'config.changed': new Set(),
  }
  readonly #waiting = new Map<number, Waiting>()
  readonly #socket: Socket
  #lastId = 0
  isOpen = true

  constructor(socket: Socket) {
    this.#socket = socket
  }

  send(message: object): void {
    this.#socket.write(`${JSON.stringify(message)}\n`)
  }

  ask(call: string, input: unknown): Promise<unknown> {
    if (!this.isOpen) return Promise.reject(new ProblemError(GONE))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.send({ id, call, input })
    })
  }

  take(line: string): void {
    const told = Told.safeParse(parsedJson(line))
    if (!told.success) return
    if ('event' in told.data) {
      this.#deliver(told.data.event, told.data.payload)
      return
    }
    const waiting = told.data.id === null ? undefined : this.#waiting.get(told.data.id)
    if (waiting === undefined || told.data.id === null) return
    this.#waiting.delete(told.data.id)
    if ('problem' in told.data) waiting.reject(new ProblemError(told.data.problem))
    else waiting.resolve(told.data.output)
  }

  #deliver(name: string, payload: unknown): void {
    if (name === 'file') deliver<'file'>(this.listeners.file, eventSchemas.file, payload)
    else if (isEventName(name)) deliver(this.listeners[name], eventSchemas[name], payload)
  }

  end(): void {
    this.isOpen = false
    for (const { reject } of this.#waiting.values()) reject(new ProblemError(GONE))
    this.#waiting.clear()
  }
}

function understood<K extends RequestName>(name: K, output: unknown): Output<K> {
  try {
    return parsedOutput(name, output)
  } catch (error) {
    throw new ProblemError(
      {
        code: 'versions-differ',
        what: 'The running Sluice gave an answer that this command does not understand.',
        remedy: 'They are of different versions: restart Sluice.',
        isRetried: false,
        detail: errorText(error),
      },
      { cause: error },
    )
  }
}

function clientOf(socket: Socket): ControlClient {
  const exchange = new Exchange(socket)
  const reader = new LineReader()
  const endListeners: (() => void)[] = []
  let isSubscribed = false
  let isClosedHere = false

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const line of reader.push(chunk)) exchange.take(line)
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error
      socket.destroy()
    }
  })
  // Whatever went wrong, 'close' follows.
  socket.on('error', () => socket.destroy())
  socket.once('close', () => {
    exchange.end()
    if (!isClosedHere) for (const listener of endListeners) listener()
  })

  return {
    call: async (name, input) => understood(name, await exchange.ask(name, input)),
    on: (name, listener) => {
      if (!isSubscribed) exchange.send({ subscribe: true })
      isSubscribed = true
      exchange.listeners[name].add(listener)
      return () => exchange.listeners[name].delete(listener)
    },
    close: () => {
      isClosedHere = true
      socket.destroy()
    },
    onEnd: (listener) => {
      if (exchange.isOpen) endListeners.push(listener)
      else if (!isClosedHere) listener()
    },
  }
}

/**
 * Connects to the engine that runs with this data folder.
 * @returns null when none runs
 * @throws ProblemError `engine-unreachable` when one runs that may not be spoken to
 */
export async function connectControl(dataDir: string): Promise<ControlClient | null> {
  const engineFile = await readEngineFile(dataDir)
  const socket = await connected(engineFile?.socket ?? plainSocketPath(dataDir))
  return socket === null ? null : clientOf(socket)
}
