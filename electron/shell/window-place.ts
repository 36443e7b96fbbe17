import { z } from 'zod'

/** Where a window is when it is neither maximised nor minimised, and whether it is maximised. In DIP. */
export const WindowPlace = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  isMaximized: z.boolean(),
})
export type WindowPlace = z.output<typeof WindowPlace>

/** A part of the desktop. */
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** So much of the title bar must be on a screen for a hand to take hold of the window. */
const GRIP = { width: 120, height: 24 }

/**
 * Where the window is opened again: as it was, where that can still be reached. A display may be gone, or smaller.
 * @param screens the parts of the displays that windows may use, the main one first
 * @returns without x and y the system chooses the place
 */
export function placeOn(
  screens: readonly Area[],
  was: WindowPlace,
): { x?: number; y?: number; width: number; height: number } {
  const grip = { ...was, height: GRIP.height }
  const shares = screens.map((screen) => ({ screen, ...overlap(grip, screen) }))
  const [best] = shares
    .filter(({ width, height }) => width >= Math.min(GRIP.width, was.width) && height >= GRIP.height)
    .toSorted((one, other) => other.width - one.width)
  const screen = best?.screen ?? screens[0]
  const width = Math.min(was.width, screen?.width ?? was.width)
  const height = Math.min(was.height, screen?.height ?? was.height)
  return best === undefined ? { width, height } : { x: was.x, y: was.y, width, height }
}

function overlap(one: Area, other: Area): { width: number; height: number } {
  const along = (from: number, size: number, otherFrom: number, otherSize: number): number =>
    Math.max(0, Math.min(from + size, otherFrom + otherSize) - Math.max(from, otherFrom))
  return {
    width: along(one.x, one.width, other.x, other.width),
    height: along(one.y, one.height, other.y, other.height),
  }
}
