import type { Store } from '../store/store.ts'
import { sightFiles } from '../watch/scan.ts'
import { lstat } from 'node:fs/promises'
import { say } from '../../../shared/phrase.ts'

/**
 * A person says that a file is complete: it is taken as it is now, without waiting for quiet, for its sidecar, or for the
 * program that holds it open. If it changes after all, it is taken again when it is quiet.
 *
 * @returns false when there is no such file on its way
 */
export async function takeNow(
  store: Store,
  folderId: number,
  root: string,
  path: string,
  nowMs: number,
): Promise<boolean> {
  const { dev } = await lstat(root, { bigint: true })
  const [look] = await sightFiles(root, dev, [path])
  const slash = path.lastIndexOf('/')
  return await store.write(() => {
    const directoryId = store.files.directoryId(folderId, slash < 0 ? '' : path.slice(0, slash))
    const row = directoryId === null ? null : store.files.byName(directoryId, path.slice(slash + 1))
    const isOnItsWay = row !== null && (row.state === 'arriving' || row.state === 'stable')
    if (!isOnItsWay || row.gone_ms !== null || look?.kind !== 'file') return false
    store.files.look(row.id, {
      identity: look.file.identity,
      sizeBytes: look.file.sizeBytes,
      changedMs: Math.round(look.file.changedMs),
      changedSeenMs: nowMs,
      dueMs: nowMs,
      words: say`taken by hand`,
    })
    // Quiet for ever: whoever waits for more waits no longer.
    store.files.change(row.id, { state: 'stable', words: say`taken by hand`, dueMs: nowMs, quietSinceMs: 1 })
    return true
  })
}
