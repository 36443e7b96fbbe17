import path from 'node:path'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { errorCode, errorText } from '../errors.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { contentIdentity } from '../upload/source-file.ts'
import { freeNumber } from './free-name.ts'
import { type MovedFile, moveFile, mustBeDelivered, NotTheDeliveredFile } from './move-file.ts'

/** What became of a source. */
export interface AfterResult {
  state: 'done' | 'kept'
  words: Phrase
}

/** The files of a parcel as they were queued. */
export interface Sources {
  picture: MovedFile
  sidecar: MovedFile | null
}

/** @param digests SHA-256 (hex) as delivered; null where nobody knows */
export function sourcesOf(
  parcel: ParcelRow,
  digests: { picture: string | null; sidecar: string | null },
): Sources {
  const { sidecar_path: sidecarPath, sidecar_identity: sidecarIdentity } = parcel
  const source = (relative: string, identity: string, sha256: string | null): MovedFile => ({
    file: path.join(parcel.root, relative),
    contentIdentity: contentIdentity(identity),
    sha256,
  })
  return {
    picture: source(parcel.path, parcel.identity, digests.picture),
    sidecar:
      sidecarPath === null || sidecarIdentity === null
        ? null
        : source(sidecarPath, sidecarIdentity, digests.sidecar),
  }
}

/**
 * Those that are still in their place, the picture last: the sidecar goes first, since without its picture it would look
 * like a new arrival, and the picture without it does not.
 *
 * @returns null when somebody has taken the picture away, or a run that was cut off has moved it
 * @throws NotTheDeliveredFile when another file stands in the place of one of them
 */
export async function stillThere({ picture, sidecar }: Sources): Promise<MovedFile[] | null> {
  if (!(await isStillThere(picture))) return null
  return sidecar !== null && (await isStillThere(sidecar)) ? [sidecar, picture] : [picture]
}

async function isStillThere({ file, contentIdentity: identity }: MovedFile): Promise<boolean> {
  try {
    await mustBeDelivered(file, identity)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/**
 * Moves files of one parcel under one number where a name is taken.
 *
 * @param sources the picture last
 * @param besides names that must be free under this number as well
 * @returns where the picture is now
 * @throws what `moveFile` throws
 */
export async function moveTogether(
  sources: readonly MovedFile[],
  directory: string,
  besides: readonly string[] = [],
): Promise<string> {
  const names = sources.map(({ file }) => path.basename(file))
  const { name: stem } = path.parse(names.at(-1) ?? '')
  const naming = { stem, first: await freeNumber(directory, [...names, ...besides], stem) }
  let place = ''
  for (const source of sources) place = await moveFile(source, directory, naming)
  return place
}

/** @param changed in words, when it is another file by now */
export function notMoved(error: unknown, changed: Phrase): AfterResult {
  if (error instanceof NotTheDeliveredFile) return { state: 'kept', words: changed }
  return { state: 'kept', words: say`kept: it could not be moved (${errorText(error)})` }
}

/** Sub-folders are kept in the target folder. */
export function targetDirectory(to: string, relativePath: string): string {
  return path.join(to, path.dirname(relativePath))
}
