import { noted, type Phrase, say } from '../../../../shared/phrase.ts'
import type { ServerProof } from '../destination.ts'
import type { AskedMemo } from './memo.ts'
import type { TaskResult } from './wire.ts'

const DONE: Record<AskedMemo['task'], (bcid: string, samples: Phrase) => Phrase> = {
  enroll: (bcid, samples) => say`Enrolled as ${bcid} with ${samples}`,
  verify: (bcid, samples) => say`Verified as ${bcid} with ${samples}`,
  // Whom BioID has found is told by the matches: it need not be the one that the folder names.
  identify: (_bcid, samples) => say`Looked for with ${samples}`,
  livenessdetection: (bcid, samples) => say`Found to be a living person as ${bcid} with ${samples}`,
}
const MATCHES_TOLD = 3

/** The receipt's part on a task that went well. */
export function taskProof(
  memo: AskedMemo,
  result: TaskResult,
  requestId: string | null,
  isInferred: boolean,
): ServerProof {
  const { task, count, bcid, wasEnrolled } = memo
  const done = DONE[task](bcid, count === 1 ? say`one sample` : say`${count} samples`)
  const notes = [
    result.action == null ? say`${done}.` : say`${done} (${result.action}).`,
    ...(task === 'identify' ? matchNotes(result) : []),
    ...(task === 'enroll' && wasEnrolled === true
      ? [say`The person was enrolled before; the template was trained further.`]
      : []),
    ...(isInferred
      ? [say`The answer was lost. BioID did not know the person before, and knows the person now.`]
      : []),
    ...memo.notes,
  ]
  return {
    assetUrl: null,
    assetName: bcid,
    proof: 'asset',
    uploadId: memo.tokenId,
    requestId,
    ...noted(notes),
  }
}

/** Uploaded, and nothing more. */
export function uploadProof(bcid: string, tokenId: string | null, notes: readonly Phrase[]): ServerProof {
  const words = say`Only uploaded: without a task BioID forgets the sample within minutes.`
  return {
    assetUrl: null,
    assetName: bcid,
    proof: 'accepted',
    uploadId: tokenId,
    requestId: null,
    ...noted([words, ...notes]),
  }
}

/** Identify Web API: candidates with their scores. */
function matchNotes({ matches }: TaskResult): Phrase[] {
  if (matches?.length === 0) return [say`BioID knows nobody who looks like this.`]
  return (matches ?? [])
    .toSorted((one, other) => other.score - one.score)
    .slice(0, MATCHES_TOLD)
    .map(({ score, storage, partition, classid }) => {
      const found = [storage, partition, classid].filter((part) => part != null).join('.')
      return say`Match: ${found} (${score.toFixed(2)}).`
    })
}
