import { onTestFinished } from 'vitest'
import { noteSightings } from '../../../electron/engine/intake/sightings.ts'
import { stemKey } from '../../../electron/engine/pair/pairing.ts'
import type { PlacedFileRow } from '../../../electron/engine/store/files.ts'
import { openStore, type Store } from '../../../electron/engine/store/store.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

export interface KnownFiles {
  store: Store
  folderId: number
  /** Notes a file as the scan would, with what is known of it elsewhere. */
  see: (
    path: string,
    inode: number,
    elsewhere?: { row: PlacedFileRow; isStillThere: boolean },
  ) => Promise<PlacedFileRow>
  row: (path: string) => PlacedFileRow | null
}

/** A store with one hot folder, without a disk. */
export async function knownFiles(goesByName = false): Promise<KnownFiles> {
  const clock = new FakeClock()
  const trouble = { onTrouble: () => undefined, onRecovered: () => undefined }
  const store = openStore(await temporaryFolder(), clock, trouble)
  onTestFinished(() => store.close())
  const { id: folderId } = await store.write(() => store.places.folder('hot', '/hot'))
  const split = (path: string): [string, string] => {
    const slash = path.lastIndexOf('/')
    return slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)]
  }
  const row = (path: string): PlacedFileRow | null => {
    const [directory, name] = split(path)
    const directoryId = store.files.directoryId(folderId, directory)
    const found = directoryId === null ? null : store.files.byName(directoryId, name)
    return found === null ? null : store.files.byId(found.id)
  }
  return {
    store,
    folderId,
    row,
    async see(path, inode, elsewhere) {
      const [directory, name] = split(path)
      const sighted = {
        name,
        identity: `1:${String(inode)}:10:99`,
        sizeBytes: 10,
        changedMs: 99,
        mtimeMs: 99,
      }
      await store.write(() => {
        const directoryId = store.files.directory(folderId, directory, 1)
        const known = new Map(elsewhere === undefined ? [] : [[name, elsewhere]])
        const world = { store, folderId, folderName: 'hot', goesByName, nowMs: clock.now() }
        noteSightings(world, directory, directoryId, [sighted], known)
      })
      const seen = row(path)
      if (seen === null) throw new Error(`${stemKey(path)} was not noted`)
      return seen
    },
  }
}
