import { faceInfo } from '../host/face-info.ts'
import type { FaceHandlers } from '../host/host.ts'
import { ProblemError } from '../engine/errors.ts'

/** The command line is no window: it has no dialogs, and says so when it is asked for one. */
export function terminalFace(dataDir: string): FaceHandlers {
  const none = (): never => {
    throw new ProblemError({
      code: 'no-window',
      what: 'This Sluice runs in a terminal and has no window of its own.',
      remedy: 'Start it with «sluice run --ui», or open the desktop app.',
      isRetried: false,
    })
  }
  return {
    'face.info': () => faceInfo(dataDir, null),
    'face.pick': none,
    'face.save': none,
    'face.showInFolder': none,
    'face.openUrl': none,
  }
}
