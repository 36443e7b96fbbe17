const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/**
 * Numbers, sizes and times as one locale writes them. Making a formatter costs fifty times as much as using it, and a
 * list that flies by formats hundreds of values a second: keep one of these for as long as the locale stays.
 */
export class Formats {
  /** BCP 47 */
  readonly locale: string
  readonly #numbers = new Map<string, Intl.NumberFormat>()
  readonly #time: Intl.DateTimeFormat
  readonly #dayAndTime: Intl.DateTimeFormat

  constructor(locale: string) {
    this.locale = locale
    this.#time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' })
    this.#dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
  }

  number(count: number, options: Intl.NumberFormatOptions = {}): string {
    const key = JSON.stringify(options)
    const known = this.#numbers.get(key) ?? new Intl.NumberFormat(this.locale, options)
    this.#numbers.set(key, known)
    return known.format(count)
  }

  /** `52.1 MB`, in thousands. */
  bytes(count: number): string {
    const step = count < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3))
    const value = count / 1000 ** step
    return this.number(value, {
      style: 'unit',
      unit: UNITS[step] ?? 'byte',
      unitDisplay: step === 0 ? 'long' : 'short',
      maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
    })
  }

  /** `14:31:07` today, with the date on other days. */
  moment(timeMs: number, nowMs = Date.now()): string {
    const isToday = new Date(timeMs).toDateString() === new Date(nowMs).toDateString()
    return (isToday ? this.#time : this.#dayAndTime).format(timeMs)
  }

  /** `3 min`: rounded, since nobody knows better. */
  duration(seconds: number): string {
    const unit = seconds < 90 ? 'second' : seconds < 5400 ? 'minute' : 'hour'
    const value = { second: seconds, minute: seconds / 60, hour: seconds / 3600 }[unit]
    const options = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 0 } as const
    return this.number(Math.max(1, Math.round(value)), options)
  }

  /** `1.2 s`: the unit is written alike everywhere. */
  span(ms: number): string {
    return `${this.number(ms / 1000, { maximumFractionDigits: 1 })} s`
  }
}
