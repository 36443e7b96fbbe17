import path from 'node:path'
import { describe } from 'vitest'
import { electronBinary } from './launch-app.ts'
import { doorSpecs } from './specs/doors.ts'
import { endingSpecs } from './specs/ending.ts'
import { placeSpecs } from './specs/place.ts'
import { supportSpecs } from './specs/support.ts'
import { traySpecs } from './specs/tray.ts'
import { windowSpecs } from './specs/window.ts'

const main = (): string => path.resolve(import.meta.dirname, '../../dist/shell/main.js')

describe(`the desktop app, under ${electronBinary() === null ? 'the stand-in for Electron' : 'Electron'}`, () => {
  windowSpecs(main)
  doorSpecs(main)
  traySpecs(main)
  endingSpecs(main)
  placeSpecs(main)
  supportSpecs(main)
})
