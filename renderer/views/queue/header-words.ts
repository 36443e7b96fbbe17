import type { EngineStatus } from '../../../shared/contract.ts'
import type { BatchProgress } from '../../stores/queue-batch.ts'
import { bytes, duration, number } from '../../texts/format.ts'
import { words } from '../../texts/texts.svelte.ts'

/** The line of truth: what goes on, and how far along it is. */
export function headerWords(
  engine: EngineStatus | null,
  batch: BatchProgress | null,
): { title: string; words: string } {
  if (engine === null) return { title: words().shell.loading, words: '' }
  return { title: title(engine), words: line(engine, batch) }
}

function title({ counts, isRunning, isPaused, destinations }: EngineStatus): string {
  const text = words().queue
  const { waiting, uploading, confirming, done, failed, rejected } = counts
  const open = waiting.jobs + uploading.jobs + confirming.jobs
  if (!isRunning) return text.off
  if (uploading.jobs > 0) return text.uploading(number(uploading.jobs), number(open))
  if (isPaused) return waiting.jobs > 0 ? text.paused(number(waiting.jobs)) : text.pausedEmpty
  if (confirming.jobs > 0) return text.confirming(number(confirming.jobs))
  if (waiting.jobs > 0) {
    const isHeld = destinations.every(({ state }) => state !== 'ready')
    return isHeld ? text.locked(number(waiting.jobs)) : text.waiting(number(waiting.jobs))
  }
  const isAll = done.jobs > 0 && failed.jobs === 0 && rejected.jobs === 0
  return isAll ? text.allDelivered : text.nothing
}

function line({ counts, deliveredToday, etaSeconds }: EngineStatus, batch: BatchProgress | null): string {
  const text = words().queue
  const parts: string[] = []
  if (batch !== null) {
    parts.push(text.ofBytes(bytes(batch.sentBytes), bytes(batch.totalBytes)))
    if (etaSeconds !== null) parts.push(text.aboutLeft(duration(etaSeconds)))
  }
  parts.push(
    deliveredToday === null
      ? text.delivered(number(counts.done.jobs))
      : text.deliveredToday(number(deliveredToday)),
  )
  if (counts.failed.jobs > 0) parts.push(text.needYou(counts.failed.jobs, number(counts.failed.jobs)))
  if (counts.rejected.jobs > 0) parts.push(text.someRejected(number(counts.rejected.jobs)))
  return parts.join(' · ')
}
