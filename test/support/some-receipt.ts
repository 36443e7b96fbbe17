import type { Receipt } from '../../shared/job.ts'

/** A receipt of a file without metadata; what a test is about stands in `changes`. */
export function someReceipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    assetUrl: null,
    assetName: null,
    proof: 'asset',
    sha256: 'ab'.repeat(32),
    sizeBytes: 1,
    sidecarSha256: null,
    sentSidecarSha256: null,
    modifiedAt: null,
    renamed: [],
    uploadId: null,
    requestId: null,
    finishedAtMs: 1,
    metadata: null,
    notes: [],
    ...changes,
  }
}
