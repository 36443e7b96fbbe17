import type { DeliveryRow } from '../../shared/contract.ts'
import type { SentMetadata } from '../../shared/metadata.ts'
import { printable } from '../engine/node-ports.ts'
import { sidecarWords, takenFrom, takenIso, takenWords } from './metadata-words.ts'
import { timeWords } from './words.ts'

/** One delivery in a few lines: when and what, the receipt, the metadata, and what else is to be known. */
export function deliveryText({ kind, deliveredMs, path, destination, receipt, after }: DeliveryRow): string {
  const { assetUrl, assetName, metadata } = receipt
  const isUpdate = kind === 'update'
  const where = assetUrl ?? assetName ?? 'accepted by the server, which does not tell where it is'
  const lines = [
    `${timeWords(deliveredMs)}  ${path} → ${destination}${isUpdate ? ' (metadata update)' : ''}`,
    `  ${isUpdate ? where : `${where} · source ${after}`}`,
    ...metadataLines(metadata),
    ...receiptNotes(receipt).map((note) => `  note: ${note}`),
  ]
  return lines.map(printable).join('\n')
}

function metadataLines(metadata: SentMetadata | null): string[] {
  if (metadata === null) return []
  const { taken, template, sidecar } = metadata
  const done = sidecarWords(sidecar)
  const parts = [
    ...(template === null ? [] : [`template «${template}»`]),
    ...(done === null ? [] : [`sidecar ${done}`]),
  ]
  return [
    ...(taken === null ? [] : [`  taken ${takenWords(taken)}, ${takenFrom(taken)}`]),
    ...(parts.length === 0 ? [] : [`  ${parts.join(' · ')}`]),
  ]
}

/** What a person should know of a delivery, of its metadata too. */
function receiptNotes({ notes, metadata }: DeliveryRow['receipt']): string[] {
  const missing = metadata?.missing ?? []
  return [
    ...notes,
    ...(metadata?.notes ?? []),
    ...(missing.length === 0 ? [] : [`The file has no value for ${missing.join(', ')}.`]),
  ]
}

/** Heads of the columns that tell about metadata, in files for spreadsheets. */
export const METADATA_HEAD = ['kind', 'capturedAt', 'captureTag', 'template', 'sidecar', 'notes']

export function metadataCells({ kind, receipt }: DeliveryRow): (string | null)[] {
  const { metadata } = receipt
  const taken = metadata?.taken ?? null
  const notes = receiptNotes(receipt)
  return [
    kind,
    taken === null ? null : takenIso(taken),
    taken?.tag ?? null,
    metadata?.template ?? null,
    metadata?.sidecar ?? null,
    notes.length === 0 ? null : notes.join(' · '),
  ]
}
