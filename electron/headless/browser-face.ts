import { faceInfo } from '../host/face-info.ts'
import { type Phrase, say } from '../../shared/phrase.ts'
import type { FaceHandlers } from '../host/host.ts'
import { ProblemError } from '../engine/errors.ts'

function notHere(what: Phrase, remedy: Phrase): () => never {
  return () => {
    throw new ProblemError({ code: 'not-in-a-browser', what, remedy, isRetried: false })
  }
}

/** The window in a browser, which may stand on another computer: no dialogs of the system, no opening of programs. */
export function browserFace(dataDir: string): FaceHandlers {
  return {
    'face.info': () => faceInfo(dataDir, null),
    'face.pick': notHere(
      say`A browser cannot show the file dialog of the computer on which Sluice runs.`,
      say`Choose from the list of folders in this window, or type the path.`,
    ),
    'face.save': notHere(
      say`A browser saves files by itself, on the computer on which it runs.`,
      say`Download the file in the window.`,
    ),
    'face.showInFolder': notHere(
      say`A browser cannot open a folder of the computer on which Sluice runs.`,
      say`Copy the path, and open it there.`,
    ),
    'face.openUrl': notHere(
      say`Sluice runs without a screen here and cannot open an address by itself.`,
      say`Open the address in a tab of this browser.`,
    ),
  }
}
