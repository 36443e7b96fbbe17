import { type Phrase, say } from '../phrase.ts'
import type { FieldDescription } from './field-description.ts'
import { shortened } from './shown-value.ts'
import { writtenTime } from './zoned-time.ts'

const DATE = /^(\d{4})-?(\d{2})-?(\d{2})$/

/** `YYYYMMDD` as IPTC-IIM writes it, or ISO 8601, with a time of day or without. */
function isDate(value: string): boolean {
  const [day = '', time] = value.split(/T(?=\d)/)
  const found = DATE.exec(day)
  if (found === null || (day.includes('-') && day.length !== 10)) return false
  if (writtenTime(found.slice(1).join('-'), null) === null) return false
  return time === undefined || /^\d{2}:?\d{2}(?::?\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/.test(time)
}

const TYPES: Readonly<
  Record<Exclude<FieldDescription['type'], 'text'>, { what: Phrase; fits: (value: string) => boolean }>
> = {
  date: { what: say`a date such as 20260501 or 2026-05-01`, fits: isDate },
  integer: { what: say`a whole number`, fits: (value) => /^[+-]?\d+$/.test(value) },
  real: { what: say`a number`, fits: (value) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value) },
  boolean: { what: say`"true" or "false"`, fits: (value) => /^(?:true|false|0|1)$/i.test(value) },
}

/** What is wrong with a value of this type, in words that go on from the name of the field; null when nothing is. */
export function typeMistake(value: string, type: FieldDescription['type']): Phrase | null {
  if (type === 'text') return null
  const { what, fits } = TYPES[type]
  return fits(value.trim()) ? null : say`is «${shortened(value)}», which is not ${what}`
}
