import path from 'node:path'
import { openChokidarWatch } from './chokidar-watch.ts'
import type { DirectoryHints, HintListener } from './hints.ts'
import { openNativeWatch } from './native-watch.ts'
import { WatchedDirectories } from './watched-directories.ts'

export type { DirectoryHints, HintDoubt, HintListener } from './hints.ts'

/** Above this many directories chokidar's first reading of each costs more than it is worth. */
const CHOKIDAR_MOST = 500

/** Hints by chokidar; beyond `nativeAbove` directories by Node's own watches. */
export function chokidarHints(listener: HintListener, nativeAbove: number = CHOKIDAR_MOST): DirectoryHints {
  const hints: WatchedDirectories = new WatchedDirectories(listener, (directory, events) => {
    // chokidar takes a backslash for a separator on every system.
    const isPlain = path.sep === '\\' || !directory.includes('\\')
    const open = isPlain && hints.watched < nativeAbove ? openChokidarWatch : openNativeWatch
    return open(directory, events)
  })
  return hints
}

/** Hints by Node's own watches alone. */
export function nativeHints(listener: HintListener): DirectoryHints {
  return new WatchedDirectories(listener, openNativeWatch)
}
