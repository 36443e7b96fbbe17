import { whatOf } from '../../../../shared/problem.ts'
import { errorText, UploadError } from '../../errors.ts'
import type { Confirmation, Journal, ServerProof } from '../destination.ts'
import type { HttpReply } from '../http.ts'
import { isAccepted, patchAsset, readAsset } from './asset-update.ts'
import { type FotowareClient, parseReply } from './client.ts'
import type { FotowareFields } from './field-service.ts'
import type { KnownFields } from './metadata-view.ts'
import { readApiError, serverWords } from './problems.ts'
import { Asset, type TaskMemo } from './wire.ts'
import { type Phrase, say } from '../../../../shared/phrase.ts'

/** The PDF is delivered already, so its receipt does not wait for longer than this. */
const PATIENCE_MS = 5 * 60_000
/** Fields that nearly every asset has: title, headline, description, keywords, creator, copyright. */
const USUAL_FIELDS = [5, 105, 120, 25, 80, 116]
/** History, and who uploaded when: written by the server itself. */
const SERVER_FIELDS: readonly number[] = [231, 360, 361, 362]

/**
 * Gives a delivered PDF back one of its own values. What was added to a PDF on its way in is kept beside it until the asset
 * is changed once more; then the server writes it into the file (section «Metadata in PDF files»).
 *
 * The delivery is proved before this begins and stays so: what goes wrong here becomes a note in the receipt.
 */
export async function touchPdf(
  client: FotowareClient,
  fields: FotowareFields,
  memo: TaskMemo,
  proof: ServerProof,
  journal: Journal,
  signal: AbortSignal,
): Promise<Confirmation> {
  const { touch } = memo
  if (touch === null) return { kind: 'confirmed', proof }
  if (proof.assetUrl === null) return untouched(proof, say`the archive does not tell where it is.`)
  const sinceMs = memo.delivered?.sinceMs ?? client.clock.now()
  // From here on the server need not remember the upload for the PDF to count as delivered.
  if (memo.delivered === null)
    await journal.write({ ...memo, delivered: { proof, sinceMs } } satisfies TaskMemo)
  try {
    const trouble = await writeBack(client, fields, touch.fields, proof.assetUrl, signal)
    return trouble === null ? { kind: 'confirmed', proof } : untouched(proof, trouble)
  } catch (error) {
    if (signal.aborted) throw error
    // A wall clock that was set back must not make it wait for hours.
    if (Math.abs(client.clock.now() - sinceMs) < PATIENCE_MS) return { kind: 'pending' }
    return untouched(proof, error instanceof UploadError ? whatOf(error.problem) : errorText(error))
  }
}

function untouched(proof: ServerProof, why: Phrase | string): Confirmation {
  const note = say`The PDF could not be touched: ${why} The archive may keep its new metadata beside the file.`
  const notes = [...proof.notes, note.text]
  return { kind: 'confirmed', proof: { ...proof, notes, said: [...(proof.said ?? []), note] } }
}

/**
 * @returns why it cannot be done; null when it is done
 * @throws UploadError for what may be different soon
 */
async function writeBack(
  client: FotowareClient,
  fields: FotowareFields,
  sentFields: readonly number[],
  assetUrl: string,
  signal: AbortSignal,
): Promise<Phrase | null> {
  const read = await readAsset(client, assetUrl, signal)
  if (read.status !== 200) return refusal(read)
  const { metadata } = parseReply(read, Asset, say`looking at the PDF`)
  const entry = ownEntry(metadata, sentFields, await fields.knownNow(signal))
  if (entry === null) return say`the archive shows no field of it that could be written.`
  const written = await patchAsset(client, assetUrl, new Map([[entry.id, entry.value]]), { signal })
  return isAccepted(written) ? null : refusal(written)
}

/** A field that was sent along, else a usual one, else any; its value exactly as the asset tells it. */
function ownEntry(
  metadata: Asset['metadata'],
  sentFields: readonly number[],
  known: KnownFields,
): { id: number; value: string | string[] } | null {
  for (const id of [...sentFields, ...USUAL_FIELDS, ...Object.keys(metadata).map(Number)]) {
    const value = metadata[String(id)]?.value
    if (SERVER_FIELDS.includes(id) || known.byId(id)?.isWritable === false) continue
    if (typeof value === 'string') return { id, value }
    if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return { id, value }
  }
  return null
}

/** @throws UploadError for an error of the server that may pass */
function refusal(reply: HttpReply): Phrase {
  // Error pages of web servers say nothing to people.
  const isTold = Object.keys(readApiError(reply.text)).length > 0
  const words = say`the archive answered ${isTold ? serverWords(reply) : String(reply.status)}.`
  if (reply.status < 500 && reply.status !== 408) return words
  throw new UploadError('server', {
    code: 'pdf-not-touched',
    what: words,
    remedy: say`Sluice tries again by itself.`,
    isRetried: true,
  })
}
