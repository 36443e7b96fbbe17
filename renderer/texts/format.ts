import { locale } from './texts.svelte.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Making a formatter costs fifty times as much as using it, and a list that flies by formats hundreds of values a second. */
class Formats {
  readonly locale: string
  readonly #numbers = new Map<string, Intl.NumberFormat>()
  readonly time: Intl.DateTimeFormat
  readonly dayAndTime: Intl.DateTimeFormat

  constructor(name: string) {
    this.locale = name
    this.time = new Intl.DateTimeFormat(name, { timeStyle: 'medium' })
    this.dayAndTime = new Intl.DateTimeFormat(name, { dateStyle: 'medium', timeStyle: 'medium' })
  }

  number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options)
    const known = this.#numbers.get(key) ?? new Intl.NumberFormat(this.locale, options)
    this.#numbers.set(key, known)
    return known
  }
}

let formats: Formats | null = null

function current(): Formats {
  const now = locale()
  if (formats?.locale !== now) formats = new Formats(now)
  return formats
}

/** `52.1 MB`, in thousands. */
export function bytes(count: number): string {
  const step = count < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3))
  const value = count / 1000 ** step
  return current()
    .number({
      style: 'unit',
      unit: UNITS[step] ?? 'byte',
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
    })
    .format(value)
}

/** `48.2 MB/s` */
export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`
}

export function number(count: number): string {
  return current().number({}).format(count)
}

/** `14:31:07` today, with the date on other days. */
export function moment(timeMs: number, nowMs = Date.now()): string {
  const isToday = new Date(timeMs).toDateString() === new Date(nowMs).toDateString()
  return (isToday ? current().time : current().dayAndTime).format(timeMs)
}

/** `3 min`: rounded, since nobody knows better. */
export function duration(seconds: number): string {
  const unit = seconds < 90 ? 'second' : seconds < 5400 ? 'minute' : 'hour'
  const value = { second: seconds, minute: seconds / 60, hour: seconds / 3600 }[unit]
  return current()
    .number({ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 })
    .format(Math.max(1, Math.round(value)))
}
