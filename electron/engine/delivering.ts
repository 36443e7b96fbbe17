import path from 'node:path'
import type { Config, FolderConfig } from '../../shared/config.ts'
import { Afterwards } from './afterwards.ts'
import { createDestination } from './destinations/registry.ts'
import { recordEvent } from './dispatch/job-record.ts'
import { Lane } from './dispatch/lane.ts'
import type { LaneWorld } from './dispatch/lane-world.ts'
import { originOf } from './dispatch/origin.ts'
import type { Preparing } from './dispatch/preparing.ts'
import { ProblemError } from './errors.ts'
import type { EventHub } from './event-hub.ts'
import type { FolderIntake } from './intake/folder-intake.ts'
import type { Ports } from './ports.ts'
import { Rate } from './rate.ts'
import { resolveSecret } from './secrets/resolve-secret.ts'
import type { JobRecord } from './store/jobs.ts'
import type { ParcelRow } from './store/parcels.ts'
import { MANUAL_FOLDER_ID } from './store/places.ts'
import type { Store } from './store/store.ts'
import { Throttle } from './upload/throttle.ts'
import type { UploadOrder } from './upload/upload-job.ts'
import { say } from '../../shared/phrase.ts'

const RECOVER_ROWS = 500
const PAUSED = 'is_paused'

export interface DeliveringOptions {
  config: Config
  store: Store
  ports: Ports
  hub: EventHub
  preparing: Preparing
  /** Filled in later: folders and deliveries need each other. */
  intakes: readonly FolderIntake[]
  /** False: only what a person picked is sent. */
  claimsFolders: boolean
}

/** All lanes together, and what follows a delivery. */
export class Delivering {
  readonly rate: Rate
  readonly #options: DeliveringOptions
  readonly #lanes = new Map<string, Lane>()
  #isPaused: boolean
  readonly #afterwards: Afterwards

  private constructor(options: DeliveringOptions) {
    this.#options = options
    this.rate = new Rate(options.ports.clock)
    this.#isPaused = options.store.places.getMeta(PAUSED) === '1'
    this.#afterwards = new Afterwards(options.store, options.ports, (folderId) => {
      const intake = this.#intake(folderId)
      if (intake === undefined) return null
      const { after, rejected } = intake.config
      return { after, rejected, isHere: intake.isHere }
    })
  }

  /** @throws ProblemError when a destination cannot be set up */
  static async open(options: DeliveringOptions): Promise<Delivering> {
    const delivering = new Delivering(options)
    const { config, store, ports } = options
    const secret = (ref: string | { env: string }): Promise<string> =>
      resolveSecret(ref, ports.secrets, ports.network.proxyEnv)
    const destinations = config.destinations.map((one) => createDestination(one, { ...ports, secret }))
    const rows = await store.write(() =>
      destinations.map(({ name, abilities }) => {
        const row = store.places.destination(name)
        store.jobGroups.begin(row.id, abilities.group !== null)
        return row
      }),
    )
    const throttle = new Throttle(ports.clock, config.limits)
    const world = delivering.#world(throttle.isLimiting ? (bytes) => throttle.take(bytes) : null)
    for (const [index, row] of rows.entries()) {
      const destination = destinations[index]
      if (destination !== undefined) delivering.#lanes.set(row.name, new Lane(destination, row, world))
    }
    return delivering
  }

  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()]
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** @throws ProblemError `unknown-destination` */
  lane(name: string): Lane {
    const lane = this.#lanes.get(name)
    if (lane !== undefined) return lane
    throw new ProblemError({
      code: 'unknown-destination',
      what: say`There is no destination named «${name}» in the configuration.`,
      remedy: say`Known are: ${[...this.#lanes.keys()].join(', ') || say`none`}.`,
      isRetried: false,
    })
  }

  idsOf(names: readonly string[]): number[] {
    return names.map((name) => this.lane(name).id)
  }

  /**
   * Jobs that a dead process held go back to the queue; their next attempt starts from the journal. They go first: what
   * is already at the server must not be overtaken by another file with the same content.
   */
  async recover(): Promise<void> {
    const { store, ports } = this.#options
    for (const state of ['uploading', 'confirming'] as const) {
      for (;;) {
        const jobs = store.jobs.byState(state, 0, RECOVER_ROWS)
        if (jobs.length === 0) break
        const nowMs = ports.clock.now()
        await store.write(() => {
          for (const job of jobs) {
            store.jobGroups.ungather(job.id)
            // The attempt counts while nothing was sent, so that a file which kills the process runs out of attempts.
            recordEvent(
              store,
              job.id,
              { name: 'postponed', notBeforeMs: 0, problem: null, isAttempt: state === 'uploading' },
              nowMs,
            )
          }
        })
      }
    }
  }

  start(): void {
    for (const lane of this.#lanes.values()) lane.start()
    this.#afterwards.run()
  }

  async stop(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()))
    await this.#afterwards.stop()
    await Promise.all(this.lanes.map((lane) => lane.destination.close()))
  }

  /** Jobs or folders have changed: looks what can be done now. */
  wake(): void {
    this.#afterwards.run()
    for (const lane of this.#lanes.values()) lane.wake()
  }

  /** Holds or lets go of everything; kept over a restart. */
  async pauseAll(isPaused: boolean): Promise<void> {
    const { store } = this.#options
    await store.write(() => store.places.setMeta(PAUSED, isPaused ? '1' : ''))
    this.#isPaused = isPaused
    for (const lane of this.lanes) {
      if (isPaused) for (const folder of this.#allFolders()) lane.drainFolder(folder)
      else lane.retryNow()
    }
    this.#options.hub.changed()
  }

  /** Ends what is being sent from a folder; its jobs go back to the queue. */
  drainFolder(folderId: number): void {
    for (const lane of this.#lanes.values()) lane.drainFolder(folderId)
  }

  clockSetBack(): void {
    for (const lane of this.#lanes.values()) lane.clockSetBack()
  }

  /** Nothing is under way, and nothing waits that could be sent without a person. */
  isAtRest(): boolean {
    const folders = this.#claimable()
    const isLaneAtRest = this.lanes.every(
      (lane) =>
        lane.isIdle && (lane.needsPerson || this.#options.store.jobs.nextTimeMs(lane.id, folders) === null),
    )
    return isLaneAtRest && this.#afterwards.isAtRest()
  }

  #world(throttle: LaneWorld['throttle']): LaneWorld {
    const { store, ports, hub, preparing } = this.#options
    return {
      store,
      ports,
      throttle,
      claimableFolders: () => this.#claimable(),
      order: (job, parcel) => this.#order(job, parcel),
      prepare: (job, parcel, destination, source, signal) => {
        const rules = this.#intake(job.folder_id)?.config ?? null
        return preparing.prepare(job, parcel, rules, destination, source, signal)
      },
      allowsRevisions: (folderId) => this.#intake(folderId)?.config.sidecarRevisions ?? false,
      isFolderHere: async (folderId) => (await this.#intake(folderId)?.confirmHere()) ?? true,
      emit: (event) => {
        hub.file(event)
      },
      onSentBytes: (bytes) => {
        this.rate.add(bytes)
      },
      onDone: () => {
        this.#afterwards.run()
      },
      onSuperseded: (folderId) => {
        this.#intake(folderId)?.wake()
      },
      folderName: (folderId) => this.#intake(folderId)?.config.name ?? '',
      hasAfterAction: (folderId) => (this.#intake(folderId)?.config.after.action ?? 'keep') !== 'keep',
      setsRejectedAside: (folderId) => (this.#intake(folderId)?.config.rejected.action ?? 'keep') !== 'keep',
      onChange: () => {
        hub.changed()
      },
    }
  }

  /** Folders whose jobs may be sent: hand-picked ones always, hot folders unless they are paused or away. */
  #claimable(): number[] {
    if (this.#isPaused) return []
    const { intakes, claimsFolders } = this.#options
    if (!claimsFolders) return [MANUAL_FOLDER_ID]
    const open = intakes.filter((intake) => intake.isHere && !intake.isPaused)
    return [MANUAL_FOLDER_ID, ...open.map(({ id }) => id)]
  }

  #allFolders(): number[] {
    return [MANUAL_FOLDER_ID, ...this.#options.intakes.map(({ id }) => id)]
  }

  #order(job: JobRecord, parcel: ParcelRow): UploadOrder {
    const folder = this.#intake(job.folder_id)?.config
    const directory = path.posix.dirname(parcel.path)
    const mirrored = folder?.subfolders === 'mirror' && directory !== '.' ? directory : null
    return {
      root: parcel.root,
      path: parcel.path,
      identity: parcel.identity,
      sizeBytes: parcel.size_bytes,
      folder: folder === undefined ? job.subfolder : mirrored,
      origin: originOf(parcel.path, folder?.pathPattern),
      comment: job.comment,
      revisionOf: null,
      modificationTime: (modifiedMs) => sentTime(folder, modifiedMs, this.#options.ports.clock.now()),
      skipsDuplicates: folder?.duplicates === 'skip-same-content',
    }
  }

  #intake(folderId: number): FolderIntake | undefined {
    return this.#options.intakes.find(({ id }) => id === folderId)
  }
}

/** Clocks of cameras and computers differ; a little ahead is not the future. */
const FUTURE_TOLERANCE_MS = 24 * 60 * 60_000

/** Whether a file's own time goes along: it is sent as it is or not at all. */
function sentTime(
  folder: FolderConfig | undefined,
  modifiedMs: number,
  nowMs: number,
): ReturnType<UploadOrder['modificationTime']> {
  if (folder?.preserveModificationTime === false) return { isSent: false, note: null }
  const isLikely = modifiedMs >= 0 && modifiedMs <= nowMs + FUTURE_TOLERANCE_MS
  if (isLikely || folder?.unlikelyTimes !== 'leave-out') return { isSent: true, note: null }
  const words = Number.isNaN(new Date(modifiedMs).getTime())
    ? say`out of range`
    : new Date(modifiedMs).toISOString()
  return {
    isSent: false,
    note: say`The modification time of the file (${words}) is unlikely and was left out.`,
  }
}
