import path from 'node:path'
import { FSWatcher } from 'chokidar'
import type { OpenWatch, WatchEvents } from './directory-watch.ts'

/** chokidar reads every directory once before it is ready; on a sick disk that may never end. */
const READY_WITHIN_MS = 10_000

/**
 * chokidar on one directory. Its `raw` events are the hints: they come for every entry although all entries are ignored,
 * so that chokidar remembers none of them and looks at none of them again. An instance for each directory, one after the
 * other, keeps memory flat (100,000 files: 103 MB instead of 457 MB with one instance for all) and lets us know when it
 * is ready, which chokidar tells only once.
 */
export const openChokidarWatch: OpenWatch = async (directory, events) => {
  const own = spelled(directory)
  const watcher = new FSWatcher({
    backend: 'native',
    depth: 0,
    followSymlinks: false,
    atomic: false,
    ignoreInitial: true,
    ignored: (candidate) => spelled(candidate) !== own,
  })
  const failures: Error[] = []
  let isOpen = false
  watcher.on('error', (error) => {
    if (isOpen) events.onError(error)
    else failures.push(error instanceof Error ? error : new Error(String(error)))
  })
  watcher.on('raw', (event, name, details) => report(events, own, event, name, details))
  watcher.on('unlinkDir', () => events.onSelf())
  await ready(watcher, directory)
  const [failure] = failures
  if (failure !== undefined) {
    await watcher.close()
    throw failure
  }
  isOpen = true
  return { close: () => watcher.close() }
}

function report(events: WatchEvents, own: string, event: string, name: unknown, details: unknown): void {
  // When the directory is gone chokidar waits for it from the one above, whose events are none of ours.
  if (!isAbout(details, own)) {
    events.onSelf()
    return
  }
  const text = typeof name === 'string' ? name : null
  events.onName(text)
  if (event === 'rename' && text === path.posix.basename(own)) events.onSelf()
}

function isAbout(details: unknown, own: string): boolean {
  if (typeof details !== 'object' || details === null || !('watchedPath' in details)) return true
  return typeof details.watchedPath !== 'string' || spelled(details.watchedPath) === own
}

async function ready(watcher: FSWatcher, directory: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await new Promise<void>((resolve) => {
    timer = setTimeout(resolve, READY_WITHIN_MS)
    watcher.once('ready', resolve)
    watcher.add(directory)
  })
  clearTimeout(timer)
}

/** As chokidar spells paths on every system. */
function spelled(name: string): string {
  return name.replaceAll('\\', '/')
}
