import { randomBytes } from 'node:crypto'
import { makeCodec, pageWorld, preloadWorld } from './page-scripts.ts'
import { packed } from './payload.ts'

/** The name of the world in which preload scripts run. */
export const PRELOAD_WORLD = 'preload'

/** Both halves of the bridge as texts. @param preload source of a CommonJS file */
export function bridgeTexts(preload: string): { page: string; preload: string } {
  const token = randomBytes(8).toString('hex')
  const toPage = JSON.stringify({ own: `${token}-page`, other: `${token}-preload` })
  const toPreload = JSON.stringify({ own: `${token}-preload`, other: `${token}-page` })
  const codec = String(makeCodec)
  return {
    page: `(${String(pageWorld)})(${toPage}, ${codec})`,
    preload: `(${String(preloadWorld)})(${toPreload}, ${codec}, ${String(packed)},
      (require, module, exports) => {${preload}\n})`,
  }
}
