import type { Config } from '../../../shared/config.ts'
import type { Handlers, Input, Output } from '../../../shared/contract.ts'
import type { FolderIntake } from '../intake/folder-intake.ts'
import { checkDestinations } from './check.ts'
import { collectDiagnostics } from './diagnostics.ts'
import type { HandlerWorld } from './handler-world.ts'
import { addHandPicked } from './hand-picked.ts'
import { cancelJobs, retryJobs } from './job-control.ts'
import { deliveryRow, jobRow } from './rows.ts'
import { engineStatus } from './status.ts'
import { previewTemplate } from './preview.ts'
import { unknownName } from './unknown-name.ts'

/** One function per request of the contract: what every face can ask for. */
export function createHandlers(world: HandlerWorld): Handlers {
  return { ...controlHandlers(world), ...queueHandlers(world), ...placeHandlers(world) }
}

type Place = Input<'engine.pause'>

function controlHandlers(
  world: HandlerWorld,
): Pick<Handlers, 'engine.status' | 'engine.pause' | 'engine.resume' | 'diagnostics.collect'> {
  return {
    'engine.status': () => engineStatus(world),
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
): Pick<Handlers, 'jobs.list' | 'jobs.retry' | 'jobs.cancel' | 'history.search' | 'upload.add'> {
  const { store, delivering } = world
  return {
    'jobs.list': ({ state, folder, before, limit }) => {
      const folderId = folder === undefined ? undefined : findFolder(world.intakes, folder).id
      const jobs = store.jobs.list({ state, folderId, before, limit })
      const next = jobs.length < limit ? null : (jobs.at(-1)?.id ?? null)
      return { jobs: jobs.map((job) => jobRow(job, delivering)), next }
    },
    'jobs.retry': (input) => retryJobs(world, input),
    'jobs.cancel': (input) => cancelJobs(world, input),
    'history.search': ({ find, before, limit }) => {
      const found = store.deliveries.search(find, before, limit)
      const next = found.length < limit ? null : (found.at(-1)?.id ?? null)
      return { deliveries: found.map(deliveryRow), next }
    },
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
): Pick<Handlers, 'destinations.check' | 'templates.preview' | 'folders.audit' | 'folders.scan'> {
  const { delivering, audits, intakes } = world
  return {
    'destinations.check': async ({ name }) => ({
      checks: await checkDestinations(name === undefined ? delivering.lanes : [delivering.lane(name)]),
    }),
    'templates.preview': (input) => previewTemplate(world, input),
    'folders.audit': ({ folder, after }) => {
      if (after !== undefined) return audits.next(after)
      const { config, id } = findFolder(intakes, folder)
      return audits.begin(config, id)
    },
    'folders.scan': ({ folder }) => {
      for (const intake of folder === undefined ? intakes : [findFolder(intakes, folder)]) intake.scanSoon()
      return {}
    },
  }
}

function findFolder(intakes: readonly FolderIntake[], name: string): FolderIntake {
  // A person may name a folder by its path as well.
  const found = intakes.find(({ config }) => config.name === name || config.path === name)
  if (found !== undefined) return found
  throw unknownName(
    'folder',
    name,
    intakes.map(({ config }) => config),
  )
}

function mustKnowTemplate(config: Config, name: string | undefined): void {
  if (name === undefined || config.templates.some((template) => template.name === name)) return
  throw unknownName('template', name, config.templates)
}
