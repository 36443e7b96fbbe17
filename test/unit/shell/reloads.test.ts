import { expect, test } from 'vitest'
import { Reloads } from '../../../electron/shell/reloads.ts'

const MONTH_MS = 30 * 24 * 3_600_000

test('a page that falls over again and again is left alone, one that falls over once a month is not', () => {
  const reloads = new Reloads()
  expect([0, 1000, 2000, 3000].map((nowMs) => reloads.mayReload(nowMs))).toEqual([true, true, true, false])
  for (let month = 1; month <= 12; month++) expect(reloads.mayReload(month * MONTH_MS)).toBe(true)
})
