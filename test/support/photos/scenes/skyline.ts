import { type Canvas, colour, repeated } from './canvas.ts'

/** Houses and towers over a river that mirrors their lights. */
export function skyline(canvas: Canvas): string {
  const { width, height, light } = canvas
  const quay = height * canvas.random.between(0.7, 0.78)
  const rows = repeated(3, (nearness) => houses(canvas, quay, nearness))
  const water = `<rect y="${quay}" width="${width}" height="${height - quay}" fill="url(#water)"/>`
  const wall = `<rect y="${quay - height * 0.008}" width="${width}" height="${height * 0.016}" fill="${colour(light.hazeHue, 12, 10)}"/>`
  return rows + water + mirrored(canvas, quay) + wall
}

function houses(canvas: Canvas, quay: number, nearness: number): string {
  const { width, height, random, light } = canvas
  const parts: string[] = []
  for (let x = -width * 0.03; x < width;) {
    const wide = width * random.between(0.035, 0.085)
    const isTower = random.next() < 0.15
    const tall = height * random.between(0.12, 0.3) * (isTower ? 1.6 : 1) * (1.15 - nearness * 0.35)
    const lightness = (52 - nearness * 34) * (0.3 + light.brightness * 0.7) + random.between(-3, 3)
    const fill = colour(light.hazeHue + random.between(-14, 14), 16 + nearness * 8, lightness)
    const top = quay - tall
    parts.push(`<rect x="${x}" y="${top}" width="${wide + 1}" height="${tall}" fill="${fill}"/>`)
    if (random.next() < 0.45) {
      const gable = wide * random.between(0.3, 0.9)
      parts.push(
        `<path d="M${x} ${top + 1} l${wide / 2} ${-gable} l${wide / 2 + 1} ${gable}Z" fill="${fill}"/>`,
      )
    }
    if (nearness > 0.3) parts.push(windows(canvas, x, top, wide, tall))
    x += wide * random.between(0.85, 1.05)
  }
  return parts.join('')
}

function windows(canvas: Canvas, x: number, top: number, wide: number, tall: number): string {
  const { random, light } = canvas
  const columns = random.whole(4, 7)
  const rows = Math.max(3, Math.round((tall / wide) * columns * 0.7))
  const lit = 0.75 - light.brightness * 0.6
  return repeated(rows * columns, (_, index) => {
    const isLit = random.next() < lit
    const fill = isLit
      ? colour(random.between(32, 50), 92, random.between(58, 82))
      : colour(220, 15, 14, 0.55)
    const left = x + (wide * ((index % columns) + 0.28)) / columns
    const up = top + (tall * (Math.floor(index / columns) + 0.3)) / rows
    return `<rect x="${left.toFixed(1)}" y="${up.toFixed(1)}" width="${((wide / columns) * 0.5).toFixed(1)}" height="${((tall / rows) * 0.5).toFixed(1)}" fill="${fill}"/>`
  })
}

function mirrored(canvas: Canvas, quay: number): string {
  const { width, height, random, light } = canvas
  return repeated(420, () => {
    const depth = random.next() ** 1.6
    const y = quay + depth * (height - quay)
    const long = width * random.between(0.006, 0.03) * (0.5 + depth)
    const fill = colour(random.between(25, 55), 85, 66, random.between(0.06, 0.42) * (1.2 - light.brightness))
    return `<ellipse cx="${random.next() * width}" cy="${y}" rx="${long}" ry="${height * 0.0016 * (0.6 + depth)}" fill="${fill}"/>`
  })
}
