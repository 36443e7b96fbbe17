import type { EngineStatus } from '../../../shared/contract.ts'
import { JOB_STATES, type JobStateName } from '../../../shared/job.ts'
import type { Problem } from '../../../shared/problem.ts'

export const LOCKED: Problem = {
  code: 'sign-in-needed',
  what: 'The archive asks for a sign-in.',
  remedy: 'Sign in.',
  isRetried: false,
}

/** An engine's status with so many jobs in some states; all else is well. */
export function someStatus(
  jobs: Partial<Record<JobStateName, number>> = {},
  others: Partial<EngineStatus> = {},
): EngineStatus {
  const count = (state: JobStateName) => ({ jobs: jobs[state] ?? 0, bytes: 0 })
  const [waiting, uploading, confirming, done, failed, rejected, cancelled] = JOB_STATES
  return {
    isRunning: true,
    isPaused: false,
    counts: {
      waiting: count(waiting),
      uploading: count(uploading),
      confirming: count(confirming),
      done: count(done),
      failed: count(failed),
      rejected: count(rejected),
      cancelled: count(cancelled),
    },
    deliveredToday: 0,
    rateBps: 0,
    etaSeconds: null,
    folders: [],
    destinations: [],
    secrets: '',
    ...others,
  }
}

/** A destination in some state. */
export function someDestination(
  state: EngineStatus['destinations'][number]['state'],
  problem: Problem | null = null,
): EngineStatus['destinations'][number] {
  return { name: 'archive', kind: 'fotoware', state, words: '', untilMs: null, problem, waiting: 0 }
}
