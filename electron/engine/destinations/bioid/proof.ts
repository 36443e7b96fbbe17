import type { ServerProof } from '../destination.ts'
import type { AskedMemo } from './memo.ts'
import type { TaskResult } from './wire.ts'

const DONE = {
  enroll: 'Enrolled',
  verify: 'Verified',
  identify: 'Identified',
  livenessdetection: 'Found to be a living person',
} as const
const MATCHES_TOLD = 3

/** The receipt's part on a task that went well. */
export function taskProof(
  memo: AskedMemo,
  result: TaskResult,
  requestId: string | null,
  isInferred: boolean,
): ServerProof {
  const { task, count, bcid, wasEnrolled } = memo
  const samples = count === 1 ? 'one sample' : `${String(count)} samples`
  const notes = [
    `${DONE[task]} as ${bcid} with ${samples}${result.action == null ? '' : ` (${result.action})`}.`,
    ...matchNotes(result),
    ...(task === 'enroll' && wasEnrolled === true
      ? ['The person was enrolled before; the template was trained further.']
      : []),
    ...(isInferred
      ? ['The answer was lost. BioID did not know the person before, and knows the person now.']
      : []),
    ...memo.notes,
  ]
  return { assetUrl: null, assetName: bcid, proof: 'asset', uploadId: memo.tokenId, requestId, notes }
}

/** Uploaded, and nothing more. */
export function uploadProof(bcid: string, tokenId: string | null, notes: readonly string[]): ServerProof {
  const words = 'Only uploaded: without a task BioID forgets the sample within minutes.'
  return {
    assetUrl: null,
    assetName: bcid,
    proof: 'accepted',
    uploadId: tokenId,
    requestId: null,
    notes: [words, ...notes],
  }
}

/** Identify Web API: candidates with their scores. */
function matchNotes({ matches }: TaskResult): string[] {
  return (matches ?? [])
    .toSorted((one, other) => other.score - one.score)
    .slice(0, MATCHES_TOLD)
    .map(({ score, storage, partition, classid }) => {
      const found = [storage, partition, classid].filter((part) => part != null).join('.')
      return `Match: ${found} (${score.toFixed(2)}).`
    })
}
