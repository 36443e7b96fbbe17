/** A time as it stands in a tag: the local time in ISO 8601, and the zone when it was written along. */
export interface WrittenTime {
  /** `2026-05-01T12:00:00`, with the fraction that was written; `2026-05-01` when there is no time of day. */
  local: string
  zone: string | null
  hasTime: boolean
}

const WRITTEN =
  /^(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{1,2}:?\d{2})?)?$/i
const ZONE = /^([+-])(\d{1,2}):?(\d{2})$/
/** Nobody took a picture before the first one. */
const YEAR_MIN = 1826
/** No zone is further from UTC (tz database, all times since 1900 but Manila's). */
const ZONE_MINUTES_MAX = 14 * 60

/** Reads a date as ExifTool, XMP, IPTC and PDF write it. Null for none, for zeros, blanks and dates that do not exist. */
export function writtenTime(text: string | undefined): WrittenTime | null {
  const match = WRITTEN.exec((text ?? '').trim())
  if (match === null) return null
  const [, year = '', month = '', day = '', hour, minute = '', second = '00', fraction, zone] = match
  if (!isDate(Number(year), Number(month), Number(day))) return null
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  if (hour === undefined) return { local: date, zone: null, hasTime: false }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const local = `${date}T${hour.padStart(2, '0')}:${minute}:${second}${fraction === undefined ? '' : `.${fraction}`}`
  return { local, zone: writtenZone(zone), hasTime: true }
}

/** `+02:00` or `Z` from what was written; null for none, blanks, and offsets that no place has. */
export function writtenZone(text: string | undefined): string | null {
  const plain = (text ?? '').trim()
  if (/^(?:Z|UTC)$/i.test(plain)) return 'Z'
  const match = ZONE.exec(plain)
  if (match === null) return null
  const [, sign = '+', hours = '', minutes = ''] = match
  if (Number(minutes) > 59 || Number(hours) * 60 + Number(minutes) > ZONE_MINUTES_MAX) return null
  return `${sign}${hours.padStart(2, '0')}:${minutes}`
}

/** Milliseconds since 1970 as if the local time were UTC, for comparing times of one place. */
export function asIfUtc(time: WrittenTime): number {
  return Date.parse(time.hasTime ? `${time.local.slice(0, 19)}Z` : `${time.local}T00:00:00Z`)
}

/** `+05:30` from minutes. */
export function zoneOfMinutes(minutes: number): string {
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${hours}:${String(size % 60).padStart(2, '0')}`
}

function isDate(year: number, month: number, day: number): boolean {
  if (year < YEAR_MIN || month < 1 || month > 12 || day < 1) return false
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}
