import { doorSpecs } from './doors.ts'
import { endingSpecs } from './ending.ts'
import { placeSpecs } from './place.ts'
import { supportSpecs } from './support.ts'
import { traySpecs } from './tray.ts'
import { windowSpecs } from './window.ts'

/** All that the desktop app does. @param main the file that is started */
export function everySpec(main: () => string): void {
  windowSpecs(main)
  doorSpecs(main)
  traySpecs(main)
  endingSpecs(main)
  placeSpecs(main)
  supportSpecs(main)
}
