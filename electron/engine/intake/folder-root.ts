import type { Problem } from '../../../shared/problem.ts'
import { errorCode } from '../errors.ts'
import type { Random } from '../ports.ts'
import type { Store } from '../store/store.ts'
import {
  type FolderTraits,
  judgeRoot,
  readMarker,
  readVolume,
  type Volume,
  writeMarker,
} from '../watch/volume.ts'

const TOKEN_LENGTH = 24

export type RootLook = { kind: 'here'; volume: Volume } | { kind: 'away'; problem: Problem }

/**
 * Looks whether the folder that is found at `root` is the one that is known. On the first sight of a folder it is given
 * a marker. A folder that is away, or another in its place, is never read as «everything was deleted».
 */
export async function lookAtRoot(
  store: Store,
  folderId: number,
  root: string,
  random: Random,
): Promise<RootLook> {
  const row = store.places.folderById(folderId)
  const known: FolderTraits | null =
    row.volume_id === null ? null : { marker: row.marker, volumeId: row.volume_id }
  let volume: Volume
  let marker: string | null
  try {
    volume = await readVolume(root)
    marker = await readMarker(root)
  } catch (error) {
    const verdict = judgeRoot(known, { code: errorCode(error) || 'EIO' })
    if (verdict.kind === 'here') throw error
    return { kind: 'away', problem: verdict.problem }
  }
  const verdict = judgeRoot(known, { marker, volumeId: volume.id })
  if (verdict.kind !== 'here') return { kind: 'away', problem: verdict.problem }
  if (marker === null) {
    await writeMarker(root, random.token(TOKEN_LENGTH))
    marker = await readMarker(root)
  }
  if (known?.marker !== marker || known.volumeId !== volume.id) {
    await store.write(() => store.places.setRoot(folderId, marker, volume.id))
  }
  return { kind: 'here', volume }
}
