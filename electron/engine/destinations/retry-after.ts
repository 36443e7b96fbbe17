import type { HttpReply } from './http.ts'

/** No server is waited for longer than this in one go; it is asked again then. */
const LONGEST_MS = 60 * 60_000

/**
 * What the server wishes in Retry-After (RFC 9110, section 10.2.3), in milliseconds from now; null when it says nothing
 * that can be understood. A date is counted from the server's own Date, since clocks differ.
 *
 * @param nowMs the wall clock here, for answers without a Date
 */
export function retryAfterMs(headers: HttpReply['headers'], nowMs: number): number | null {
  const wish = text(headers['retry-after']).trim()
  const delayMs = /^\d+$/.test(wish) ? Number(wish) * 1000 : dateMs(wish) - (serverNowMs(headers) ?? nowMs)
  return Number.isNaN(delayMs) ? null : Math.min(LONGEST_MS, Math.max(0, delayMs))
}

/** The time of an answer by the server's clock, ms since 1970; null when it does not tell. */
export function serverNowMs(headers: HttpReply['headers']): number | null {
  const timeMs = dateMs(text(headers['date']))
  return Number.isNaN(timeMs) ? null : timeMs
}

/** Date.parse takes numbers such as "-5" for years. An HTTP date ends in GMT or, in its oldest form, in a year. */
function dateMs(header: string): number {
  if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(header))
    return Date.parse(`${header} GMT`)
  return /^[A-Z][a-z]+, .* GMT$/.test(header) ? Date.parse(header) : Number.NaN
}

function text(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? ''
}
