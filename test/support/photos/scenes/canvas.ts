import type { Random } from '../random.ts'

/** The picture area in pixels and the light that all parts of one scene share. */
export interface Canvas {
  width: number
  height: number
  random: Random
  light: Light
}

/** Colours are written as CSS. */
export interface Light {
  skyTop: string
  skyLow: string
  /** Hue in degrees of haze and far things. */
  hazeHue: number
  /** 0 is night, 1 is noon. */
  brightness: number
  sun: string
}

const LIGHTS = [
  { skyTop: '#1c3f7a', skyLow: '#f6b27a', hazeHue: 18, brightness: 0.6, sun: '#fff0c8' },
  { skyTop: '#2f74c0', skyLow: '#d6e9f5', hazeHue: 205, brightness: 0.9, sun: '#fffdf2' },
  { skyTop: '#4b3a78', skyLow: '#f2848a', hazeHue: 330, brightness: 0.45, sun: '#ffdca8' },
  { skyTop: '#0b1838', skyLow: '#3f5f8f', hazeHue: 220, brightness: 0.28, sun: '#f3f5ff' },
  { skyTop: '#5f8fb0', skyLow: '#f5e3b5', hazeHue: 42, brightness: 0.75, sun: '#fff6d8' },
] as const

/** Chooses the time of day. */
export function chooseLight(random: Random): Light {
  return random.pick(LIGHTS)
}

/** A CSS colour; saturation and lightness in percent. */
export function colour(hue: number, saturation: number, lightness: number, opacity = 1): string {
  return `hsla(${hue.toFixed(0)},${saturation.toFixed(0)}%,${lightness.toFixed(0)}%,${opacity.toFixed(2)})`
}

/** SVG points of a rough line from the left edge to the right one, made by halving (midpoint displacement). */
export function ridge(
  canvas: Canvas,
  level: number,
  roughness: number,
  halvings = 7,
): [x: number, y: number][] {
  let heights = [canvas.random.between(-1, 1), canvas.random.between(-1, 1)]
  let spread = 1
  for (let round = 0; round < halvings; round++) {
    heights = heights.flatMap((height, index) => {
      const next = heights[index + 1]
      return next === undefined
        ? [height]
        : [height, (height + next) / 2 + canvas.random.between(-spread, spread)]
    })
    spread *= 0.52
  }
  const step = canvas.width / (heights.length - 1)
  return heights.map((height, index) => [index * step, level + height * roughness])
}

/** Closes a line down to the bottom of the picture. */
export function filledBelow(canvas: Canvas, line: readonly [number, number][], fill: string): string {
  const points = line.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  return `<polygon points="0,${canvas.height} ${points} ${canvas.width},${canvas.height}" fill="${fill}"/>`
}

/** Draws `count` parts, farthest first; `nearness` goes from 0 to 1. */
export function repeated(count: number, draw: (nearness: number, index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(count === 1 ? 1 : index / (count - 1), index)).join(
    '',
  )
}
