import path from 'node:path'
import type { AfterConfig } from '../../../shared/config.ts'
import type { Receipt } from '../../../shared/job.ts'
import { errorCode, errorText } from '../errors.ts'
import type { Trash } from '../ports.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { contentIdentity } from '../upload/source-file.ts'
import { moveFile, mustBeDelivered, NotTheDeliveredFile } from './move-file.ts'

/** A parcel that every destination has given a receipt for. Only such a one has a source that may go. */
export interface DeliveredParcel {
  parcel: ParcelRow
  receipts: readonly [Receipt, ...Receipt[]]
}

export interface AfterResult {
  state: 'done' | 'kept'
  words: string
}

/**
 * Moves or trashes the source of a delivered parcel, its sidecar along with it, if both are still the files that were
 * delivered. Never throws: what could not be done is kept and told.
 */
export async function afterDelivery(
  delivered: DeliveredParcel,
  action: AfterConfig,
  trash: Trash,
): Promise<AfterResult> {
  const { parcel, receipts } = delivered
  const [receipt] = receipts
  if (action.action === 'keep') return { state: 'kept', words: 'kept' }
  const sources = [
    {
      file: path.join(parcel.root, parcel.path),
      contentIdentity: contentIdentity(parcel.identity),
      sha256: receipt.sha256,
    },
    ...(parcel.sidecar_path === null || parcel.sidecar_identity === null || receipt.sidecarSha256 === null
      ? []
      : [
          {
            file: path.join(parcel.root, parcel.sidecar_path),
            contentIdentity: contentIdentity(parcel.sidecar_identity),
            sha256: receipt.sidecarSha256,
          },
        ]),
  ]
  const words: string[] = []
  try {
    // The sidecar goes first: without its picture it would look like a new arrival, the picture without it does not.
    for (const source of sources.toReversed()) {
      if (action.action === 'move')
        words.unshift(`moved to ${await moveFile(source, targetDirectory(action.to, parcel.path))}`)
      else {
        await mustBeDelivered(source.file, source.contentIdentity)
        await trash.put(source.file)
        words.unshift('in the trash')
      }
    }
    return { state: 'done', words: words[0] ?? '' }
  } catch (error) {
    return kept(error)
  }
}

/** Sub-folders are kept in the target folder. */
function targetDirectory(to: string, relativePath: string): string {
  return path.join(to, path.dirname(relativePath))
}

function kept(error: unknown): AfterResult {
  if (error instanceof NotTheDeliveredFile)
    return { state: 'kept', words: 'kept: the file has changed since it was delivered' }
  if (errorCode(error) === 'ENOENT') return { state: 'done', words: 'already gone' }
  return { state: 'kept', words: `kept: it could not be moved (${errorText(error)})` }
}
