import { opendir } from 'node:fs/promises'
import { type Problem, tellProblem } from '../../../shared/problem.ts'
import { errorCode, ProblemError } from '../errors.ts'
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
import { say } from '../../../shared/phrase.ts'

const TOKEN_LENGTH = 24

export type RootLook = { kind: 'here'; volume: Volume } | { kind: 'away'; problem: Problem }

/** The folder is found, but what is in it cannot be listed. Nothing is concluded from that. */
export function rootUnreadable(code: string): ProblemError {
  return new ProblemError({
    code: 'folder-unreadable',
    what: say`The folder is there, but what is in it cannot be listed (${code}).`,
    means: say`Nothing is taken from it and nothing in it counts as deleted.`,
    remedy: say`Give the user who runs Sluice permission to read it, or check the disk. Sluice goes on by itself.`,
    isRetried: true,
  })
}

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
    // An empty place on the same disk may be where the folder was before it was renamed or is to be linked again.
    const token = known?.marker ?? null
    const hadFiles = Object.values(store.files.counts(folderId)).some((files) => files > 0)
    if (token !== null && hadFiles && (await isEmpty(root))) return { kind: 'away', problem: emptied() }
    // With the token that is known, so that the folder is at home here as well if it is put back.
    await writeMarker(root, token ?? random.token(TOKEN_LENGTH))
    marker = await readMarker(root)
  }
  if (known?.marker !== marker || known.volumeId !== volume.id) {
    await store.write(() => store.places.setRoot(folderId, marker, volume.id))
  }
  return { kind: 'here', volume }
}

async function isEmpty(root: string): Promise<boolean> {
  const directory = await opendir(root)
  try {
    return (await directory.read()) === null
  } finally {
    await directory.close()
  }
}

function emptied(): Problem {
  return tellProblem({
    code: 'folder-away',
    what: say`An empty folder is found where files were.`,
    means: say`Nothing in it counts as deleted, since the folder itself may only be elsewhere.`,
    remedy: say`Put the folder back, or put a file into this one: Sluice goes on by itself.`,
    isRetried: true,
  })
}

/** The root of one hot folder as it was last found. */
export class FolderRoot {
  readonly #look: () => Promise<RootLook>
  /** What the folder lies on; null while it is away or was not looked at. */
  volume: Volume | null = null
  problem: Problem | null = null

  constructor(store: Store, folderId: number, root: string, random: Random) {
    this.#look = () => lookAtRoot(store, folderId, root, random)
  }

  /** Looks, and keeps what was found. @returns whether the folder is there */
  async find(): Promise<boolean> {
    const look = await this.#look()
    this.volume = look.kind === 'here' ? look.volume : null
    this.problem = look.kind === 'here' ? null : look.problem
    return look.kind === 'here'
  }

  /** Looks, and changes nothing. */
  async isThere(): Promise<boolean> {
    return (await this.#look()).kind === 'here'
  }

  lost(problem: Problem | null): void {
    this.volume = null
    this.problem = problem
  }
}
