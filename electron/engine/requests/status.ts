import type { EngineStatus } from '../../../shared/contract.ts'
import { JOB_STATES, type JobStateName } from '../../../shared/job.ts'
import type { HandlerWorld } from './handler-world.ts'
import { say, textOf, told } from '../../../shared/phrase.ts'
import { whatOf } from '../../../shared/problem.ts'

type Counts = EngineStatus['counts']

/** Counts, rate and health: everything the one line of truth at the top needs. */
export async function engineStatus(world: HandlerWorld): Promise<EngineStatus> {
  const { store, delivering, ports } = world
  const counts = countsOf(world)
  const rateBps = delivering.rate.perSecond()
  const secrets = await ports.secrets.describe()
  const openBytes = counts.waiting.bytes + counts.uploading.bytes - store.jobs.sentBytesOfActive()
  return {
    isRunning: world.life.isRunning,
    isPaused: delivering.isPaused,
    counts,
    rateBps,
    etaSeconds: rateBps > 0 ? Math.round(Math.max(0, openBytes) / rateBps) : null,
    folders: world.intakes.map((intake) => {
      const health = intake.health()
      if (world.trouble.problem !== null)
        return { ...health, problem: world.trouble.problem, ...told(whatOf(world.trouble.problem)) }
      return world.life.isRunning
        ? health
        : { ...health, state: 'off', ...told(say`Sluice is not running: nothing is watched.`) }
    }),
    destinations: delivering.lanes.map((lane) => lane.health(ports.clock.now())),
    secrets: textOf(secrets),
    said: typeof secrets === 'string' ? [] : [secrets],
  }
}

function countsOf({ store }: HandlerWorld): Counts {
  const totals = new Map(store.jobs.totals().map(({ state, jobs, bytes }) => [state, { jobs, bytes }]))
  const entries = JOB_STATES.map((state): [JobStateName, Counts[JobStateName]] => [
    state,
    totals.get(state) ?? { jobs: 0, bytes: 0 },
  ])
  return Object.fromEntries(entries) as Counts
}
