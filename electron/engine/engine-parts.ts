import path from 'node:path'
import type { Config, FolderConfig } from '../../shared/config.ts'
import type { EngineHandlers } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { Delivering } from './delivering.ts'
import { Preparing } from './dispatch/preparing.ts'
import type { EventHub } from './event-hub.ts'
import { FolderIntake, type IntakeWorld } from './intake/folder-intake.ts'
import { MetadataReader } from './metadata/exiftool.ts'
import { ThumbnailMaker } from './metadata/thumbnail.ts'
import { sweepWorkDir } from './metadata/work-dir.ts'
import { DiscreetLog } from './log/discreet-log.ts'
import type { Ports } from './ports.ts'
import { RateHistory } from './rate-history.ts'
import { Audits } from './requests/audits.ts'
import { createHandlers } from './requests/handlers.ts'
import { DeliveredToday } from './requests/delivered-today.ts'
import { Thumbnails } from './requests/thumbnails.ts'
import { mustBe } from './store/places.ts'
import type { Store } from './store/store.ts'
import { openWriters } from './watch/open-writers.ts'
import { createScanner, type Scanner } from './watch/scan.ts'

export interface EngineOptions {
  dataDir: string
  config: Config
  ports: Ports
  /** Only to be asked: nothing is watched or sent. */
  readOnly?: boolean
  /** Sends what a person picks, and leaves the hot folders alone. */
  manualOnly?: boolean
}

/** Everything that an engine is made of. */
export interface EngineParts {
  options: EngineOptions
  store: Store
  hub: EventHub
  trouble: { problem: Problem | null }
  delivering: Delivering
  intakes: readonly FolderIntake[]
  /** One for each folder, so that a hanging network share holds up only itself, and one for what faces ask. */
  scanners: readonly Scanner[]
  audits: Audits
  reader: MetadataReader
  rates: RateHistory
  life: { isRunning: boolean; isClosed: boolean }
  handlers: EngineHandlers
}

/** Makes the parts and joins them. @throws ProblemError when a destination cannot be set up */
export async function assembleParts(
  options: EngineOptions,
  store: Store,
  hub: EventHub,
  trouble: EngineParts['trouble'],
): Promise<EngineParts> {
  const { config } = options
  const log = new DiscreetLog(options.ports.log)
  const ports = { ...options.ports, log }
  const watches = options.readOnly !== true && options.manualOnly !== true
  const intakes: FolderIntake[] = []
  const reader = await openReader({ ...options, ports })
  const preparing = new Preparing({ config, store, ports, reader })
  const delivering = await Delivering.open({
    config,
    store,
    ports,
    hub,
    preparing,
    intakes,
    claimsFolders: watches,
  })
  log.hide(privatePlaces(config, delivering))
  const scanners: Scanner[] = []
  const openScanner = (): Scanner => {
    const scanner = createScanner()
    scanners.push(scanner)
    return scanner
  }
  intakes.push(...(await openIntakes({ config, store, ports, hub, delivering, openScanner })))
  const scanner = openScanner()
  const audits = new Audits({ store, scanner, clock: ports.clock, random: ports.random })
  const rates = new RateHistory(ports.clock, () => delivering.rate.perSecond())
  const life = { isRunning: false, isClosed: false }
  const thumbnails = new Thumbnails(store, new ThumbnailMaker(reader), ports.log)
  const deliveredToday = new DeliveredToday({ store, clock: ports.clock, log: ports.log, life }, () => {
    hub.changed()
  })
  const shared = { store, hub, trouble, delivering, intakes, audits, rates, life }
  const handlers = createHandlers({
    ...shared,
    config,
    ports,
    scanner,
    thumbnails,
    preparing,
    deliveredToday,
  })
  return { ...shared, options, scanners, reader, handlers }
}

/** Where files lie that name or show people: hot folders that deliver to such a destination, and where those are moved. */
function privatePlaces({ folders }: Config, delivering: Delivering): string[] {
  const isPrivate = (name: string): boolean => delivering.lane(name).destination.abilities.isPrivate
  return folders
    .filter(({ to }) => to.some(isPrivate))
    .flatMap(({ path: hot, after, rejected }) => [
      hot,
      ...(after.action === 'move' ? [after.to] : []),
      ...(rejected.action === 'move' ? [path.resolve(hot, rejected.to)] : []),
    ])
}

/** What a process that was killed has left is swept away first: the data folder is ours alone by now. */
async function openReader({ dataDir, ports }: EngineOptions): Promise<MetadataReader> {
  const workDir = path.join(dataDir, 'work')
  await sweepWorkDir(workDir)
  return new MetadataReader({ log: ports.log, workDir })
}

async function openIntakes(world: {
  config: Config
  store: Store
  ports: Ports
  hub: EventHub
  delivering: Delivering
  openScanner: () => Scanner
}): Promise<FolderIntake[]> {
  const { config, store, ports, hub, delivering } = world
  const writers = openWriters()
  const rows = await store.write(() =>
    config.folders.map(({ name, path }) => store.places.folder(name, path)),
  )
  return config.folders.map((folder, index) => {
    const intakeWorld: IntakeWorld = {
      store,
      ports,
      writers,
      scanner: world.openScanner(),
      destinationIds: delivering.idsOf(folder.to),
      goesByName: goesByName(folder, delivering),
      emit: (event) => hub.file(event),
      onJobs: () => delivering.wake(),
      onChange: () => hub.changed(),
      onPresence: () => delivering.wake(),
    }
    return new FolderIntake(mustBe(rows[index], 'folder'), folder, intakeWorld)
  })
}

/** Where everything is sent again, a renamed file arrives anew only if no archive would get it twice by that. */
function goesByName({ to, duplicates }: FolderConfig, { lanes }: Delivering): boolean {
  const byName = lanes
    .filter(({ destination }) => to.includes(destination.name))
    .map(({ destination }) => destination.abilities.sameness !== 'content')
  return byName.includes(true) && (duplicates === 'skip-same-content' || !byName.includes(false))
}
