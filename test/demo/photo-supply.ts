import { copyFile, mkdir, readdir, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { demoPhotos, makePhotos, type PhotoSpec } from '../support/photos.ts'
import type { Workplace } from './workplace.ts'

export const FILM = 'interview.mov'
const SMALL_FILM_BYTES = 24 * 1024 * 1024
const SMALL_RAW_BYTES = 2 * 1024 * 1024

export interface Supply {
  firstFiles: number
  laterFiles: number
  filmBytes: number
}

export interface SupplyOptions {
  isSmall: boolean
  signal: AbortSignal
  onMade: (made: number, all: number) => void
}

/** Makes the photos: the first ones in the hot folder, the later ones on a memory card beside it. */
export async function makeSupply(place: Workplace, options: SupplyOptions): Promise<Supply> {
  const { first, later } = demoPhotos()
  const sized = (specs: PhotoSpec[]): PhotoSpec[] => (options.isSmall ? specs.map(smaller) : specs)
  const all = first.length + later.length
  let made = 0
  const onMade = (name: string): void => {
    options.signal.throwIfAborted()
    if (!name.endsWith('.xmp')) options.onMade(++made, all)
  }
  await makePhotos(place.hotFolder, sized(first), { onMade })
  await makePhotos(place.memoryCard, sized(later), { onMade })
  const filmBytes = sized(first).find(isFilm)?.sizeBytes ?? 0
  return { firstFiles: first.length, laterFiles: later.length, filmBytes }
}

function isFilm(spec: PhotoSpec): boolean {
  return path.posix.basename(spec.path) === FILM
}

function smaller(spec: PhotoSpec): PhotoSpec {
  if (isFilm(spec)) return { ...spec, sizeBytes: SMALL_FILM_BYTES }
  return spec.kind === 'raw' ? { ...spec, sizeBytes: SMALL_RAW_BYTES } : spec
}

/** Copies the memory card into the hot folder, one file after the other, with a pause as a person makes it. */
export async function emptyMemoryCard(place: Workplace, everyMs: number, signal: AbortSignal): Promise<void> {
  for (const name of await filesBelow(place.memoryCard)) {
    const source = path.join(place.memoryCard, name)
    const target = path.join(place.hotFolder, name)
    await mkdir(path.dirname(target), { recursive: true })
    await copyFile(source, target)
    const { atime, mtime } = await stat(source)
    await utimes(target, atime, mtime)
    await delay(everyMs, undefined, { signal })
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
