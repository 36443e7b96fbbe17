import { language } from './texts.svelte.ts'

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `52.1 MB`, in thousands. */
export function bytes(count: number): string {
  const step = count < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(count) / 3))
  const value = count / 1000 ** step
  const digits = step === 0 || value >= 100 ? 0 : 1
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'narrow' : 'short',
    maximumFractionDigits: digits,
  }).format(value)
}

/** `48.2 MB/s` */
export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`
}

export function number(count: number): string {
  return new Intl.NumberFormat(language()).format(count)
}

/** `14:31:07` today, with the date on other days. */
export function moment(timeMs: number, nowMs = Date.now()): string {
  const isToday = new Date(timeMs).toDateString() === new Date(nowMs).toDateString()
  return new Intl.DateTimeFormat(language(), {
    ...(isToday ? {} : { dateStyle: 'medium' }),
    timeStyle: 'medium',
  }).format(timeMs)
}

/** `about 3 min`: rounded, since nobody knows better. */
export function duration(seconds: number): string {
  const unit = seconds < 90 ? 'second' : seconds < 5400 ? 'minute' : 'hour'
  const value = { second: seconds, minute: seconds / 60, hour: seconds / 3600 }[unit]
  return new Intl.NumberFormat(language(), {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(Math.max(1, Math.round(value)))
}
