import path from 'node:path'
import { app, BrowserWindow, dialog, shell } from 'electron'
import writeFileAtomic from 'write-file-atomic'
import { errorText, ProblemError } from '../engine/errors.ts'
import { faceInfo } from '../host/face-info.ts'
import type { FaceHandlers } from '../host/host.ts'
import { isOpenable } from './own-page.ts'
import { ownUpdateWay } from './updater.ts'
import { say } from '../../shared/phrase.ts'

/** What the desktop can do that no browser can: dialogs, showing files, opening addresses. */
export function desktopFace(dataDir: string): FaceHandlers {
  return {
    'face.info': () => faceInfo(dataDir, { locale: app.getLocale(), updates: ownUpdateWay() }),
    'face.pick': async ({ what }) => ({ paths: await pickPaths(what) }),
    'face.save': async ({ name, base64 }) => ({ path: await saveAs(name, Buffer.from(base64, 'base64')) }),
    'face.showInFolder': ({ path: file }) => {
      shell.showItemInFolder(file)
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

/** @returns where the person wanted it; null when they did not. @throws ProblemError when the disk refuses */
async function saveAs(name: string, content: Buffer): Promise<string | null> {
  const defaultPath = path.join(app.getPath('downloads'), path.basename(name))
  const window = BrowserWindow.getAllWindows().find((one) => one.isVisible())
  const { canceled, filePath } = await (window === undefined
    ? dialog.showSaveDialog({ defaultPath })
    : dialog.showSaveDialog(window, { defaultPath }))
  if (canceled) return null
  await writeFileAtomic(filePath, content, { mode: 0o600 }).catch((error: unknown) => {
    throw new ProblemError(
      {
        code: 'file-not-written',
        what: say`${filePath} could not be written (${errorText(error)}).`,
        remedy: say`Choose another folder.`,
        isRetried: false,
      },
      { cause: error },
    )
  })
  return filePath
}

function refused(url: string): ProblemError {
  return new ProblemError({
    code: 'address-refused',
    what: say`Sluice does not open ${url.slice(0, 200)}: only https addresses are opened.`,
    remedy: say`Copy the address into your browser if you trust it.`,
    isRetried: false,
  })
}
