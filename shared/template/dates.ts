import { say } from '../phrase.ts'
import { MistakeError } from './mistake.ts'
import { DATE_FIELDS, type DateField, type DatePart } from './syntax.ts'
import { type LocalTime, utcMs } from './zoned-time.ts'

/** The pattern of `{taken}` without one. */
export const DEFAULT_DATE_PATTERN = 'yyyy-MM-dd'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

const digits = (number: number, length: number) =>
  `${number < 0 ? '-' : ''}${String(Math.abs(number)).padStart(length, '0')}`

function weekday(time: LocalTime): string {
  const midnight = utcMs({ ...time, hour: 0, minute: 0, second: 0 })
  return DAYS[new Date(midnight).getUTCDay()] ?? ''
}

const month = (time: LocalTime) => MONTHS[time.month - 1] ?? ''

const FIELDS: Readonly<Record<DateField, (time: LocalTime) => string>> = {
  yyyy: (time) => digits(time.year, 4),
  yy: (time) => digits(Math.abs(time.year) % 100, 2),
  MMMM: month,
  MMM: (time) => month(time).slice(0, 3),
  MM: (time) => digits(time.month, 2),
  M: (time) => String(time.month),
  dd: (time) => digits(time.day, 2),
  d: (time) => String(time.day),
  EEEE: weekday,
  EEE: (time) => weekday(time).slice(0, 3),
  HH: (time) => digits(time.hour, 2),
  H: (time) => String(time.hour),
  mm: (time) => digits(time.minute, 2),
  ss: (time) => digits(time.second, 2),
  SSS: (time) => digits(time.millisecond, 3),
  XXX: (time) => time.zone ?? '',
}

function fieldOf(run: string): DateField | null {
  return DATE_FIELDS.find((field) => field === run) ?? null
}

/**
 * Reads a date pattern. `at` is where it stands in the whole text.
 * @throws MistakeError
 */
export function datePattern(pattern: string, at: number): DatePart[] {
  const parts: DatePart[] = []
  // A run of one letter, a text in single quotes (two of them are one), or something that is neither.
  for (const found of pattern.matchAll(/([A-Za-z])\1*|'(?:[^']|'')*'|[^A-Za-z']+|'/g)) {
    const [piece] = found
    if (piece === "'")
      throw new MistakeError(say`has a single quote in a date that is never closed`, at + found.index)
    if (piece.startsWith("'")) {
      parts.push({ kind: 'text', text: piece === "''" ? "'" : piece.slice(1, -1).replaceAll("''", "'") })
    } else if (/^[A-Za-z]/.test(piece)) {
      const field = fieldOf(piece)
      if (field === null) {
        const known = DATE_FIELDS.join(', ')
        throw new MistakeError(
          say`has "${piece}" in a date, which means nothing there; known are ${known}, and texts in single quotes`,
          at + found.index,
        )
      }
      parts.push({ kind: 'field', field })
    } else {
      parts.push({ kind: 'text', text: piece })
    }
  }
  return parts
}

/** The time in the words of the pattern. Names of months and days are English. */
export function formatTime(time: LocalTime, pattern: readonly DatePart[]): string {
  return pattern.map((part) => (part.kind === 'text' ? part.text : FIELDS[part.field](time))).join('')
}
