import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'

/** Draws the icons of the package and of the tray from the one drawing of the window. The results are kept in the tree. */

const ROOT = path.resolve(import.meta.dirname, '..')
const OUT = path.join(ROOT, 'build/icons')
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
const BLUE = '#0b6bcb'

/** What tells one state from another, drawn into the lower right corner where the bars are left out. */
const MARKS = {
  idle: { drawing: '', colour: BLUE },
  sending: { drawing: '<path d="M15 19v-7M12 14.5l3-3 3 3"/>', colour: BLUE },
  paused: { drawing: '<path d="M13.2 12.5v6M17 12.5v6"/>', colour: BLUE },
  attention: { drawing: '<path d="M15 11v4.2M15 18.6v.1"/>', colour: '#c4330a' },
} as const
type State = keyof typeof MARKS

const GATE = /<path d="([^"]+)"\/>/

async function gate(): Promise<string> {
  const drawing = GATE.exec(await readFile(path.join(ROOT, 'renderer/public/icon.svg'), 'utf8'))?.[1]
  if (drawing === undefined) throw new Error('renderer/public/icon.svg is drawn in another way than expected')
  return drawing
}

function appIcon(drawing: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${BLUE}"/>
    <g transform="translate(6 6)" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round"><path d="${drawing}"/></g></svg>`
}

/** macOS paints template images itself: black, and only their opacity counts. */
function trayIcon(drawing: string, state: State, isTemplate: boolean): string {
  const { drawing: mark, colour } = MARKS[state]
  const hole = mark === '' ? '' : '<rect x="10.5" y="9.5" width="9.5" height="10.5" fill="#000"/>'
  const stroke = (paint: string): string =>
    `fill="none" stroke="${isTemplate ? '#000' : paint}" stroke-linecap="round" stroke-linejoin="round"`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">
    <mask id="m"><rect width="20" height="20" fill="#fff"/>${hole}</mask>
    <g mask="url(#m)" ${stroke(BLUE)} stroke-width="1.8"><path d="${drawing}"/></g>
    <g ${stroke(colour)} stroke-width="2.2">${mark}</g></svg>`
}

/** Over the button in Windows' taskbar: something needs a person. */
const BADGE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#c4330a" stroke="#fff" stroke-width="1.5"/>
  <path d="M8 4.2v4.3M8 11.5v.1" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`

async function png(svg: string, sizePx: number): Promise<Buffer> {
  return await sharp(Buffer.from(svg), { density: 72 * 16 })
    .resize(sizePx, sizePx)
    .png({ compressionLevel: 9 })
    .toBuffer()
}

const drawing = await gate()
await mkdir(path.join(OUT, 'app'), { recursive: true })
await mkdir(path.join(OUT, 'tray'), { recursive: true })
for (const size of APP_SIZES)
  await writeFile(path.join(OUT, 'app', `${size}x${size}.png`), await png(appIcon(drawing), size))
for (const state of ['idle', 'sending', 'paused', 'attention'] as const) {
  for (const [suffix, scale] of [
    ['', 1],
    ['@2x', 2],
  ] as const) {
    const template = await png(trayIcon(drawing, state, true), 18 * scale)
    const coloured = await png(trayIcon(drawing, state, false), 20 * scale)
    await writeFile(path.join(OUT, 'tray', `${state}Template${suffix}.png`), template)
    await writeFile(path.join(OUT, 'tray', `${state}${suffix}.png`), coloured)
  }
}
await writeFile(path.join(OUT, 'tray', 'badge.png'), await png(BADGE, 16))
await writeFile(path.join(OUT, 'tray', 'badge@2x.png'), await png(BADGE, 32))
