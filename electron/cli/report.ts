import type { FileEvent } from '../../shared/contract.ts'
import { withoutPhrases } from '../../shared/phrase.ts'
import { problemSentence } from '../../shared/problem.ts'
import type { Terminal } from './terminal.ts'
import { printable } from '../engine/node-ports.ts'

/** How a command tells what happens: in plain lines for people, or as JSON, one object a line, for programs. */
export interface Report {
  readonly isJson: boolean
  /** What happened to one file. */
  event(event: FileEvent): void
  /** False for a file that waits for a reason that people have already been told about its destination. */
  isNew(event: FileEvent): boolean
  /** A line for people; programs do not get it. */
  line(text: string): void
  /** An object for programs; people do not get it. */
  object(value: { event: string } & Record<string, unknown>): void
  /** A line on stderr, for people, whatever is on stdout. */
  note(text: string): void
}

const SAID: Partial<Record<FileEvent['event'], string>> = {
  done: 'delivered',
  failed: 'failed',
  rejected: 'rejected',
  cancelled: 'cancelled',
  duplicate: 'duplicate',
  ignored: 'ignored',
}

/** One plain line about a file, or null for what is only a step on its way. */
export function eventLine(event: FileEvent): string | null {
  const isHeldUp = event.event === 'waiting' && event.problem !== undefined
  const isUpdated = event.event === 'done' && event.isUpdate === true
  const said = isHeldUp ? 'waiting' : isUpdated ? 'updated' : SAID[event.event]
  if (said === undefined) return null
  const to = event.destination === undefined ? '' : ` → ${event.destination}`
  const proof = event.receipt?.assetUrl ?? event.receipt?.assetName
  const tail = [event.problem === undefined ? undefined : problemSentence(event.problem), event.words].filter(
    (part) => part !== undefined,
  )
  const why = tail.length === 0 ? '' : `: ${tail.join(' ')}`
  const where = proof === null || proof === undefined ? '' : ` (${proof})`
  return printable(`${said.padEnd(9)} ${event.path}${to}${why}${where}`)
}

/** When a line is down a thousand files wait for the same reason: it is told once, until something arrives again. */
function newsFilter(): (event: FileEvent) => boolean {
  const told = new Map<string, Set<string>>()
  return ({ event, destination = '', problem }) => {
    if (event === 'done') told.delete(destination)
    if (event !== 'waiting' || problem === undefined) return true
    const reasons = told.get(destination) ?? new Set()
    told.set(destination, reasons)
    const isFirst = !reasons.has(problem.code)
    reasons.add(problem.code)
    return isFirst
  }
}

/** The members in the order in which people read them. */
function ordered(event: FileEvent): Record<string, unknown> {
  const { event: name, job, path, destination, receipt, ...rest } = event
  return { event: name, job, path, destination, receipt, ...rest }
}

/** @param isJson stdout carries nothing but JSON then */
export function openReport({ stdout, stderr }: Pick<Terminal, 'stdout' | 'stderr'>, isJson: boolean): Report {
  const object = (value: object): void => {
    if (isJson) stdout.write(`${JSON.stringify(value, withoutPhrases)}\n`)
  }
  const isNew = newsFilter()
  return {
    isJson,
    object,
    isNew,
    event: (event) => {
      // Progress is for eyes: states are enough for programs, and four lines a second are not.
      if (isJson && event.event !== 'progress') object(ordered(event))
      const line = !isJson && isNew(event) ? eventLine(event) : null
      if (line !== null) stdout.write(`${line}\n`)
    },
    line: (text) => {
      if (!isJson) stdout.write(`${text}\n`)
    },
    note: (text) => {
      stderr.write(`${text}\n`)
    },
  }
}
