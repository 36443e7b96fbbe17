import { csvRow } from './csv.ts'
import type { DeliveryRow } from './contract.ts'

/** One file for the window and the command line, so that what was exported by both can be joined. */
const HEAD = [
  'delivery',
  'job',
  'delivered',
  'folder',
  'path',
  'destination',
  'asset url',
  'asset name',
  'proof',
  'sha256',
  'bytes',
  'sidecar sha256',
  'modified',
  'upload id',
  'request id',
  'source',
  'kind',
  'capturedAt',
  'captureTag',
  'template',
  'sidecar',
  'notes',
]

/** The first line. The mark in front makes spreadsheets read the file as UTF-8. */
export function csvHead(): string {
  return `\uFEFF${csvRow(HEAD)}`
}

/** What a person should know of a delivery, of its metadata too. In English, as in every exported file. */
export function notesOf({ notes, metadata }: DeliveryRow['receipt']): string[] {
  const missing = metadata?.missing ?? []
  return [
    ...notes,
    ...(metadata?.notes ?? []),
    ...(missing.length === 0 ? [] : [`The file has no value for ${missing.join(', ')}.`]),
  ]
}

/** One delivery as a line of the file. */
export function csvLine({ receipt, ...row }: DeliveryRow): string {
  return csvRow([
    row.id,
    row.jobId,
    new Date(row.deliveredMs).toISOString(),
    row.folder,
    row.path,
    row.destination,
    receipt.assetUrl,
    receipt.assetName,
    receipt.proof,
    receipt.sha256,
    receipt.sizeBytes,
    receipt.sidecarSha256,
    receipt.modifiedAt,
    receipt.uploadId,
    receipt.requestId,
    row.after,
    row.kind,
    ...metadataCells(receipt),
  ])
}

function metadataCells(receipt: DeliveryRow['receipt']): (string | null)[] {
  const { metadata } = receipt
  const taken = metadata?.taken ?? null
  const notes = notesOf(receipt)
  return [
    taken === null ? null : `${taken.local}${taken.zone ?? ''}`,
    taken?.tag ?? null,
    metadata?.template ?? null,
    metadata?.sidecar ?? null,
    notes.length === 0 ? null : notes.join(' · '),
  ]
}
