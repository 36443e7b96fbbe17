import { Formats } from '../../shared/texts/formats.ts'
import { locale } from './texts.svelte.ts'

let formats: Formats | null = null

/** How the present language writes numbers, sizes and times. */
export function currentFormats(): Formats {
  const now = locale()
  if (formats?.locale !== now) formats = new Formats(now)
  return formats
}

/** `52.1 MB`, in thousands. */
export function bytes(count: number): string {
  return currentFormats().bytes(count)
}

/** `48.2 MB/s` */
export function rate(bytesPerSecond: number): string {
  return `${bytes(bytesPerSecond)}/s`
}

export function number(count: number): string {
  return currentFormats().number(count)
}

/** `14:31:07` today, with the date on other days. */
export function moment(timeMs: number, nowMs = Date.now()): string {
  return currentFormats().moment(timeMs, nowMs)
}

/** `3 min`: rounded, since nobody knows better. */
export function duration(seconds: number): string {
  return currentFormats().duration(seconds)
}
