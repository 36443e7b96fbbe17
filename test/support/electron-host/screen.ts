import { EventEmitter } from 'node:events'
import { host } from './host.ts'
import { strict } from './strict.ts'

/** What the app may ask of a display. */
type HostDisplay = Pick<
  Electron.Display,
  'id' | 'bounds' | 'workArea' | 'workAreaSize' | 'size' | 'scaleFactor'
>

const PANEL_HEIGHT = 40

/** One display of Full HD, or those of `SLUICE_STAND_IN_DISPLAYS`, such as `1920x1080+0+0 1280x1024+1920+0`. */
function displays(): [HostDisplay, ...HostDisplay[]] {
  const text = process.env['SLUICE_STAND_IN_DISPLAYS'] ?? '1920x1080+0+0'
  const [main, ...others] = text.split(' ').map((words, index): HostDisplay => {
    const [width = 0, height = 0, x = 0, y = 0] = words.split(/[x+]/).map(Number)
    const workArea = { x, y, width, height: height - PANEL_HEIGHT }
    return strict('display', {
      id: index + 1,
      bounds: { x, y, width, height },
      size: { width, height },
      workArea,
      workAreaSize: { width, height: workArea.height },
      scaleFactor: 1,
    })
  })
  if (main === undefined) throw new Error('The stand-in for Electron needs a display')
  return [main, ...others]
}

class HostScreen extends EventEmitter {
  getPrimaryDisplay(): HostDisplay {
    if (!host.isOpen) throw new Error("The 'screen' module can't be used before the app 'ready' event")
    return displays()[0]
  }
  getAllDisplays(): HostDisplay[] {
    return displays()
  }
  getDisplayMatching({ x, y }: Electron.Rectangle): HostDisplay {
    const isIn = ({ bounds }: HostDisplay): boolean =>
      x >= bounds.x && x < bounds.x + bounds.width && y >= bounds.y && y < bounds.y + bounds.height
    return displays().find(isIn) ?? this.getPrimaryDisplay()
  }
}

export const hostScreen = new HostScreen() satisfies Partial<Record<keyof Electron.Screen, unknown>>
