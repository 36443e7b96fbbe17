import type { AfterConfig } from '../../../shared/config.ts'
import type { Receipt } from '../../../shared/job.ts'
import { say } from '../../../shared/phrase.ts'
import type { Trash } from '../ports.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { finishRemoval, mustBeDelivered, removeDelivered } from './move-file.ts'
import {
  type AfterResult,
  moveTogether,
  notMoved,
  type Sources,
  sourcesOf,
  stillThere,
  targetDirectory,
} from './sources.ts'

/** A parcel that every destination has given a receipt for. Only such a one has a source that may go. */
export interface DeliveredParcel {
  parcel: ParcelRow
  receipts: readonly [Receipt, ...Receipt[]]
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
  try {
    const known = deliveredSources(delivered)
    const wasBegun = await finishRemovals(known)
    const sources = await stillThere(known)
    if (sources === null)
      return {
        state: 'done',
        words: wasBegun && action.action === 'delete' ? say`deleted` : say`already gone`,
      }
    if (action.action === 'move') {
      const moved = await moveTogether(sources, targetDirectory(action.to, delivered.parcel.path))
      return { state: 'done', words: say`moved to ${moved}` }
    }
    for (const source of sources) {
      await mustBeDelivered(source.file, source.contentIdentity)
      await (action.action === 'trash' ? trash.put(source.file) : removeDelivered(source))
    }
    return { state: 'done', words: action.action === 'trash' ? say`in the trash` : say`deleted` }
  } catch (error) {
    return notMoved(error, say`kept: the file has changed since it was delivered`)
  }
}

/** A run that was cut off between renaming and removing: nothing of a face is left lying about. */
async function finishRemovals({ picture, sidecar }: Sources): Promise<boolean> {
  if (sidecar !== null) await finishRemoval(sidecar)
  return await finishRemoval(picture)
}

/** A sidecar that was sent to nobody stays. Some destinations take none, whichever place they have among the others. */
function deliveredSources({ parcel, receipts }: DeliveredParcel): Sources {
  const [{ sha256 }] = receipts
  const sidecarSha256 = receipts.find((receipt) => receipt.sidecarSha256 !== null)?.sidecarSha256 ?? null
  const sources = sourcesOf(parcel, { picture: sha256, sidecar: sidecarSha256 })
  return sidecarSha256 === null ? { ...sources, sidecar: null } : sources
}
