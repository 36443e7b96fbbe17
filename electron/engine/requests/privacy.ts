import type { EngineStatus } from '../../../shared/contract.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { HandlerWorld } from './handler-world.ts'

type World = Pick<HandlerWorld, 'delivering' | 'store' | 'config'>

/** Whether what goes to this destination names or shows people. One that is no longer set up may have been such a one. */
export function isPrivate({ delivering }: Pick<World, 'delivering'>, destination: string): boolean {
  const lane = delivering.lanes.find(({ destination: { name } }) => name === destination)
  return lane?.destination.abilities.isPrivate ?? true
}

/** Whether the file of this job goes to such a destination, if only among others. */
export function isPrivateJob(world: World, jobId: number): boolean {
  const job = world.store.jobs.byId(jobId)
  if (job === null) return false
  return world.store.jobs
    .byParcel(job.parcel_id)
    .some(({ destination_id: id }) => isPrivate(world, world.store.places.destinationName(id) ?? ''))
}

/** A problem for eyes that need not know whom it is about: sentences may name a file, and so a person. */
export function maskedProblem({ code, isRetried }: Problem): Pick<Problem, 'code' | 'isRetried'> {
  return { code, isRetried }
}

/** The state of the engine without the names of files that name people. */
export function maskedStatus(world: World, status: EngineStatus): object {
  const privateFolders = new Set(
    world.config.folders
      .filter(({ to }) => to.some((destination) => isPrivate(world, destination)))
      .map(({ name }) => name),
  )
  return {
    ...status,
    folders: status.folders.map((folder) =>
      privateFolders.has(folder.name)
        ? {
            ...folder,
            problem: folder.problem === null ? null : maskedProblem(folder.problem),
            attention: folder.attention.map(() => 'a file that is not named here'),
          }
        : folder,
    ),
  }
}
