import type { Config } from '../../../shared/config.ts'
import type { EngineHandlers, Input, Output } from '../../../shared/contract.ts'
import { arrivalHandlers } from './arrivals.ts'
import { destinationHandlers } from './destinations.ts'
import { collectDiagnostics } from './diagnostics.ts'
import type { HandlerWorld } from './handler-world.ts'
import { addHandPicked } from './hand-picked.ts'
import { cancelJobs, putFirst, retryJobs } from './job-control.ts'
import { listHandlers } from './job-lists.ts'
import { engineStatus } from './status.ts'
import { isPrivateJob } from './privacy.ts'
import { previewTemplate } from './preview.ts'
import { findFolder, unknownName } from './unknown-name.ts'

/** One function per request of the contract: what every face can ask for. */
export function createHandlers(world: HandlerWorld): EngineHandlers {
  return {
    ...controlHandlers(world),
    ...listHandlers(world),
    ...queueHandlers(world),
    ...arrivalHandlers(world),
    ...placeHandlers(world),
    ...destinationHandlers(world),
  }
}

type Place = Input<'engine.pause'>

function controlHandlers(
  world: HandlerWorld,
): Pick<
  EngineHandlers,
  'engine.status' | 'engine.rates' | 'engine.pause' | 'engine.resume' | 'diagnostics.collect'
> {
  return {
    'engine.status': () => engineStatus(world),
    'engine.rates': () => ({ everyMs: world.rates.everyMs, bps: [...world.rates.points] }),
    'engine.pause': (place) => setPaused(world, place, true),
    'engine.resume': (place) => setPaused(world, place, false),
    'diagnostics.collect': async () => ({ files: await collectDiagnostics(world) }),
  }
}

async function setPaused(
  world: HandlerWorld,
  place: Place,
  isPaused: boolean,
): Promise<Output<'engine.pause'>> {
  const { store, delivering } = world
  if (place.folder !== undefined) {
    const intake = findFolder(world.intakes, place.folder)
    await store.write(() => store.places.setFolderPaused(intake.id, isPaused))
    intake.isPaused = isPaused
    if (isPaused) delivering.drainFolder(intake.id)
    else delivering.wake()
  }
  if (place.destination !== undefined) {
    const lane = delivering.lane(place.destination)
    await store.write(() => store.places.setDestinationPaused(lane.id, isPaused))
    if (isPaused) lane.pause()
    else lane.resume()
  }
  if (place.folder === undefined && place.destination === undefined) await delivering.pauseAll(isPaused)
  world.hub.changed()
  return {}
}

function queueHandlers(
  world: HandlerWorld,
): Pick<EngineHandlers, 'jobs.retry' | 'jobs.cancel' | 'jobs.first' | 'upload.add'> {
  return {
    'jobs.retry': (input) => retryJobs(world, input),
    'jobs.cancel': (input) => cancelJobs(world, input),
    'jobs.first': (input) => putFirst(world, input),
    'upload.add': (input) => addUpload(world, input),
  }
}

async function addUpload(world: HandlerWorld, input: Input<'upload.add'>): Promise<Output<'upload.add'>> {
  const { store, delivering, scanner, ports } = world
  const lane = delivering.lane(input.destination)
  mustKnowTemplate(world.config, input.template)
  const picked = {
    paths: input.paths,
    destinationId: lane.id,
    template: input.template ?? null,
    subfolder: input.subfolder ?? null,
    comment: input.comment ?? null,
  }
  const result = await addHandPicked(store, scanner, picked, () => ports.clock.now())
  lane.wake()
  world.hub.changed()
  return result
}

function placeHandlers(
  world: HandlerWorld,
): Pick<EngineHandlers, 'templates.preview' | 'folders.audit' | 'pictures.thumbnail'> {
  const { audits, intakes } = world
  return {
    'templates.preview': (input) => previewTemplate(world, input),
    'folders.audit': ({ folder, after }) => {
      if (after !== undefined) return audits.next(after)
      const { config, id } = findFolder(intakes, folder)
      return audits.begin(config, id)
    },
    'pictures.thumbnail': async ({ job }) => ({
      picture: isPrivateJob(world, job) ? null : await world.thumbnails.of(job),
    }),
  }
}

function mustKnowTemplate(config: Config, name: string | undefined): void {
  if (name === undefined || config.templates.some((template) => template.name === name)) return
  throw unknownName('template', name, config.templates)
}
