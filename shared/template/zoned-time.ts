/** A moment as a clock on a wall shows it. */
export interface LocalTime {
  year: number
  /** From 1. */
  month: number
  day: number
  hour: number
  minute: number
  second: number
  millisecond: number
  /** `+02:00` or `Z`; null when nobody knows. */
  zone: string | null
}

/** Formatters are dear; there are never many zones in one configuration. */
const formatters = new Map<string, Intl.DateTimeFormat | null>()
const MAX_FORMATTERS = 50

function formatterOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  if (formatters.size >= MAX_FORMATTERS) formatters.clear()
  const made = makeFormatter(timeZone)
  formatters.set(timeZone, made)
  return made
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null
  }
}

/** Milliseconds since 1970 of a clock that shows UTC. Years below 100 are meant as they stand. */
export function utcMs(
  time: Pick<LocalTime, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>,
): number {
  const date = new Date(0)
  date.setUTCFullYear(time.year, time.month - 1, time.day)
  date.setUTCHours(time.hour, time.minute, time.second)
  return date.getTime()
}

function offsetText(offsetMs: number): string {
  const minutes = Math.trunc(offsetMs / 60_000)
  if (minutes === 0) return 'Z'
  const digits = (number: number) => String(number).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${digits(Math.trunc(size / 60))}:${digits(size % 60)}`
}

/** An instant in milliseconds since 1970 as clocks in the zone show it. Null for no instant and for no zone. */
export function zonedTime(instantMs: number, timeZone: string): LocalTime | null {
  const whole = Math.floor(instantMs)
  const formatter = formatterOf(timeZone)
  if (formatter === null || Number.isNaN(new Date(whole).getTime())) return null
  const millisecond = ((whole % 1000) + 1000) % 1000
  const second = whole - millisecond
  // The first second of all time has no start that a date could tell.
  if (Number.isNaN(new Date(second).getTime())) return null
  const parts = new Map(formatter.formatToParts(second).map(({ type, value }) => [type, value]))
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  const year = parts.get('era')?.startsWith('B') === true ? 1 - number('year') : number('year')
  const local = {
    year,
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
  }
  return { ...local, millisecond, zone: offsetText(utcMs(local) - second) }
}

const CAPTURE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?$/

/** A time as its camera wrote it, never converted. Null when it is no date of the calendar. */
export function writtenTime(local: string, zone: string | null): LocalTime | null {
  const found = CAPTURE.exec(local)
  if (found === null) return null
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = found
  const time = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
  }
  const date = new Date(utcMs(time))
  const isReal = date.getUTCMonth() + 1 === time.month && date.getUTCDate() === time.day
  if (!isReal || time.hour > 23 || time.minute > 59 || time.second > 60) return null
  return { ...time, millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')), zone }
}
