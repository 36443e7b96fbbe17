import { lstat } from 'node:fs/promises'
import { errorCode } from '../errors.ts'
import { DAMAGED_NAME, type SightedFile, joinPath, mayBeDamaged, sightedFile } from './sighting.ts'

export type Sighting =
  { kind: 'file'; file: SightedFile } | { kind: 'gone' } | { kind: 'unreadable'; code: string }

/** Below the size of Node's thread pool times a few: more gains nothing and crowds out uploads. */
const AT_ONCE = 8

/**
 * A fresh look at a few files, in the order of `paths` (relative to the root, with `/`). What is no longer a plain
 * file, or can only be reached through a link, is gone.
 */
export async function sightFiles(
  root: string,
  rootDev: bigint,
  paths: readonly string[],
): Promise<Sighting[]> {
  const sightings: Sighting[] = paths.map(() => ({ kind: 'gone' }))
  const parents = new Map<string, Promise<boolean>>()
  let next = 0
  const lookOnAndOn = async (): Promise<void> => {
    for (let index = next++; index < paths.length; index = next++) {
      const path = paths[index] ?? ''
      sightings[index] = await sightOne(root, rootDev, path, parents)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, lookOnAndOn))
  return sightings
}

async function sightOne(
  root: string,
  rootDev: bigint,
  path: string,
  parents: Map<string, Promise<boolean>>,
): Promise<Sighting> {
  const slash = path.lastIndexOf('/')
  const name = path.slice(slash + 1)
  try {
    if (slash > 0 && !(await isRealDirectory(root, path.slice(0, slash), parents))) return { kind: 'gone' }
    const stats = await lstat(joinPath(root, path), { bigint: true })
    return stats.isFile() ? { kind: 'file', file: sightedFile(name, stats, rootDev) } : { kind: 'gone' }
  } catch (error) {
    const code = errorCode(error)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return { kind: 'unreadable', code: code || 'EIO' }
    return mayBeDamaged(path) ? { kind: 'unreadable', code: DAMAGED_NAME } : { kind: 'gone' }
  }
}

/** True when every part of the way is a directory and none is a link. Each directory is asked once a batch. */
function isRealDirectory(
  root: string,
  directory: string,
  known: Map<string, Promise<boolean>>,
): Promise<boolean> {
  const before = known.get(directory)
  if (before !== undefined) return before
  const answer = (async () => {
    const slash = directory.lastIndexOf('/')
    if (slash > 0 && !(await isRealDirectory(root, directory.slice(0, slash), known))) return false
    return (await lstat(joinPath(root, directory))).isDirectory()
  })()
  known.set(directory, answer)
  return answer
}
