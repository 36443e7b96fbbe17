import type { DestinationHealth, JobRow } from '../../../shared/contract.ts'
import type { Live } from '../../stores/queue.svelte.ts'
import { words } from '../../texts/texts.svelte.ts'
import { nameAndPlace } from './file-names.ts'
import { moment } from '../../texts/format.ts'
import { said } from '../../texts/said.ts'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad'

/** The state of a job in words, why it is so, and the colour of it. */
export interface StateWords {
  state: string
  reason: string
  tone: Tone
}

/** How much of a file is sent, from 0 to 1. Empty files are sent at once. */
export function shareOf(job: Pick<JobRow, 'sizeBytes' | 'sentBytes'>, live: Live | undefined): number {
  const sent = Math.max(job.sentBytes, live?.sentBytes ?? 0)
  return job.sizeBytes === 0 ? 1 : Math.min(1, sent / job.sizeBytes)
}

export function stateWords(
  job: JobRow,
  live: Live | undefined,
  destination: DestinationHealth | undefined,
  nowMs: number,
): StateWords {
  const text = words().queue.states
  const reason = whyOf(job)
  switch (job.state) {
    case 'waiting':
      return waiting(job, destination, nowMs)
    case 'uploading': {
      const percent = Math.floor(shareOf(job, live) * 100)
      const state = job.isUpdate ? text.updating : percent === 0 ? text.preparing : text.uploading(percent)
      return { state, reason: '', tone: 'accent' }
    }
    case 'confirming':
      return { state: text.confirming, reason: text.confirmingWhy, tone: 'plain' }
    case 'done':
      return { state: text.done(moment(job.changedMs, nowMs)), reason: '', tone: 'good' }
    case 'failed':
      return { state: text.failed, reason, tone: 'bad' }
    case 'rejected':
      return { state: text.rejected, reason, tone: 'bad' }
    case 'cancelled':
      return { state: text.cancelled, reason, tone: 'plain' }
  }
}

function waiting(job: JobRow, destination: DestinationHealth | undefined, nowMs: number): StateWords {
  const text = words().queue.states
  if (destination !== undefined && destination.state !== 'ready')
    return {
      state: text.waitingFor(destination.name),
      reason: said(destination.words, destination.said),
      tone: 'warn',
    }
  const why = whyOf(job)
  if (job.notBeforeMs > nowMs)
    return { state: text.nextTry(moment(job.notBeforeMs, nowMs)), reason: why, tone: 'warn' }
  return { state: text.waiting, reason: why, tone: 'plain' }
}

function whyOf({ problem }: JobRow): string {
  return problem === null ? '' : said(problem.what, problem.said)
}

/** `hot / Cup Final · with XMP · → Press archive` */
export function placeWords(job: JobRow): string {
  const text = words().queue
  const { folders } = nameAndPlace(job.path)
  return [
    [job.folder ?? text.byHand, ...folders].join(' / '),
    ...(job.hasSidecar ? [text.withSidecar] : []),
    ...(job.isUpdate ? [text.onlyMetadata] : []),
    `→ ${job.destination}`,
  ].join(' · ')
}
