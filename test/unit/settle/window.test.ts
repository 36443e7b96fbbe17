import { describe, expect, test } from 'vitest'
import { relaxWindow, widenWindow } from '../../../electron/engine/settle/window.ts'

describe('widenWindow', () => {
  test.each([
    { windowMs: 2_000, stallMs: 2_500, widened: 4_000 },
    { windowMs: 2_000, stallMs: 16_000, widened: 24_000 },
    { windowMs: 2_000, stallMs: -5, widened: 4_000 },
    { windowMs: 400_000, stallMs: 500_000, widened: 600_000 },
    { windowMs: 900_000, stallMs: 1, widened: 900_000 },
  ])('$windowMs ms after a stall of $stallMs ms is $widened ms', ({ windowMs, stallMs, widened }) => {
    expect(widenWindow(windowMs, stallMs)).toBe(widened)
  })
})

describe('relaxWindow', () => {
  test('stays while few files arrived cleanly', () => {
    expect(relaxWindow(24_000, 2_000, 49)).toBe(24_000)
  })

  test('goes back step by step and ends at what was set', () => {
    const steps = [24_000]
    while (steps.at(-1) !== 2_000) steps.push(relaxWindow(steps.at(-1) ?? 0, 2_000, 50))
    expect(steps.slice(0, 3)).toEqual([24_000, 18_500, 14_375])
    expect(steps.length).toBeLessThan(25)
  })

  test('is never below what was set', () => {
    expect(relaxWindow(1_000, 2_000, 0)).toBe(2_000)
  })
})
