import type { ServerResponse } from 'node:http'
import type { Api } from '../../shared/contract.ts'
import type { EventBatch } from '../../shared/wire.ts'
import type { Clock } from '../engine/ports.ts'
import { EventBatches } from '../host/event-batches.ts'

/** More than this waiting for a reader, and it is cut off: it comes back by itself and asks for the state. */
const BACKLOG_BYTES = 4 * 1024 * 1024
/** Proxies and sleeping computers drop what is silent for longer. */
export const HEARTBEAT_MS = 20_000
/** How soon a browser comes back after the connection is lost. */
const BACK_MS = 1_000
/** HTTP/1.1 gives a browser six connections; some must be left for questions. */
const STREAMS_OF_ONE_READER = 4
const BACK_WHEN_CROWDED_MS = 10_000

interface Stream {
  reader: string
  response: ServerResponse
  end(): void
}

/** Server-sent events to every open window (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStreams {
  readonly #source: Pick<Api, 'on'>
  readonly #clock: Clock
  readonly #streams = new Set<Stream>()
  readonly #heartbeat: NodeJS.Timeout

  constructor(source: Pick<Api, 'on'>, clock: Clock, heartbeatMs: number) {
    this.#source = source
    this.#clock = clock
    this.#heartbeat = setInterval(() => {
      for (const { response } of this.#streams) write(response, ': still here\n\n')
    }, heartbeatMs)
    this.#heartbeat.unref()
  }

  /** @param reader tells one browser from another */
  open(response: ServerResponse, headers: Record<string, string>, reader: string): void {
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      // nginx would gather events until a buffer is full.
      'x-accel-buffering': 'no',
    })
    response.write(`retry: ${BACK_MS}\n\n`)
    // Numbers begin anew here, so a window that comes back sees a gap and asks for everything that it shows.
    send(response, { sequence: 0, events: [], isCut: false })
    const batches = new EventBatches(this.#source, this.#clock, (batch) => {
      send(response, batch)
    })
    const stream = { reader, response, end: () => response.end() }
    this.#streams.add(stream)
    response.on('error', () => response.destroy())
    response.once('close', () => {
      batches.close()
      this.#streams.delete(stream)
    })
    this.#makeRoom(reader)
  }

  /** Ends all of them; their connections close when the last bytes are out. */
  close(): void {
    clearInterval(this.#heartbeat)
    for (const stream of this.#streams) stream.end()
  }

  /** Windows beyond what a browser has connections for take turns. */
  #makeRoom(reader: string): void {
    const open = [...this.#streams].filter((stream) => stream.reader === reader)
    if (open.length <= STREAMS_OF_ONE_READER) return
    const [oldest] = open
    if (oldest === undefined) return
    this.#streams.delete(oldest)
    write(oldest.response, `retry: ${BACK_WHEN_CROWDED_MS}\n\n`)
    oldest.end()
  }
}

function send(response: ServerResponse, batch: EventBatch): void {
  write(response, `data: ${JSON.stringify(batch)}\n\n`)
}

function write(response: ServerResponse, text: string): void {
  if (!response.writable) return
  if (response.writableLength > BACKLOG_BYTES) response.destroy()
  else response.write(text)
}
