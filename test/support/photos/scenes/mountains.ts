import { type Canvas, colour, filledBelow, repeated, ridge } from './canvas.ts'

/** Ridges in haze above a lake, with firs on the shore. */
export function mountains(canvas: Canvas): string {
  const { width, height, random, light } = canvas
  const shore = height * random.between(0.74, 0.84)
  const ridges = repeated(5, (nearness) => {
    const level = height * (0.4 + nearness * 0.26)
    const lightness = (68 - nearness * 50) * (0.35 + light.brightness * 0.65)
    const fill = colour(light.hazeHue * (1 - nearness) + 205 * nearness, 22 + nearness * 10, lightness)
    return filledBelow(canvas, ridge(canvas, level, height * (0.12 - nearness * 0.07)), fill)
  })
  return ridges + lake(canvas, shore) + firs(canvas, width, height, shore)
}

function lake(canvas: Canvas, shore: number): string {
  const { width, height, random, light } = canvas
  const water = `<rect y="${shore}" width="${width}" height="${height - shore}" fill="url(#water)"/>`
  return (
    water +
    repeated(160, () => {
      const y = random.between(shore, height)
      const length = random.between(0.02, 0.2) * width * ((y - shore) / (height - shore) + 0.2)
      const fill = colour(light.hazeHue, 40, 40 + light.brightness * 45, random.between(0.04, 0.22))
      return `<rect x="${random.between(-0.1, 1) * width}" y="${y}" width="${length}" height="${height / 700}" fill="${fill}"/>`
    })
  )
}

function firs(canvas: Canvas, width: number, height: number, shore: number): string {
  const { random, light } = canvas
  return repeated(70, (nearness) => {
    // Trees stand at both edges and leave the view open.
    const edge = random.next() ** 2.2 * 0.42
    const x = (random.next() < 0.5 ? edge : 1 - edge) * width
    const foot = shore + height * (0.02 + nearness * 0.16) * (1 - edge)
    const tall = height * random.between(0.1, 0.2) * (0.5 + nearness * 0.7) * (1.1 - edge)
    const fill = colour(random.between(120, 165), 28, (5 + (1 - nearness) * 9) * (0.5 + light.brightness))
    const tiers = repeated(7, (down) => {
      const top = foot - tall * (1 - down * 0.78)
      const half = tall * (0.03 + down * 0.15)
      return `<path d="M${x} ${top - tall * 0.1} L${x - half} ${top + tall * 0.16} L${x + half} ${top + tall * 0.16}Z"/>`
    })
    return `<g fill="${fill}">${tiers}</g>`
  })
}
