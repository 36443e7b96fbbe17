import { describe, expect, test } from 'vitest'
import { retryAfterMs } from '../../../electron/engine/destinations/retry-after.ts'

const NOW_MS = Date.UTC(2025, 5, 2, 12)
const at = (ms: number): string => new Date(NOW_MS + ms).toUTCString()

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['1', 1_000],
    [' 120 ', 120_000],
    ['3600', 3_600_000],
    ['86400', 3_600_000],
    ['99999999999999999999', 3_600_000],
    [at(45_000), 45_000],
    [at(-45_000), 0],
    [at(99 * 3_600_000), 3_600_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
    ['Mon Jun  2 12:00:30 2025', 30_000],
    ['', null],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['2025-06-02T12:00:30Z', null],
    ['NaN', null],
  ])('%j is %s', (header, expected) => {
    expect(retryAfterMs({ 'retry-after': header }, NOW_MS)).toBe(expected)
  })

  test('is null without a header, and the first of several counts', () => {
    expect(retryAfterMs({}, NOW_MS)).toBeNull()
    expect(retryAfterMs({ 'retry-after': ['7', '9'] }, NOW_MS)).toBe(7_000)
  })

  test('a date is counted from the server’s clock, not from ours', () => {
    const headers = { 'retry-after': at(60_000), date: at(30_000) }
    expect(retryAfterMs(headers, NOW_MS + 86_400_000)).toBe(30_000)
  })
})
