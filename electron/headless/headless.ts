/** The window in a browser: all that the command line needs of it. */
export { browserFace } from './browser-face.ts'
export { openWindow, type OpenWindow, type OpenWindowOptions } from './open-window.ts'
export { windowFiles } from './window-files.ts'
export { windowPlace, type WindowPlace } from './window-place.ts'
