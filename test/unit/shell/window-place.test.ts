import { expect, test } from 'vitest'
import { placeOn, type WindowPlace } from '../../../electron/shell/window-place.ts'

const MAIN = { x: 0, y: 0, width: 1920, height: 1040 }
const LEFT = { x: -1280, y: 100, width: 1280, height: 984 }
const at = (x: number, y: number, width = 1000, height = 700): WindowPlace => ({
  ...{ x, y, width, height },
  isMaximized: false,
})

test.each([
  ['on the main display', at(100, 50)],
  ['on another one', at(-1200, 150)],
  ['across both', at(-400, 150)],
  ['half over the edge', at(1700, 900)],
])('a window %s is opened where it was', (_, was) => {
  const { x, y, width, height } = was
  expect(placeOn([MAIN, LEFT], was)).toEqual({ x, y, width, height })
})

test.each([
  ['its display is gone', at(-1200, 150), [MAIN]],
  ['its title bar lies above every display', at(100, -60), [MAIN]],
  ['only a strip of it is left', at(1850, 100), [MAIN, LEFT]],
  ['it stood where no hand can take hold of it', at(100, 1030), [MAIN]],
])('when %s it keeps its size and the system chooses the place', (_, was, screens) => {
  expect(placeOn(screens, was)).toEqual({ width: 1000, height: 700 })
})

test('it is never larger than its display', () => {
  const wide = at(-1280, 100, 3000, 2000)
  expect(placeOn([MAIN, LEFT], wide)).toEqual({ x: -1280, y: 100, width: 1920, height: 1040 })
  expect(placeOn([LEFT], wide)).toEqual({ x: -1280, y: 100, width: 1280, height: 984 })
  expect(placeOn([MAIN], at(5000, 5000, 3000, 2000))).toEqual({ width: 1920, height: 1040 })
  expect(placeOn([], at(0, 0))).toEqual({ width: 1000, height: 700 })
})
