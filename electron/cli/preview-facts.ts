import type { TemplatePreview } from '../../shared/contract.ts'
import { printable } from '../engine/node-ports.ts'
import { wrappedTo } from './columns.ts'
import { sidecarWords, takenFrom, takenWords } from './metadata-words.ts'
import type { Paint } from './paint.ts'
import { zonedTimeWords } from './words.ts'

const LABEL_COLUMNS = 11
/** On a terminal that is narrower still, lines break where they like. */
const WORDS_COLUMNS_MIN = 20

/** What one line of a page of text says about something: `Taken`, and when. */
export type Fact = readonly [label: string, words: string]

interface Look {
  columns: number
  paint: Paint
}

/** What is known of the file besides its fields. */
export function previewFacts(preview: TemplatePreview): Fact[] {
  const { taken, modifiedMs, sidecar, missing, notes } = preview
  return [
    ['Taken', taken === null ? 'unknown' : `${takenWords(taken)}, ${takenFrom(taken)}`],
    ['Modified', zonedTimeWords(modifiedMs)],
    ['Sidecar', sidecarFact(sidecar)],
    ['Fields', fieldsFact(preview)],
    ...missing.map((token): Fact => ['Missing', `the file has no value for ${token}`]),
    ...notes.map((note): Fact => ['Note', note]),
  ]
}

function sidecarFact({ name, way }: TemplatePreview['sidecar']): string {
  const done = sidecarWords(way)
  if (name === null) return done ?? 'none'
  return `${name}, ${done ?? 'not sent'}`
}

function fieldsFact({ fieldsFrom, destination }: TemplatePreview): string {
  if (fieldsFrom === 'archive') return "the archive's own"
  return destination === null
    ? 'the built-in list; an archive is asked with --to'
    : `the built-in list, because «${destination}» does not tell its own`
}

/** Facts below one another; a label that is the same as the one above is not said again. */
export function factLines(facts: readonly Fact[], { columns, paint }: Look): string[] {
  const room = Math.max(WORDS_COLUMNS_MIN, columns - LABEL_COLUMNS)
  return facts.flatMap(([label, words], index) => {
    const shown = facts[index - 1]?.[0] === label ? '' : label
    const [first = '', ...rest] = wrappedTo(room, printable(words).split(' '))
    return [
      `${paint('dim', shown.padEnd(LABEL_COLUMNS))}${first}`,
      ...rest.map((line) => `${' '.repeat(LABEL_COLUMNS)}${line}`),
    ]
  })
}

/** What the archive would not take, each in a sentence. */
export function previewProblems({ fields }: TemplatePreview): string[] {
  return fields.flatMap(({ problems }) => problems).map((words) => `${words}.`)
}

/** The same as a page of text; empty when there is nothing to tell. */
export function problemLines(preview: TemplatePreview, { columns, paint }: Look): string[] {
  const problems = previewProblems(preview)
  if (problems.length === 0) return []
  const room = Math.max(WORDS_COLUMNS_MIN, columns - 4)
  const intro = 'The archive would refuse this, so the file would not be sent:'
  const items = problems.flatMap((words) => {
    const [first = '', ...rest] = wrappedTo(room, printable(words).split(' '))
    return [`  ✗ ${first}`, ...rest.map((line) => `    ${line}`)]
  })
  return [...wrappedTo(columns, intro.split(' ')), ...items].map((line) => paint('red', line))
}
