import type { Config } from '../../../shared/config.ts'
import type { Handlers } from '../../../shared/contract.ts'
import { ProblemError } from '../errors.ts'
import type { FolderIntake } from '../intake/folder-intake.ts'
import { checkDestinations } from './check.ts'
import { collectDiagnostics } from './diagnostics.ts'
import type { HandlerWorld } from './handler-world.ts'
import { addHandPicked } from './hand-picked.ts'
import { cancelJobs, retryJobs } from './job-control.ts'
import { deliveryRow, jobRow } from './rows.ts'
import { engineStatus } from './status.ts'

/** One function per request of the contract: what every face can ask for. */
export function createHandlers(world: HandlerWorld): Handlers {
  const { store, delivering, intakes } = world
  const folder = (name: string): FolderIntake => findFolder(intakes, name)
  const setPaused = async (
    place: { folder?: string | undefined; destination?: string | undefined },
    isPaused: boolean,
  ) => {
    if (place.folder !== undefined) {
      const { id } = folder(place.folder)
      await store.write(() => store.places.setFolderPaused(id, isPaused))
      delivering.folderPaused(id)
    }
    if (place.destination !== undefined) {
      const lane = delivering.lane(place.destination)
      await store.write(() => store.places.setDestinationPaused(lane.id, isPaused))
      if (isPaused) lane.pause()
      else lane.resume()
    }
    if (place.folder === undefined && place.destination === undefined) delivering.pauseAll(isPaused)
    world.hub.changed()
    return {}
  }

  return {
    'engine.status': () => engineStatus(world),
    'engine.pause': (place) => setPaused(place, true),
    'engine.resume': (place) => setPaused(place, false),
    'jobs.list': ({ state, folder: name, before, limit }) => {
      const folderId = name === undefined ? undefined : folder(name).id
      const jobs = store.jobs.list({ state, folderId, before, limit })
      return {
        jobs: jobs.map((job) => jobRow(job, delivering)),
        next: jobs.length < limit ? null : (jobs.at(-1)?.id ?? null),
      }
    },
    'jobs.retry': (input) => retryJobs(world, input),
    'jobs.cancel': (input) => cancelJobs(world, input),
    'history.search': ({ find, before, limit }) => {
      const found = store.deliveries.search(find, before, limit)
      return {
        deliveries: found.map(deliveryRow),
        next: found.length < limit ? null : (found.at(-1)?.id ?? null),
      }
    },
    'upload.add': async ({ paths, destination, template, subfolder, comment }) => {
      const lane = delivering.lane(destination)
      mustKnowTemplate(world.config, template)
      const picked = {
        paths,
        destinationId: lane.id,
        template: template ?? null,
        subfolder: subfolder ?? null,
        comment: comment ?? null,
      }
      const result = await addHandPicked(store, world.scanner, picked, () => world.ports.clock.now())
      lane.wake()
      world.hub.changed()
      return result
    },
    'destinations.check': async ({ name }) => ({
      checks: await checkDestinations(name === undefined ? delivering.lanes : [delivering.lane(name)]),
    }),
    'folders.audit': ({ folder: name, after }) => {
      if (after !== undefined) return world.audits.next(after)
      const { config, id } = folder(name)
      return world.audits.begin(config, id)
    },
    'folders.scan': ({ folder: name }) => {
      for (const intake of name === undefined ? intakes : [folder(name)]) intake.scanSoon()
      return {}
    },
    'diagnostics.collect': async () => ({ files: await collectDiagnostics(world) }),
  }
}

function findFolder(intakes: readonly FolderIntake[], name: string): FolderIntake {
  // A person may name a folder by its path as well.
  const found = intakes.find(({ config }) => config.name === name || config.path === name)
  if (found !== undefined) return found
  throw new ProblemError({
    code: 'unknown-folder',
    what: `There is no folder named «${name}» in the configuration.`,
    remedy: `Known are: ${intakes.map(({ config }) => config.name).join(', ') || 'none'}.`,
    isRetried: false,
  })
}

function mustKnowTemplate(config: Config, name: string | undefined): void {
  if (name === undefined || config.templates.some((template) => template.name === name)) return
  throw new ProblemError({
    code: 'unknown-template',
    what: `There is no template named «${name}» in the configuration.`,
    remedy: `Known are: ${config.templates.map((template) => template.name).join(', ') || 'none'}.`,
    isRetried: false,
  })
}
