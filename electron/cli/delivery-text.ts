import type { DeliveryRow } from '../../shared/contract.ts'
import { notesOf } from '../../shared/delivery-csv.ts'
import type { SentMetadata } from '../../shared/metadata.ts'
import { printable } from '../engine/node-ports.ts'
import { sidecarWords, takenFrom, takenWords } from './metadata-words.ts'
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
    ...notesOf(receipt).map((note) => `  note: ${note}`),
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
