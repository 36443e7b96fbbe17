import { copyFile, mkdir, readdir, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { demoPhotos, makePhotos, type PhotoSpec } from '../support/photos.ts'
import type { Workplace } from './workplace.ts'

export const FILM = 'interview.mov'
const SMALL_FILM_BYTES = 24 * 1024 * 1024
/** A person who drags files into a folder is not faster. */
const DROP_EVERY_MS = 250

export interface Supply {
  firstFiles: number
  laterFiles: number
}

/** Makes the photos: the first ones in the hot folder, the later ones on a memory card beside it. */
export async function makeSupply(place: Workplace, isSmall: boolean, signal: AbortSignal): Promise<Supply> {
  const { first, later } = demoPhotos()
  const onMade = (): void => {
    signal.throwIfAborted()
  }
  await makePhotos(place.hotFolder, isSmall ? first.map(withSmallFilm) : first, { onMade })
  await makePhotos(place.memoryCard, later, { onMade })
  return { firstFiles: first.length, laterFiles: later.length }
}

function withSmallFilm(spec: PhotoSpec): PhotoSpec {
  return path.posix.basename(spec.path) === FILM ? { ...spec, sizeBytes: SMALL_FILM_BYTES } : spec
}

/** Copies the memory card into the hot folder, one file after the other. */
export async function emptyMemoryCard(place: Workplace, signal: AbortSignal): Promise<void> {
  for (const name of await filesBelow(place.memoryCard)) {
    const source = path.join(place.memoryCard, name)
    const target = path.join(place.hotFolder, name)
    await mkdir(path.dirname(target), { recursive: true })
    await copyFile(source, target)
    const { atime, mtime } = await stat(source)
    await utimes(target, atime, mtime)
    await delay(DROP_EVERY_MS, undefined, { signal })
  }
}

/** Relative paths of all files, in order; hidden ones are no photos. */
export async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .toSorted()
}
