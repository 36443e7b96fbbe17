const isoPattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/
const datePattern = /^(\d{4})-?(\d{2})-?(\d{2})$/
const timePattern = /^(\d{2}):?(\d{2}):?(\d{2})?(Z|[+-]\d{2}:?\d{2})?$/

/** Date and time as IPTC-IIM writes them: YYYYMMDD and HHMMSS with an offset when there is one. */
export interface SplitDate {
  readonly date: string
  readonly time: string | null
}

/** Takes an XMP date apart; null when it is none. Unknown months and days become 00 (IPTC-IIM 4.2, section 55). */
export function splitXmpDate(text: string): SplitDate | null {
  const match = isoPattern.exec(text.trim())
  if (match === null) return null
  const [, year = '', month = '00', day = '00', hours, minutes = '', seconds = '00', zone] = match
  const offset = zone === undefined ? '' : zone === 'Z' ? '+0000' : zone.replace(':', '')
  const time = hours === undefined ? null : `${hours}${minutes}${seconds}${offset}`
  return { date: `${year}${month}${day}`, time }
}

/** The XMP form of a date field (YYYYMMDD or YYYY-MM-DD), or null when it is no date. */
export function xmpDate(date: string): string | null {
  const match = datePattern.exec(date)
  if (match === null) return null
  const [, year = '', month = '', day = ''] = match
  if (month === '00') return year
  return day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`
}

/** The XMP form of a time field (HHMMSS, with or without offset), or null when it is no time. */
export function xmpTime(time: string): string | null {
  const match = timePattern.exec(time)
  if (match === null) return null
  const [, hours = '', minutes = '', seconds = '00', zone = ''] = match
  const offset = zone === '' || zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(-2)}`
  return `${hours}:${minutes}:${seconds}${offset}`
}
