import type { DeliveryRow } from '../../../shared/contract.ts'

/** The columns are those of `sluice history --csv`, so that files from both can be joined. */
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

/** A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, «CSV Injection»). */
function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One row of RFC 4180, with its line end. */
function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

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
  const { metadata } = receipt
  const taken = metadata?.taken ?? null
  const notes = notesOf(receipt)
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
    taken === null ? null : `${taken.local}${taken.zone ?? ''}`,
    taken?.tag ?? null,
    metadata?.template ?? null,
    metadata?.sidecar ?? null,
    notes.length === 0 ? null : notes.join(' · '),
  ])
}
