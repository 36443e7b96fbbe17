import sharp from 'sharp'
import { type Random, randomBytesOf, seededRandom } from './random.ts'
import { type Canvas, chooseLight } from './scenes/canvas.ts'
import { meadow } from './scenes/meadow.ts'
import { mountains } from './scenes/mountains.ts'
import { sea } from './scenes/sea.ts'
import { skyline } from './scenes/skyline.ts'
import type { SceneName } from './story.ts'

const SCENES: Record<SceneName, (canvas: Canvas) => string> = { mountains, skyline, sea, meadow }
// Measured over the four scenes with the quality and grain below.
const BYTES_PER_PIXEL = 0.34
const QUALITY = 92

/**
 * Draws a photo-like JPEG. The same seed gives the same picture; different seeds never do.
 * With `sizeBytes` the picture gets as many pixels as such a photo has; the result is near, not equal.
 */
export async function drawPicture(scene: SceneName, seed: string, sizeBytes?: number): Promise<Buffer> {
  const random = seededRandom(`picture ${seed}`)
  const pixels =
    sizeBytes === undefined ? random.between(1.1e6, 5.5e6) : Math.max(1e4, sizeBytes / BYTES_PER_PIXEL)
  const ratio = random.pick([3 / 2, 3 / 2, 4 / 3, 16 / 9, 4 / 5])
  const width = Math.round(Math.sqrt(pixels * ratio))
  const height = Math.round(width / ratio)
  const canvas = { width, height, random, light: chooseLight(random) }
  const content = sky(canvas) + (await clouds(canvas)) + SCENES[scene](canvas)
  const { data } = await sharp(Buffer.from(frame(canvas, content)))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  addGrain(data, seed)
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: QUALITY })
    .toBuffer()
}

function frame({ width, height, light }: Canvas, content: string): string {
  const vignette = '<rect width="100%" height="100%" fill="url(#vignette)"/>'
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.skyTop}"/>
      <stop offset="0.62" stop-color="${light.skyLow}"/></linearGradient>
    <linearGradient id="water" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.skyLow}"/>
      <stop offset="0.35" stop-color="${light.skyTop}"/><stop offset="1" stop-color="#0d1b2e"/></linearGradient>
    <radialGradient id="glow"><stop offset="0" stop-color="${light.sun}"/>
      <stop offset="0.12" stop-color="${light.sun}" stop-opacity="0.85"/>
      <stop offset="0.16" stop-color="${light.sun}" stop-opacity="0.34"/>
      <stop offset="1" stop-color="${light.sun}" stop-opacity="0"/></radialGradient>
    <radialGradient id="vignette" r="0.75"><stop offset="0.62" stop-color="#000" stop-opacity="0"/>
      <stop offset="1" stop-color="#000" stop-opacity="0.38"/></radialGradient>
  </defs>${content}${vignette}</svg>`
}

function sky({ width, height, random }: Canvas): string {
  const x = width * random.between(0.18, 0.82)
  const y = height * random.between(0.16, 0.42)
  const glow = height * random.between(0.25, 0.4)
  return `<rect width="100%" height="100%" fill="url(#sky)"/><circle cx="${x}" cy="${y}" r="${glow}" fill="url(#glow)"/>`
}

// Drawn small and stretched: turbulence costs much per pixel and clouds are soft anyway.
async function clouds({ width, height, random, light }: Canvas): Promise<string> {
  const small = await sharp(Buffer.from(cloudSvg(random)))
    .png({ compressionLevel: 1 })
    .toBuffer()
  const opacity = 0.15 + light.brightness * 0.55
  return `<image href="data:image/png;base64,${small.toString('base64')}" width="${width}" height="${height * 0.62}"
    preserveAspectRatio="none" opacity="${opacity}"/>`
}

function cloudSvg(random: Random): string {
  const density = random.between(1.4, 2.6)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="240"><defs>
    <filter id="f" x="0" y="0" width="100%" height="100%">
      <feTurbulence type="fractalNoise" baseFrequency="0.006 0.02" numOctaves="5" seed="${random.whole(1, 9999)}"/>
      <feColorMatrix values="0 0 0 0 1  0 0 0 0 0.98  0 0 0 0 0.95  0 ${density} 0 0 -0.62"/></filter>
    <linearGradient id="g" x1="0" y1="0" x2="0" y2="1"><stop offset="0.5" stop-color="#fff"/>
      <stop offset="1" stop-color="#000"/></linearGradient>
    <mask id="m"><rect width="480" height="240" fill="url(#g)"/></mask></defs>
    <g mask="url(#m)"><rect width="480" height="240" filter="url(#f)"/></g></svg>`
}

// Film grain: hides the bands of the gradients and gives the file the size of a real photo.
function addGrain(pixels: Buffer, seed: string): void {
  const noise = randomBytesOf(`grain ${seed}`)(Math.ceil(pixels.length / 3))
  for (let at = 0; at < pixels.length; at += 3) {
    const byte = noise[at / 3] ?? 0
    // The sum of two half bytes is nearer to real grain than one flat random number.
    const shift = (byte & 15) + (byte >> 4) - 15
    for (let channel = at; channel < at + 3; channel++) {
      pixels[channel] = Math.min(255, Math.max(0, (pixels[channel] ?? 0) + shift))
    }
  }
}
