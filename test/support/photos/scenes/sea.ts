import { type Canvas, colour, repeated } from './canvas.ts'

/** Open water with sailing boats and a glitter path below the sun. */
export function sea(canvas: Canvas): string {
  const { width, height, random } = canvas
  const horizon = height * random.between(0.48, 0.6)
  const water = `<rect y="${horizon}" width="${width}" height="${height - horizon}" fill="url(#water)"/>`
  const boats = repeated(random.whole(3, 6), (nearness) => boat(canvas, horizon, nearness))
  return water + waves(canvas, horizon) + boats
}

function waves(canvas: Canvas, horizon: number): string {
  const { width, height, random, light } = canvas
  return repeated(900, (nearness) => {
    const depth = nearness ** 1.7
    const y = horizon + depth * (height - horizon)
    const x = random.between(-0.05, 1.05) * width
    const long = width * random.between(0.008, 0.03) * (0.25 + depth * 2.2)
    const isCrest = random.next() < 0.45
    const lightness = isCrest ? 45 + light.brightness * 45 : 10 + light.brightness * 14
    const fill = colour(isCrest ? light.hazeHue : 205, 45, lightness, random.between(0.08, 0.34))
    const rise = height * 0.004 * (0.2 + depth * 2)
    return `<path d="M${(x - long).toFixed(1)} ${y.toFixed(1)} q${long.toFixed(1)} ${(-rise * 2).toFixed(1)} ${(long * 2).toFixed(1)} 0 q${(-long).toFixed(1)} ${rise.toFixed(1)} ${(-long * 2).toFixed(1)} 0Z" fill="${fill}"/>`
  })
}

function boat(canvas: Canvas, horizon: number, nearness: number): string {
  const { width, height, random, light } = canvas
  const size = height * (0.04 + nearness * random.between(0.12, 0.26))
  const x = width * random.between(0.08, 0.92)
  const y = horizon + (height - horizon) * nearness * 0.42 + size * 0.05
  const sail = colour(random.pick([42, 205, 8, 0]), random.between(10, 70), 52 + light.brightness * 38)
  const hull = colour(random.pick([15, 210, 350]), 45, 12 + light.brightness * 14)
  const tilt = random.between(-7, 7)
  return `<g transform="translate(${x} ${y}) scale(${size / 100}) rotate(${tilt})">
    <ellipse cx="4" cy="13" rx="52" ry="4" fill="${colour(210, 40, 8, 0.4)}"/>
    <path d="M-38 0 Q0 6 44 -3 Q32 14 20 14 L-24 14 Q-34 10 -38 0Z" fill="${hull}"/>
    <rect x="-1" y="-100" width="2" height="102" fill="${colour(30, 20, 18)}"/>
    <path d="M3 -97 Q34 -50 40 -8 L3 -6Z" fill="${sail}"/>
    <path d="M-3 -88 Q-16 -44 -34 -6 L-3 -5Z" fill="${sail}" opacity="0.86"/>
  </g>`
}
