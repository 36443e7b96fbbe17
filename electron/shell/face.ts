import { app, BrowserWindow, dialog, shell } from 'electron'
import { ProblemError } from '../engine/errors.ts'
import { faceInfo } from '../host/face-info.ts'
import type { FaceHandlers } from '../host/host.ts'
import { isOpenable } from './own-page.ts'

/** What the desktop can do that no browser can: dialogs, showing files, opening addresses. */
export function desktopFace(dataDir: string): FaceHandlers {
  return {
    'face.info': () => faceInfo(dataDir, { locale: app.getLocale() }),
    'face.pick': async ({ what }) => ({ paths: await pickPaths(what) }),
    'face.showInFolder': ({ path }) => {
      shell.showItemInFolder(path)
      return {}
    },
    'face.openUrl': async ({ url }) => {
      if (!isOpenable(url)) throw refused(url)
      // As it was judged: what a parser passes over, the system's own may not.
      await shell.openExternal(new URL(url).href)
      return {}
    },
  }
}

/** The system's own dialog; empty when it was cancelled. */
export async function pickPaths(what: 'files' | 'folder'): Promise<string[]> {
  const options: Electron.OpenDialogOptions = {
    properties: what === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory'],
  }
  const window = BrowserWindow.getAllWindows().find((one) => one.isVisible())
  const { canceled, filePaths } = await (window === undefined
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options))
  return canceled ? [] : filePaths
}

function refused(url: string): ProblemError {
  return new ProblemError({
    code: 'address-refused',
    what: `Sluice does not open ${url.slice(0, 200)}: only https addresses are opened.`,
    remedy: 'Copy the address into your browser if you trust it.',
    isRetried: false,
  })
}
