import { describe, expect, test } from 'vitest'
import { captureTime } from '../../../electron/engine/metadata/capture-time.ts'
import type { Tag, Tags } from '../../../shared/metadata.ts'

/** Tags from `EXIF:Name` or `XMP-group:Name` and the text that stands there. */
function tags(written: Record<string, string>): Tags {
  return Object.entries(written).map(([key, value]): Tag => {
    const [group = '', name = ''] = key.split(':')
    const family = group.startsWith('XMP-') ? 'xmp' : group.toLowerCase()
    return { family, group, name, values: [value] }
  })
}

const NOON = '2026:05:01 12:00:00'

describe('the time', () => {
  test.each<[what: string, written: Record<string, string>, local: string, tag: string]>([
    [
      'as a camera writes it',
      { 'EXIF:DateTimeOriginal': NOON },
      '2026-05-01T12:00:00',
      'EXIF:DateTimeOriginal',
    ],
    [
      'with the fraction beside it',
      { 'EXIF:DateTimeOriginal': NOON, 'EXIF:SubSecTimeOriginal': '042 ' },
      '2026-05-01T12:00:00.042',
      'EXIF:DateTimeOriginal',
    ],
    [
      'without a fraction of blanks',
      { 'EXIF:DateTimeOriginal': NOON, 'EXIF:SubSecTimeOriginal': '   ' },
      '2026-05-01T12:00:00',
      'EXIF:DateTimeOriginal',
    ],
    [
      'original before digitized, however they are ordered',
      { 'EXIF:CreateDate': '2026:05:02 08:00:00', 'EXIF:DateTimeOriginal': NOON },
      '2026-05-01T12:00:00',
      'EXIF:DateTimeOriginal',
    ],
    [
      'XMP where EXIF has zeros',
      { 'EXIF:DateTimeOriginal': '0000:00:00 00:00:00', 'XMP-photoshop:DateCreated': '2026:05:01 12:00' },
      '2026-05-01T12:00:00',
      'XMP-photoshop:DateCreated',
    ],
    [
      'IPTC with date and time in two tags',
      { 'IPTC:DateCreated': '2026:05:01', 'IPTC:TimeCreated': '12:00:00+02:00' },
      '2026-05-01T12:00:00',
      'IPTC:DateCreated',
    ],
    [
      'a time of day before a bare date',
      { 'IPTC:DateCreated': '2026:05:01', 'EXIF:CreateDate': NOON },
      '2026-05-01T12:00:00',
      'EXIF:CreateDate',
    ],
    [
      'a bare date when there is no more',
      { 'IPTC:DateCreated': '2026:05:01' },
      '2026-05-01',
      'IPTC:DateCreated',
    ],
    [
      'an old photograph that was scanned',
      { 'XMP-photoshop:DateCreated': '1944:06:06', 'XMP-xmp:CreateDate': '2019:01:02' },
      '1944-06-06',
      'XMP-photoshop:DateCreated',
    ],
    ['of a film', { 'QuickTime:CreateDate': NOON }, '2026-05-01T12:00:00', 'QuickTime:CreateDate'],
    [
      'of a film by a telephone',
      { 'QuickTime:CreateDate': '2026:05:01 10:00:00', 'QuickTime:CreationDate': `${NOON}+02:00` },
      '2026-05-01T12:00:00',
      'QuickTime:CreationDate',
    ],
    ['of a drawing', { 'PNG:CreationTime': NOON }, '2026-05-01T12:00:00', 'PNG:CreationTime'],
    ['of a document', { 'PDF:CreateDate': `${NOON}Z` }, '2026-05-01T12:00:00', 'PDF:CreateDate'],
    [
      'with hyphens, as some programs write',
      { 'EXIF:DateTimeOriginal': '2026-05-01 12:00:00' },
      '2026-05-01T12:00:00',
      'EXIF:DateTimeOriginal',
    ],
    [
      'of a leap day',
      { 'EXIF:DateTimeOriginal': '2024:02:29 12:00:00' },
      '2024-02-29T12:00:00',
      'EXIF:DateTimeOriginal',
    ],
  ])('%s', (_what, written, local, tag) => {
    expect(captureTime(tags(written))).toMatchObject({ local, tag })
  })

  test.each([
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '',
    '2026:13:01 12:00:00',
    '2026:02:30 12:00:00',
    '2025:02:29 12:00:00',
    '2026:05:00 12:00:00',
    '2026:05:01 24:00:00',
    '2026:05:01 12:60:00',
    '2026:05',
    '2026',
    '1601:01:01 00:00:00',
    'yesterday',
    '2026:05:01 12:00:00; rm',
  ])('«%s» is none', (text) => {
    expect(captureTime(tags({ 'EXIF:DateTimeOriginal': text }))).toBeNull()
  })

  test.each(['0000:00:00 00:00:00', '1904:01:01 00:00:00'])(
    'a film whose clock was never set (%s) has none',
    (text) => {
      expect(captureTime(tags({ 'QuickTime:CreateDate': text }))).toBeNull()
    },
  )

  test('nothing is made of no tags', () => {
    expect(captureTime([])).toBeNull()
  })
})

describe('the zone', () => {
  const exif = (more: Record<string, string>) => captureTime(tags({ 'EXIF:DateTimeOriginal': NOON, ...more }))

  test.each<[what: string, written: Record<string, string>, zone: string | null, from: string | null]>([
    ['is null when nobody wrote it', {}, null, null],
    ['is that of its own tag', { 'EXIF:OffsetTimeOriginal': '+02:00' }, '+02:00', 'EXIF:OffsetTimeOriginal'],
    ['may be UTC', { 'EXIF:OffsetTimeOriginal': 'Z' }, 'Z', 'EXIF:OffsetTimeOriginal'],
    ['may lack its colon', { 'EXIF:OffsetTimeOriginal': '-0730' }, '-07:30', 'EXIF:OffsetTimeOriginal'],
    ['is not made of blanks', { 'EXIF:OffsetTimeOriginal': '   :  ' }, null, null],
    ['is not one that no place has', { 'EXIF:OffsetTimeOriginal': '+19:00' }, null, null],
    [
      'is not that of a later change',
      { 'EXIF:OffsetTime': '-05:00', 'EXIF:ModifyDate': '2026:06:09 09:00:00' },
      null,
      null,
    ],
    ['is not that of an unknown change', { 'EXIF:OffsetTime': '-05:00' }, null, null],
    [
      'is that of the last change when it is the same time',
      { 'EXIF:OffsetTime': '+02:00', 'EXIF:ModifyDate': NOON },
      '+02:00',
      'EXIF:OffsetTime (ModifyDate is the same time)',
    ],
    [
      'prefers its own tag to that of the last change',
      { 'EXIF:OffsetTime': '+09:00', 'EXIF:ModifyDate': NOON, 'EXIF:OffsetTimeOriginal': '+02:00' },
      '+02:00',
      'EXIF:OffsetTimeOriginal',
    ],
    [
      'is that of XMP for the same time',
      { 'XMP-photoshop:DateCreated': `${NOON}+02:00` },
      '+02:00',
      'XMP-photoshop:DateCreated (the same time)',
    ],
    [
      'is not that of XMP for another time',
      { 'XMP-photoshop:DateCreated': '2026:05:01 10:00:00+00:00' },
      null,
      null,
    ],
    [
      'follows from satellites',
      { 'EXIF:GPSDateStamp': '2026:05:01', 'EXIF:GPSTimeStamp': '10:00:12' },
      '+02:00',
      'EXIF:GPSTimeStamp (UTC, compared with the local time)',
    ],
    [
      'follows from satellites across midnight',
      { 'EXIF:GPSDateStamp': '2026:04:30', 'EXIF:GPSTimeStamp': '23:15:00.5' },
      '+12:45',
      'EXIF:GPSTimeStamp (UTC, compared with the local time)',
    ],
    [
      'does not follow from an old position',
      { 'EXIF:GPSDateStamp': '2026:05:01', 'EXIF:GPSTimeStamp': '09:52:00' },
      null,
      null,
    ],
    [
      'does not follow from a quarter that no place has',
      { 'EXIF:GPSDateStamp': '2026:05:01', 'EXIF:GPSTimeStamp': '09:45:00' },
      null,
      null,
    ],
    [
      'does not follow from another day',
      { 'EXIF:GPSDateStamp': '2026:04:01', 'EXIF:GPSTimeStamp': '10:00:00' },
      null,
      null,
    ],
  ])('%s', (_what, more, zone, zoneFrom) => {
    expect(exif(more)).toMatchObject({ local: '2026-05-01T12:00:00', zone, zoneFrom })
  })

  test('of a film is UTC by definition', () => {
    expect(captureTime(tags({ 'QuickTime:CreateDate': NOON }))).toMatchObject({
      zone: 'Z',
      zoneFrom: 'QuickTime times are UTC',
    })
  })

  test('of IPTC stands in its time', () => {
    const taken = captureTime(
      tags({ 'IPTC:DateCreated': '2026:05:01', 'IPTC:TimeCreated': '12:00:00-03:30' }),
    )
    expect(taken).toMatchObject({ zone: '-03:30', zoneFrom: 'IPTC:TimeCreated' })
  })
})
