import type { Socket } from 'node:net'
import { events, type EventName } from '../../shared/contract.ts'
import type { Api, Handlers } from '../../shared/contract.ts'
import { ProblemError } from '../engine/errors.ts'
import { answerCall, problemOf } from './dispatch.ts'
import { LineReader, LineTooLong, MAX_LINE_BYTES } from './line-reader.ts'
import { Asked, parsedJson, type Told } from './wire.ts'

/** What a control channel needs of the engine. */
export interface ControlSource {
  handlers: Handlers
  on: Api['on']
}

/** More than this waiting for a reader of events, and it is cut off: it can connect again and ask for the state. */
const MAX_EVENT_BACKLOG_BYTES = 4 * 1024 * 1024

const NONSENSE = new ProblemError({
  code: 'bad-request',
  what: 'A line on the control channel makes no sense.',
  remedy: 'Send one JSON object a line: {"id":1,"call":"engine.status","input":{}}.',
  isRetried: false,
})

const TOO_LARGE = new ProblemError({
  code: 'answer-too-large',
  what: 'The answer is too large for the control channel.',
  remedy: 'Ask for fewer rows at a time.',
  isRetried: false,
})

function toldLine(told: Told): string {
  const line = JSON.stringify(told)
  if (Buffer.byteLength(line) <= MAX_LINE_BYTES) return `${line}\n`
  const id = 'id' in told ? told.id : null
  return `${JSON.stringify({ id, problem: TOO_LARGE.problem })}\n`
}

/** Sends every event to the socket until it closes. */
function subscribe(source: ControlSource, socket: Socket, onCutOff: () => void): void {
  const names = Object.keys(events).filter((name): name is EventName => Object.hasOwn(events, name))
  const stops = names.map((name) =>
    source.on(name, (payload) => {
      if (socket.writableLength > MAX_EVENT_BACKLOG_BYTES) {
        onCutOff()
        socket.destroy()
      } else if (socket.writable) {
        socket.write(toldLine({ event: name, payload }))
      }
    }),
  )
  socket.once('close', () => {
    for (const stop of stops) stop()
  })
}

/**
 * Serves one client. Calls run side by side and are answered as they finish. A client that does not read its
 * answers is not read from either.
 */
export function serveConnection(source: ControlSource, socket: Socket, onCutOff: () => void): void {
  const reader = new LineReader()
  let isSubscribed = false

  function tell(told: Told): void {
    if (!socket.writable) return
    if (!socket.write(toldLine(told))) socket.pause()
  }

  function take(line: string): void {
    const asked = Asked.safeParse(parsedJson(line))
    if (!asked.success) {
      tell({ id: null, problem: NONSENSE.problem })
    } else if ('call' in asked.data) {
      const { id, call, input } = asked.data
      answerCall(source.handlers, call, input).then(
        (output) => {
          tell({ id, output })
        },
        (error: unknown) => {
          tell({ id, problem: problemOf(error) })
        },
      )
    } else if (!isSubscribed) {
      isSubscribed = true
      subscribe(source, socket, onCutOff)
    }
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const line of reader.push(chunk)) take(line)
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error
      socket.end(toldLine({ id: null, problem: NONSENSE.problem }))
      socket.removeAllListeners('data')
      socket.resume()
    }
  })
  socket.on('drain', () => socket.resume())
  socket.on('error', () => socket.destroy())
}
