import type { EngineStatus } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'

/** Something that does not go on without a person. */
export interface Attention {
  /** Stays the same until it is mended. */
  key: string
  subject: { destination: string } | { folder: string } | { failedFiles: number }
  problem: Problem | null
}

/** What needs a person now. What Sluice retries by itself does not. */
export function needsPerson(status: EngineStatus): Attention[] {
  const destinations = status.destinations.flatMap(({ name, state, problem }) =>
    state === 'locked' || (problem !== null && !problem.isRetried)
      ? [{ key: `destination ${name} ${problem?.code ?? ''}`, subject: { destination: name }, problem }]
      : [],
  )
  const folders = status.folders.flatMap(({ name, problem }) =>
    problem !== null && !problem.isRetried
      ? [{ key: `folder ${name} ${problem.code}`, subject: { folder: name }, problem }]
      : [],
  )
  const failedFiles = jobsIn(status, 'failed')
  const failed = failedFiles === 0 ? [] : [{ key: 'failed', subject: { failedFiles }, problem: null }]
  return [...destinations, ...folders, ...failed]
}

/** Files that are on their way or wait for it. */
export function openJobs(status: EngineStatus): number {
  return jobsIn(status, 'waiting') + jobsIn(status, 'uploading') + jobsIn(status, 'confirming')
}

/** True while bytes go out, or an archive's word is waited for. */
export function isSending(status: EngineStatus): boolean {
  return jobsIn(status, 'uploading') + jobsIn(status, 'confirming') > 0
}

function jobsIn({ counts }: EngineStatus, state: keyof EngineStatus['counts']): number {
  return counts[state].jobs
}
