import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { AfterConfig } from '../../../shared/config.ts'
import type { Receipt } from '../../../shared/job.ts'
import { errorCode, errorText } from '../errors.ts'
import type { Trash } from '../ports.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { contentIdentity } from '../upload/source-file.ts'
import { freeNumber } from './free-name.ts'
import { type MovedFile, moveFile, mustBeDelivered, NotTheDeliveredFile } from './move-file.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

/** A parcel that every destination has given a receipt for. Only such a one has a source that may go. */
export interface DeliveredParcel {
  parcel: ParcelRow
  receipts: readonly [Receipt, ...Receipt[]]
}

export interface AfterResult {
  state: 'done' | 'kept'
  words: Phrase
}

/**
 * Moves, trashes or deletes the source of a delivered parcel, its sidecar along with it, if both are still the files that were
 * delivered: a picture that was changed needs its sidecar again. Never throws: what could not be done is kept and told.
 */
export async function afterDelivery(
  delivered: DeliveredParcel,
  action: AfterConfig,
  trash: Trash,
): Promise<AfterResult> {
  if (action.action === 'keep') return { state: 'kept', words: say`kept` }
  const { picture, sidecar } = sourcesOf(delivered)
  try {
    if (!(await isStillThere(picture))) return { state: 'done', words: say`already gone` }
    const hasSidecar = sidecar !== null && (await isStillThere(sidecar))
    // The sidecar goes first: without its picture it would look like a new arrival, the picture without it does not.
    const sources = hasSidecar ? [sidecar, picture] : [picture]
    if (action.action === 'move') {
      const moved = await moveTogether(sources, picture, targetDirectory(action.to, delivered.parcel.path))
      return { state: 'done', words: say`moved to ${moved}` }
    }
    for (const { file, contentIdentity: identity } of sources) {
      await mustBeDelivered(file, identity)
      await (action.action === 'trash' ? trash.put(file) : rm(file))
    }
    return { state: 'done', words: action.action === 'trash' ? say`in the trash` : say`deleted` }
  } catch (error) {
    return kept(error)
  }
}

function sourcesOf({ parcel, receipts }: DeliveredParcel): { picture: MovedFile; sidecar: MovedFile | null } {
  const [receipt] = receipts
  const source = (relative: string, identity: string, sha256: string): MovedFile => ({
    file: path.join(parcel.root, relative),
    contentIdentity: contentIdentity(identity),
    sha256,
  })
  const { sidecar_path: sidecarPath, sidecar_identity: sidecarIdentity } = parcel
  const { sidecarSha256 } = receipt
  return {
    picture: source(parcel.path, parcel.identity, receipt.sha256),
    sidecar:
      sidecarPath === null || sidecarIdentity === null || sidecarSha256 === null
        ? null
        : source(sidecarPath, sidecarIdentity, sidecarSha256),
  }
}

/**
 * False when somebody has taken it away, or a run that was cut off has moved it.
 * @throws NotTheDeliveredFile when another one stands in its place
 */
async function isStillThere({ file, contentIdentity: identity }: MovedFile): Promise<boolean> {
  try {
    await mustBeDelivered(file, identity)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

/** @returns where the picture is now */
async function moveTogether(
  sources: readonly MovedFile[],
  picture: MovedFile,
  directory: string,
): Promise<string> {
  const { name: stem } = path.parse(picture.file)
  const names = sources.map(({ file }) => path.basename(file))
  const naming = { stem, first: await freeNumber(directory, names, stem) }
  let place = picture.file
  for (const source of sources) place = await moveFile(source, directory, naming)
  return place
}

/** Sub-folders are kept in the target folder. */
function targetDirectory(to: string, relativePath: string): string {
  return path.join(to, path.dirname(relativePath))
}

function kept(error: unknown): AfterResult {
  if (error instanceof NotTheDeliveredFile)
    return { state: 'kept', words: say`kept: the file has changed since it was delivered` }
  return { state: 'kept', words: say`kept: it could not be moved (${errorText(error)})` }
}
