import { filePath } from '../store/files.ts'
import type { Listing } from '../watch/scan.ts'
import { FolderScan, lookAtNames, type ScanWorld } from './folder-scan.ts'
import type { Hints } from './hint-book.ts'

export interface PlacesLook {
  world: ScanWorld
  /** Whether sub-folders belong to the hot folder. */
  isRecursive: boolean
  isIgnored(path: string): boolean
  isWatched(directory: string): boolean
  scan(
    scan: FolderScan,
    directory: string,
    recursive: boolean,
    onListing: (listing: Listing) => void,
  ): Promise<void>
}

/** Looks at the names that were hinted at, lists directories with many hints, and goes through those that are new. */
export async function lookIntoPlaces(
  hints: Extract<Hints, { kind: 'places' }>,
  look: PlacesLook,
): Promise<void> {
  const { world, isRecursive } = look
  const scanNumber = world.store.places.folderById(world.folderId).scan_number
  const fresh: string[] = []
  for (const [directory, names] of hints.names) {
    const { newDirectories } = await lookAtNames(world, directory, [...names], (place) =>
      look.isIgnored(place),
    )
    if (isRecursive) fresh.push(...newDirectories)
  }
  // A listing in place of many hints stands for those of new directories as well.
  const noteUnwatched = ({ directory, directories }: Listing): void => {
    if (!isRecursive) return
    fresh.push(
      ...directories.map((name) => filePath({ directory, name })).filter((place) => !look.isWatched(place)),
    )
  }
  for (const directory of hints.directories)
    await look.scan(new FolderScan(world, scanNumber), directory, false, noteUnwatched)
  for (const directory of new Set(fresh))
    await look.scan(new FolderScan(world, scanNumber), directory, true, () => undefined)
}
