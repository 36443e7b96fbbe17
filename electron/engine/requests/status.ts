import type { EngineStatus, FolderJobs } from '../../../shared/contract.ts'
import { JOB_STATES, type JobStateName } from '../../../shared/job.ts'
import type { HandlerWorld } from './handler-world.ts'
import { say, textOf, told } from '../../../shared/phrase.ts'
import { whatOf } from '../../../shared/problem.ts'

type Counts = EngineStatus['counts']

/** Counts, rate and health: everything the one line of truth at the top needs. */
export async function engineStatus(world: HandlerWorld): Promise<EngineStatus> {
  const { store, delivering, ports } = world
  const counts = countsOf(world)
  const today = world.deliveredToday.now()
  const places = store.jobs.totalsOfPlaces()
  const rateBps = delivering.rate.perSecond()
  const secrets = await ports.secrets.describe()
  const openBytes = counts.waiting.bytes + counts.uploading.bytes - store.jobs.sentBytesOfActive()
  return {
    isRunning: world.life.isRunning,
    isPaused: delivering.isPaused,
    counts,
    rateBps,
    deliveredToday: today === null ? null : sum([...today.values()]),
    etaSeconds: rateBps > 0 ? Math.round(Math.max(0, openBytes) / rateBps) : null,
    folders: world.intakes.map((intake) => {
      const jobs = folderJobs(
        places.filter(({ folder }) => folder === intake.config.name),
        today === null ? null : (today.get(intake.config.name) ?? 0),
      )
      const health = { ...intake.health(), jobs }
      if (world.trouble.problem !== null)
        return { ...health, problem: world.trouble.problem, ...told(whatOf(world.trouble.problem)) }
      return world.life.isRunning
        ? health
        : { ...health, state: 'off', ...told(say`Sluice is not running: nothing is watched.`) }
    }),
    destinations: delivering.lanes.map((lane) => {
      const health = lane.health(ports.clock.now())
      const here = places.filter(({ destination }) => destination === health.name)
      return { ...health, waiting: jobsIn(here, ['waiting']) }
    }),
    secrets: textOf(secrets),
    said: typeof secrets === 'string' ? [] : [secrets],
  }
}

type PlaceTotals = readonly { state: JobStateName; jobs: number }[]

function folderJobs(totals: PlaceTotals, deliveredToday: number | null): FolderJobs {
  return {
    open: jobsIn(totals, ['waiting', 'uploading', 'confirming']),
    failed: jobsIn(totals, ['failed']),
    deliveredToday,
  }
}

function jobsIn(totals: PlaceTotals, states: readonly JobStateName[]): number {
  return sum(totals.filter(({ state }) => states.includes(state)).map(({ jobs }) => jobs))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

function countsOf({ store }: HandlerWorld): Counts {
  const totals = new Map(store.jobs.totals().map(({ state, jobs, bytes }) => [state, { jobs, bytes }]))
  const entries = JOB_STATES.map((state): [JobStateName, Counts[JobStateName]] => [
    state,
    totals.get(state) ?? { jobs: 0, bytes: 0 },
  ])
  return Object.fromEntries(entries) as Counts
}
