import { Receipt } from '../../../shared/job.ts'

/** The destination's part of a receipt, as memos keep it until the engine asks for it. */
export const KeptProof = Receipt.pick({
  assetUrl: true,
  assetName: true,
  proof: true,
  uploadId: true,
  requestId: true,
  notes: true,
  said: true,
})
