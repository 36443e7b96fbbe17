import { expect, test } from 'vitest'
import { ROW_PX, ScrollPlace } from '../../../renderer/stores/queue-scroll.ts'

const VIEW_PX = 600

function at(rows: number): ScrollPlace {
  const place = new ScrollPlace()
  place.resize(rows, VIEW_PX)
  return place
}

test.each([10_000, 1_000_000])(
  'of %i rows the first and the last can be reached with the scroll bar',
  (rows) => {
    const place = at(rows)
    expect(place.shown().first).toBe(0)
    place.scrolled(place.barHeightPx - VIEW_PX)
    expect(place.shown().last).toBe(rows - 1)
    expect(place.topPx).toBe(rows * ROW_PX - VIEW_PX)
    place.scrolled(0)
    expect(place.topPx).toBe(0)
  },
)

test('a million rows are no taller than browsers lay out', () => {
  expect(at(1_000_000).barHeightPx).toBeLessThanOrEqual(16_000_000)
})

test('a wheel moves a list of a million rows by as many pixels as any other', () => {
  const place = at(1_000_000)
  place.goTo(20_000_000)
  place.barIsAt(place.barPx)
  const { topPx, barPx } = place
  for (let turn = 1; turn <= 10; turn++) place.scrolled(barPx + turn * 120)
  expect(place.topPx).toBe(topPx + 1_200)
})

test('half way along the bar is half way along the list', () => {
  const place = at(1_000_000)
  place.scrolled((place.barHeightPx - VIEW_PX) / 2)
  expect(place.topPx).toBeCloseTo((1_000_000 * ROW_PX - VIEW_PX) / 2, -2)
})

test('a bar that ends before the list does says so', () => {
  const place = at(1_000_000)
  place.goTo(3_000)
  place.barIsAt(place.barPx)
  expect(place.scrolled(0)).toBe(true)
  expect(place.topPx).toBeGreaterThan(0)
  expect(at(100).scrolled(0)).toBe(false)
})

test('rows that come above keep what is seen in its place; a shorter list ends at its end', () => {
  const place = at(500)
  place.goTo(10_000)
  place.resize(507, VIEW_PX)
  place.goTo(place.topPx + 7 * ROW_PX)
  expect(place.topPx).toBe(10_350)
  place.resize(20, VIEW_PX)
  expect(place.topPx).toBe(20 * ROW_PX - VIEW_PX)
  place.resize(0, VIEW_PX)
  expect([place.topPx, place.shown().last]).toEqual([0, -1])
})

test('a row is brought into view by the shortest way', () => {
  const place = at(1_000)
  place.reveal(5)
  expect(place.topPx).toBe(0)
  place.reveal(100)
  expect(place.topPx).toBe(101 * ROW_PX - VIEW_PX)
  place.reveal(95)
  expect(place.topPx).toBe(101 * ROW_PX - VIEW_PX)
  place.reveal(40)
  expect(place.topPx).toBe(40 * ROW_PX)
})
