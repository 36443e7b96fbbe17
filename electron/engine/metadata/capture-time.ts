import type { CaptureTime, Tags } from '../../../shared/metadata.ts'
import { asIfUtc, type WrittenTime, writtenTime, writtenZone, zoneOfMinutes } from './written-time.ts'

/** A time that a tag gave, before its zone is looked for. */
interface Found {
  tag: string
  time: WrittenTime
}

type Look = (tags: Tags) => CaptureTime | null

/** QuickTime counts seconds since 1904, so an unset clock shows as its first day. */
const QUICKTIME_ZERO = '1904-01-01'

/**
 * When the picture was taken, and which tags say so. Tried in order: EXIF DateTimeOriginal; XMP; IPTC; what films have;
 * PNG; PDF; last the time of digitizing. A date without a time of day counts only when nothing else is there, and is
 * given as a date (`2026-05-01`). The zone is never guessed: without a tag that tells it, it is null.
 */
export function captureTime(tags: Tags): CaptureTime | null {
  const dates: CaptureTime[] = []
  for (const look of LOOKS) {
    const taken = look(tags)
    if (taken === null) continue
    if (taken.local.includes('T')) return taken
    dates.push(taken)
  }
  return dates[0] ?? null
}

const LOOKS: readonly Look[] = [
  fromExif,
  written('xmp', 'DateTimeOriginal', 'XMP-exif'),
  written('xmp', 'DateCreated', 'XMP-photoshop'),
  fromIptc,
  written('quicktime', 'CreationDate'),
  written('quicktime', 'DateTimeOriginal'),
  written('riff', 'DateTimeOriginal'),
  fromFilmHeader,
  written('png', 'CreationTime'),
  written('pdf', 'CreateDate'),
  fromDigitizing,
  written('xmp', 'CreateDate', 'XMP-xmp'),
]

function fromExif(tags: Tags): CaptureTime | null {
  const time = exifTime(tags, 'DateTimeOriginal', 'SubSecTimeOriginal')
  return time === null ? null : withZone({ tag: 'EXIF:DateTimeOriginal', time }, exifZone(tags, time))
}

function fromDigitizing(tags: Tags): CaptureTime | null {
  const time = exifTime(tags, 'CreateDate', 'SubSecTimeDigitized')
  if (time === null) return null
  const zone = writtenZone(value(tags, 'exif', 'OffsetTimeDigitized'))
  const from = zone === null ? null : { zone, zoneFrom: 'EXIF:OffsetTimeDigitized' }
  return withZone({ tag: 'EXIF:CreateDate', time }, from)
}

function fromIptc(tags: Tags): CaptureTime | null {
  const date = value(tags, 'iptc', 'DateCreated')
  const clock = value(tags, 'iptc', 'TimeCreated')
  const time = (clock === undefined ? null : writtenTime(`${date ?? ''} ${clock}`)) ?? writtenTime(date)
  if (time === null) return null
  const from = time.zone === null ? null : { zone: time.zone, zoneFrom: 'IPTC:TimeCreated' }
  return withZone({ tag: 'IPTC:DateCreated', time }, from)
}

/** The header of a film is in UTC by definition (QuickTime File Format, movie header atom). */
function fromFilmHeader(tags: Tags): CaptureTime | null {
  const time = writtenTime(value(tags, 'quicktime', 'CreateDate'))
  if (time === null || time.local.startsWith(QUICKTIME_ZERO)) return null
  return withZone({ tag: 'QuickTime:CreateDate', time }, { zone: 'Z', zoneFrom: 'QuickTime times are UTC' })
}

/** A tag that holds date, time and maybe a zone in one text. */
function written(family: string, name: string, group?: string): Look {
  return (tags) => {
    const found = tags.find((tag) => tag.family === family && tag.name === name && isGroup(tag.group, group))
    const time = writtenTime(found?.values[0])
    if (found === undefined || time === null || time.local.startsWith(QUICKTIME_ZERO)) return null
    const tag = `${family === 'xmp' ? found.group : FAMILY_NAMES[family]}:${name}`
    return withZone({ tag, time }, time.zone === null ? null : { zone: time.zone, zoneFrom: tag })
  }
}

const FAMILY_NAMES: Readonly<Record<string, string>> = {
  quicktime: 'QuickTime',
  riff: 'RIFF',
  png: 'PNG',
  pdf: 'PDF',
}

function isGroup(group: string, wanted: string | undefined): boolean {
  return wanted === undefined || group === wanted
}

interface KnownZone {
  zone: string
  zoneFrom: string
}

function withZone({ tag, time }: Found, known: KnownZone | null): CaptureTime {
  return { local: time.local, zone: known?.zone ?? null, tag, zoneFrom: known?.zoneFrom ?? null }
}

/**
 * The zone of DateTimeOriginal. OffsetTime belongs to ModifyDate and OffsetTimeDigitized to CreateDate (Exif 2.32,
 * 4.6.5), so they tell something only when that time is the same.
 */
function exifZone(tags: Tags, time: WrittenTime): KnownZone | null {
  if (time.zone !== null) return { zone: time.zone, zoneFrom: 'EXIF:DateTimeOriginal' }
  const own = writtenZone(value(tags, 'exif', 'OffsetTimeOriginal'))
  if (own !== null) return { zone: own, zoneFrom: 'EXIF:OffsetTimeOriginal' }
  for (const [offset, of] of [
    ['OffsetTimeDigitized', 'CreateDate'],
    ['OffsetTime', 'ModifyDate'],
  ] as const) {
    const zone = writtenZone(value(tags, 'exif', offset))
    const other = writtenTime(value(tags, 'exif', of))
    if (zone !== null && isSameSecond(time, other)) {
      return { zone, zoneFrom: `EXIF:${offset} (${of} is the same time)` }
    }
  }
  return xmpZone(tags, time) ?? gpsZone(tags, time)
}

/** XMP writes the zone along with the time; it counts for the same local time only. */
function xmpZone(tags: Tags, time: WrittenTime): KnownZone | null {
  for (const tag of tags) {
    if (tag.family !== 'xmp' || !XMP_TIMES.has(`${tag.group}:${tag.name}`)) continue
    const other = writtenTime(tag.values[0])
    if (other !== null && other.zone !== null && isSameSecond(time, other)) {
      return { zone: other.zone, zoneFrom: `${tag.group}:${tag.name} (the same time)` }
    }
  }
  return null
}

const XMP_TIMES = new Set(['XMP-exif:DateTimeOriginal', 'XMP-photoshop:DateCreated'])

/** Offsets that places have beside full hours, in minutes (tz database). */
const ODD_OFFSETS = new Set([-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825])
/** A camera's clock and its satellites may differ a little; more than this may as well be an old position. */
const GPS_LAG_SECONDS_MAX = 60

/** Satellites tell UTC, so the local time tells the zone when they agree but for a zone that exists. */
function gpsZone(tags: Tags, time: WrittenTime): KnownZone | null {
  const date = value(tags, 'exif', 'GPSDateStamp')
  const clock = value(tags, 'exif', 'GPSTimeStamp')
  const gps = date === undefined || clock === undefined ? null : writtenTime(`${date} ${clock}`)
  if (gps === null) return null
  const apartSeconds = (asIfUtc(time) - asIfUtc(gps)) / 1000
  const minutes = Math.round(apartSeconds / 900) * 15
  const lagSeconds = Math.abs(apartSeconds - minutes * 60)
  const isZone = minutes % 60 === 0 ? minutes >= -12 * 60 && minutes <= 14 * 60 : ODD_OFFSETS.has(minutes)
  if (!isZone || lagSeconds > GPS_LAG_SECONDS_MAX) return null
  return { zone: zoneOfMinutes(minutes), zoneFrom: 'EXIF:GPSTimeStamp (UTC, compared with the local time)' }
}

function exifTime(tags: Tags, name: string, fractionName: string): WrittenTime | null {
  const time = writtenTime(value(tags, 'exif', name))
  if (time === null || !time.hasTime || time.local.includes('.')) return time
  const fraction = value(tags, 'exif', fractionName)?.trim() ?? ''
  return /^\d{1,9}$/.test(fraction) ? { ...time, local: `${time.local}.${fraction}` } : time
}

function isSameSecond(one: WrittenTime, other: WrittenTime | null): boolean {
  return other !== null && one.hasTime && other.hasTime && asIfUtc(one) === asIfUtc(other)
}

function value(tags: Tags, family: string, name: string): string | undefined {
  return tags.find((tag) => tag.family === family && tag.name === name)?.values[0]
}
