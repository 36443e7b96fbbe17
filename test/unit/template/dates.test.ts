import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaptureTime } from '../../../shared/metadata.ts'
import { parseValue } from '../../../shared/template.ts'
import { contextOf, instruction, rendered, vocabularyOf } from './example.ts'

const FULL = 'yyyy-MM-dd HH:mm:ss.SSS XXX'

function atTime(ms: number, timeZone: string, pattern = FULL): string {
  const context = contextOf({ modifiedMs: ms, timeZone })
  return rendered([instruction(105, `{mtime:${pattern}}`)], context).fields.get(105)?.[0] ?? ''
}

function takenAt(local: string, zone: string | null, pattern = FULL): string {
  const taken: CaptureTime = { local, zone, tag: 'EXIF:DateTimeOriginal', zoneFrom: null }
  return rendered([instruction(105, `{taken:${pattern}}`)], contextOf({ taken })).fields.get(105)?.[0] ?? ''
}

test.each([
  // Clocks in Berlin go from 02:00 to 03:00 on 29 March 2026 and back on 25 October.
  ['2026-03-29T00:59:59Z', 'Europe/Berlin', '2026-03-29 01:59:59.000 +01:00'],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29 03:00:00.000 +02:00'],
  ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25 02:30:00.000 +02:00'],
  ['2026-10-25T01:30:00Z', 'Europe/Berlin', '2026-10-25 02:30:00.000 +01:00'],
  ['2026-07-01T00:00:00.007Z', 'Europe/London', '2026-07-01 01:00:00.007 +01:00'],
  ['2026-01-01T00:00:00Z', 'Europe/London', '2026-01-01 00:00:00.000 Z'],
  ['2026-01-01T00:00:00Z', 'Asia/Kolkata', '2026-01-01 05:30:00.000 +05:30'],
  ['2026-01-01T00:00:00Z', 'America/St_Johns', '2025-12-31 20:30:00.000 -03:30'],
  ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31 23:59:59.999 Z'],
  ['1931-05-01T12:00:00.001Z', 'America/New_York', '1931-05-01 08:00:00.001 -04:00'],
  ['0050-03-01T00:00:00Z', 'UTC', '0050-03-01 00:00:00.000 Z'],
])('%s in %s', (instant, zone, expected) => {
  expect(atTime(Date.parse(instant), zone)).toBe(expected)
})

test('instants agree with Date in UTC, before 1970 too', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      (date) => {
        expect(atTime(date.getTime(), 'UTC', "yyyy-MM-dd'T'HH:mm:ss.SSSXXX")).toBe(date.toISOString())
      },
    ),
  )
})

test.each([Number.NaN, Infinity, -Infinity, 1e20, -8.64e15])('%d is no time or a very early one', (ms) => {
  expect(() => atTime(ms, 'Europe/Berlin')).not.toThrow()
})

test('a zone that does not exist gives nothing instead of a wrong time', () => {
  expect(atTime(0, 'Europe/Atlantis')).toBe('')
})

test.each([
  ['2026-05-01T12:00:00', null, '2026-05-01 12:00:00.000 '],
  ['2026-05-01T12:00:00.5', '+02:00', '2026-05-01 12:00:00.500 +02:00'],
  ['2026-05-01T12:00:00', 'Z', '2026-05-01 12:00:00.000 Z'],
  ['1904-02-29T23:59:59', null, '1904-02-29 23:59:59.000 '],
  ['2026-05-01', null, '2026-05-01 00:00:00.000 '],
])('a capture time is told as it was written: %s %s', (local, zone, expected) => {
  expect(takenAt(local, zone)).toBe(expected)
})

test.each(['0000-00-00T00:00:00', '2026-02-30T12:00:00', '2026-05-01T25:00:00', 'yesterday', ''])(
  'the capture time %o is none',
  (local) => {
    expect(takenAt(local, null)).toBe('')
  },
)

test('weekdays and months are English', () => {
  expect(takenAt('2024-02-29T00:00:00', null, 'EEEE EEE MMMM MMM d H')).toBe('Thursday Thu February Feb 29 0')
  expect(takenAt('1969-07-20T00:00:00', null, 'EEEE')).toBe('Sunday')
})

test.each([
  ['{now:YYYY}', '"YYYY"', 5],
  ['{now:yyyy-mm-DD}', '"DD"', 13],
  ['{now:hh:mm}', '"hh"', 5],
  ['{now:yyy}', '"yyy"', 5],
  ["{now:yyyy'T}", 'single quote', 9],
])('%s is a mistake at its place', (template, words, at) => {
  const result = parseValue(template, vocabularyOf())
  expect(result).toMatchObject({ mistake: { at, message: expect.stringContaining(words) as string } })
})

test('quotes hold bars and braces together', () => {
  expect(takenAt('2026-05-01T12:00:00', null, "yyyy'|}{''x'")).toBe("2026|}{'x")
})
