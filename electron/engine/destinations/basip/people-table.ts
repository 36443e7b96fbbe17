import { type Phrase, say } from '../../../../shared/phrase.ts'
import { lockNamed, personName, typeNamed, type Usual } from './person-words.ts'
import type { Person } from './wire.ts'

/** A line of the list. What it leaves out is as the destination says. */
export type PersonEntry = Pick<Person, 'name' | 'valid'> & Partial<Usual>

/** What is wrong in one line. */
interface Mistake {
  line: number
  /** They go on from the number of the line: «… is no lock». */
  words: Phrase
  /** The picture that it is about. */
  file: string | null
}

export interface PeopleTable {
  /** By path or base name of the picture. */
  entries: ReadonlyMap<string, PersonEntry>
  /** Where each entry stands, from 1. */
  lines: ReadonlyMap<string, number>
  mistakes: readonly Mistake[]
}

const COLUMNS = ['file', 'name', 'type', 'lock', 'from', 'to'] as const
type Column = (typeof COLUMNS)[number]

interface Row {
  /** Of its first line, from 1. */
  line: number
  cells: string[]
}

/**
 * A list of people as spreadsheets write it: commas, semicolons or tabs, quotation marks where needed, names of columns in
 * the first line (`file` and `name`; if wanted `type`, `lock`, and `from` with `to`).
 *
 * @returns a sentence when it cannot be used at all
 */
export function parsePeopleTable(text: string): PeopleTable | Phrase {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''))
  if (!Array.isArray(rows)) return rows
  const [head, ...others] = rows
  if (head === undefined) return say`It is empty.`
  const columns = head.cells.map((cell) => cell.trim().toLowerCase())
  const unknown = columns.find((name) => !COLUMNS.some((column) => column === name))
  if (unknown !== undefined)
    return inLine(head.line, say`«${unknown}» is no column; there are ${COLUMNS.join(', ')}`)
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice !== undefined) return inLine(head.line, say`the column «${twice}» is there twice`)
  for (const needed of ['file', 'name'])
    if (!columns.includes(needed)) return inLine(head.line, say`the column «${needed}» is missing`)
  return tableOf(others, columns as Column[])
}

function tableOf(rows: readonly Row[], columns: readonly Column[]): PeopleTable {
  const entries = new Map<string, PersonEntry>()
  const mistakes: Mistake[] = []
  const lines = new Map<string, number>()
  for (const { line, cells } of rows) {
    const cell = (column: Column): string => (cells[columns.indexOf(column)] ?? '').trim()
    const file = fileKey(cell('file'))
    const earlier = lines.get(file)
    const entry =
      earlier === undefined
        ? entryOf(cell, cells.length > columns.length)
        : say`«${cell('file')}» stands in line ${String(earlier)} already`
    if (file !== '') lines.set(file, line)
    if (!('text' in entry)) {
      entries.set(file, entry)
      continue
    }
    mistakes.push({ line, words: entry, file: file === '' ? null : file })
    // Of two lines for one picture none is believed.
    entries.delete(file)
  }
  return { entries, lines, mistakes }
}

/** What is wrong in a line, as a sentence. */
export function inLine(line: number, words: Phrase): Phrase {
  return say`Line ${String(line)}: ${words}.`
}

/** Paths are written with either slash. */
export function fileKey(path: string): string {
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^\.?\//, '')
}

/** @returns what is wrong with it, if something is */
function entryOf(cell: (column: Column) => string, hasTooMany: boolean): PersonEntry | Phrase {
  if (hasTooMany) return say`there are more values than columns`
  if (cell('file') === '') return say`the name of the picture is missing`
  const name = personName(cell('name'))
  if (name === null) return say`the name of the person is missing`
  const type = cell('type') === '' ? undefined : typeNamed(cell('type').toLowerCase())
  if (type === null) return say`«${cell('type')}» is no type; there are owner and guest`
  const lock = cell('lock') === '' ? undefined : lockNamed(cell('lock').toLowerCase())
  if (lock === null) return say`«${cell('lock')}» is no lock; there are first, second and all`
  const valid = validity(cell('from'), cell('to'))
  if (valid !== null && 'text' in valid) return valid
  return { name, valid, ...(type === undefined ? {} : { type }), ...(lock === undefined ? {} : { lock }) }
}

function validity(from: string, to: string): Person['valid'] | Phrase {
  if (from === '' && to === '') return null
  if (from === '' || to === '') return say`"from" and "to" belong together`
  const begin = seconds(from, '00:00:00')
  const end = seconds(to, '23:59:59')
  for (const [text, time] of [[from, begin] as const, [to, end] as const])
    if (time === null) return say`«${text}» is no date; write 2026-03-01 or 2026-03-01 08:00`
  if (begin === null || end === null) return null
  return end > begin ? { from: begin, to: end } : say`it ends («${to}») before it begins («${from}»)`
}

/**
 * Unix seconds of a day or a minute by the clock of this computer, or of a moment with its zone; null for anything else.
 * @param time of a day that is given without one
 */
function seconds(text: string, time: string): number | null {
  const [, day, clock = time, zone = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? []
  if (day === undefined) return null
  const ms = Date.parse(`${day}T${clock}${zone}`)
  // 30 February would become a day in March.
  const isReal =
    !Number.isNaN(Date.parse(`${day}T00:00:00Z`)) &&
    new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
  return Number.isNaN(ms) || !isReal ? null : Math.floor(ms / 1000)
}

/** Lines without any value are passed over. @returns a sentence when a quotation mark is never closed */
function rowsOf(text: string): Row[] | Phrase {
  const delimiter = delimiterOf(text)
  const rows: Row[] = []
  let row: Row = { line: 1, cells: [] }
  let cell = ''
  let line = 1
  let openedIn: number | null = null
  const endRow = (): void => {
    row.cells.push(cell)
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row)
    row = { line, cells: [] }
    cell = ''
  }
  for (let index = 0; index < text.length; index++) {
    const letter = text.charAt(index)
    if (letter === '\n') line++
    if (openedIn !== null) {
      if (letter !== '"') cell += letter
      else if (text[index + 1] === '"') cell += text.charAt(index++)
      else openedIn = null
    } else if (letter === '"' && cell.trim() === '') {
      openedIn = line
      cell = ''
    } else if (letter === delimiter) {
      row.cells.push(cell)
      cell = ''
    } else if (letter === '\n') endRow()
    else if (letter !== '\r') cell += letter
  }
  if (openedIn !== null) return inLine(openedIn, say`a quotation mark is never closed`)
  endRow()
  return rows
}

/** By the first line, which holds names of columns and nothing else. */
function delimiterOf(text: string): string {
  const head = text.split('\n', 1)[0] ?? ''
  return [';', '\t'].find((one) => head.includes(one)) ?? ','
}
