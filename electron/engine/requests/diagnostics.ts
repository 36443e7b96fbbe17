import os from 'node:os'
import { withoutPhrases } from '../../../shared/phrase.ts'
import type { ListedJob } from '../store/job-rows.ts'
import { problemOf } from '../dispatch/job-record.ts'
import type { HandlerWorld } from './handler-world.ts'
import { isPrivateJob, maskedProblem, maskedStatus } from './privacy.ts'
import { engineStatus } from './status.ts'

const JOBS_TOLD = 50

/** Text files for the support bundle. The host adds configuration and logs, and masks all of it. */
export async function collectDiagnostics(world: HandlerWorld): Promise<{ name: string; text: string }[]> {
  const status = await engineStatus(world)
  const failed = world.store.jobLists.list({ state: 'failed', limit: JOBS_TOLD })
  const jobs = failed.map((job) => ({
    id: job.id,
    destination: job.destination,
    sizeBytes: job.size_bytes,
    attempt: job.attempt,
    problem: toldProblem(world, job),
    events: world.store.jobs.events(job.id).map(({ at_ms, event, to_state, problem }) => ({
      at: new Date(at_ms).toISOString(),
      event,
      state: to_state,
      code: problemOf(problem)?.code ?? null,
    })),
  }))
  const machine = {
    platform: process.platform,
    release: os.release(),
    node: process.version,
    memoryMB: Math.round(os.totalmem() / 1e6),
    cores: os.availableParallelism(),
  }
  return [
    { name: 'machine.json', text: JSON.stringify(machine, null, 2) },
    { name: 'status.json', text: JSON.stringify(maskedStatus(world, status), withoutPhrases, 2) },
    { name: 'failed-jobs.json', text: JSON.stringify(jobs, withoutPhrases, 2) },
  ]
}

function toldProblem(world: HandlerWorld, { id, problem }: ListedJob): object | null {
  const told = problemOf(problem)
  return told !== null && isPrivateJob(world, id) ? maskedProblem(told) : told
}
