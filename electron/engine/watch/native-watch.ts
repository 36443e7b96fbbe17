import { type FSWatcher, watch } from 'node:fs'
import path from 'node:path'
import type { DirectoryWatch, OpenWatch } from './directory-watch.ts'

/** Node's own watch, one for one directory: reads nothing, so it costs next to nothing where there are thousands. */
export const openNativeWatch: OpenWatch = (directory, events) => {
  let watcher: FSWatcher
  try {
    watcher = watch(directory, { persistent: true, recursive: false })
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)))
  }
  const ownName = path.basename(directory)
  watcher.on('change', (event, name) => {
    const text = nameText(name)
    events.onName(text)
    if (event === 'rename' && text === ownName) events.onSelf()
  })
  watcher.on('error', (error) => events.onError(error))
  const opened: DirectoryWatch = {
    close: () => {
      watcher.close()
      return Promise.resolve()
    },
  }
  return Promise.resolve(opened)
}

/** The types promise a name; some systems give none. */
function nameText(name: string | Buffer | null): string | null {
  return name === null ? null : name.toString()
}
