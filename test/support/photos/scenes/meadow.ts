import { type Canvas, colour, filledBelow, repeated, ridge } from './canvas.ts'

/** Rolling hills with trees far away and flowers near the camera. */
export function meadow(canvas: Canvas): string {
  const { height, light } = canvas
  const hills = repeated(4, (nearness) => {
    const line = ridge(canvas, height * (0.52 + nearness * 0.2), height * 0.05, 3 + Math.round(nearness))
    const lightness = (58 - nearness * 30) * (0.35 + light.brightness * 0.65)
    const hill = filledBelow(
      canvas,
      line,
      colour(95 - nearness * 12 + light.hazeHue * 0.05, 24 + nearness * 22, lightness),
    )
    return hill + (nearness < 0.9 ? trees(canvas, line, nearness) : '')
  })
  return hills + grass(canvas) + flowers(canvas)
}

function trees(canvas: Canvas, line: readonly [number, number][], nearness: number): string {
  const { height, random, light } = canvas
  return repeated(random.whole(4, 12), () => {
    const [x, y] = random.pick([line[0] ?? [0, height], ...line])
    const size = height * (0.012 + nearness * 0.03) * random.between(0.8, 1.5)
    const lightness = (34 - nearness * 18) * (0.4 + light.brightness * 0.6)
    return repeated(9, () => {
      const cx = x + random.between(-1, 1) * size
      const cy = y - size * random.between(0.3, 1.6)
      return `<circle cx="${cx}" cy="${cy}" r="${size * random.between(0.4, 0.8)}" fill="${colour(random.between(95, 125), 30, lightness)}"/>`
    })
  })
}

function grass(canvas: Canvas): string {
  const { width, height, random, light } = canvas
  return repeated(1400, (nearness) => {
    const foot = height * (0.78 + nearness * 0.26)
    const tall = height * random.between(0.02, 0.07) * (0.4 + nearness)
    const lean = random.between(-0.4, 0.4) * tall
    const stroke = colour(
      random.between(70, 115),
      45,
      random.between(14, 40) * (0.4 + light.brightness * 0.6),
      0.8,
    )
    return `<path d="M${(random.next() * width).toFixed(1)} ${foot.toFixed(1)} q0 ${(-tall / 2).toFixed(1)} ${lean.toFixed(1)} ${(-tall).toFixed(1)}" stroke="${stroke}" stroke-width="${(height / 700).toFixed(1)}" fill="none"/>`
  })
}

function flowers(canvas: Canvas): string {
  const { width, height, random, light } = canvas
  const hue = random.pick([355, 48, 275, 215, 20])
  return repeated(130, (nearness) => {
    const x = random.next() * width
    const y = height * (0.76 + nearness * 0.2) + random.between(-0.02, 0.04) * height
    const size = height * (0.005 + nearness * 0.02) * random.between(0.7, 1.2)
    const fill = colour(
      hue + random.between(-12, 12),
      80,
      random.between(44, 66) * (0.45 + light.brightness * 0.55),
      0.92,
    )
    const petals = repeated(6, (turn) => {
      const angle = turn * 5.236 + nearness * 9
      return `<circle cx="${x + Math.cos(angle) * size * 0.7}" cy="${y + Math.sin(angle) * size * 0.5}" r="${size * 0.48}"/>`
    })
    return `<g fill="${fill}">${petals}<circle cx="${x}" cy="${y}" r="${size * 0.34}" fill="${colour(44, 80, 40)}"/></g>`
  })
}
