import type { Config } from '../../shared/config.ts'
import type { Api, EventName, Events, Handlers, RequestName } from '../../shared/contract.ts'
import { requests } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import type { z } from 'zod'
import { Delivering } from './delivering.ts'
import { ProblemError } from './errors.ts'
import { EventHub } from './event-hub.ts'
import { Housekeeping } from './housekeeping.ts'
import { FolderIntake } from './intake/folder-intake.ts'
import type { Ports } from './ports.ts'
import { Audits } from './requests/audits.ts'
import { createHandlers } from './requests/handlers.ts'
import { openStore, type Store } from './store/store.ts'
import { checkTemplates } from './template-limits.ts'
import { openWriters } from './watch/open-writers.ts'
import { createScanner } from './watch/scan.ts'

export interface EngineOptions {
  dataDir: string
  config: Config
  ports: Ports
  /** Only to be asked: nothing is watched or sent. */
  readOnly?: boolean
  /** Sends what a person picks, and leaves the hot folders alone. */
  manualOnly?: boolean
}

export interface AtRest {
  failed: number
}

/** The engine as a face holds it. */
export interface Engine extends Api {
  readonly handlers: Handlers
  start(): Promise<void>
  /** Finishes the chunks under way, writes down what is unfinished, and gives the data folder back. */
  stop(): Promise<void>
  /** Resolves when every file that is there has been taken and every job has come to rest. Rejects with the signal's reason. */
  whenAtRest(signal?: AbortSignal): Promise<AtRest>
}

/** Files that are still being written are waited for so long once everything else is at rest. */
const WRITERS_PATIENCE_MS = 60_000
const REST_LOOK_MS = 250

/**
 * Opens the engine on a data folder, for this process alone. The only door into the engine.
 *
 * @throws ProblemError `data-folder-in-use`, `database-from-the-future`, `data-folder-unusable`, or one that names
 *   what the configuration asks for and this version cannot do
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { config, ports } = options
  checkTemplates(config)
  const hub = new EventHub(ports.clock)
  const trouble: { problem: Problem | null } = { problem: null }
  const store = openStore(options.dataDir, ports.clock, {
    onTrouble: (code, detail) => {
      trouble.problem = diskTrouble(options.dataDir, code, detail)
      ports.log.error('The queue cannot be written', { code })
      hub.changed()
    },
    onRecovered: () => {
      trouble.problem = null
      ports.log.info('The queue can be written again')
      hub.changed()
    },
  })
  if (store.notice !== null) ports.log.error(store.notice.what, { code: store.notice.code })
  try {
    return await assemble(options, store, hub, trouble)
  } catch (error) {
    store.close()
    throw error
  }
}

async function assemble(
  options: EngineOptions,
  store: Store,
  hub: EventHub,
  trouble: { problem: Problem | null },
): Promise<Engine> {
  const { config, ports } = options
  const scanner = createScanner()
  const writers = openWriters()
  const isIdle = options.readOnly === true
  const watches = !isIdle && options.manualOnly !== true
  const folders = await store.write(() =>
    config.folders.map((folder) => ({ folder, row: store.places.folder(folder.name, folder.path) })),
  )
  const intakes: FolderIntake[] = []
  const delivering = await Delivering.open({ config, store, ports, hub, intakes, claimsFolders: watches })
  for (const { folder, row } of folders) {
    intakes.push(
      new FolderIntake(row.id, folder, {
        store,
        ports,
        scanner,
        writers,
        destinationIds: delivering.idsOf(folder.to),
        emit: (event) => {
          hub.file(event)
        },
        onJobs: () => {
          delivering.wake()
        },
        onChange: () => {
          hub.changed()
        },
        onPresence: () => {
          delivering.presenceChanged()
        },
      }),
    )
  }
  const audits = new Audits({ store, scanner, clock: ports.clock, random: ports.random })
  const housekeeping = new Housekeeping(ports.clock, store, {
    onGap: () => {
      for (const intake of intakes) intake.observeAnew()
    },
    onClockSetBack: () => {
      for (const intake of intakes) intake.observeAnew()
      delivering.clockSetBack()
    },
  })
  const life = { isRunning: false, isClosed: false }
  const handlers = createHandlers({
    ...options,
    store,
    ports,
    scanner,
    audits,
    delivering,
    intakes,
    hub,
    trouble,
    life,
  })

  return {
    handlers,
    call: async <K extends RequestName>(name: K, input: z.input<(typeof requests)[K]['input']>) => {
      const parsed = requests[name].input.parse(input)
      return (await (handlers[name] as (value: unknown) => ReturnType<Api['call']>)(parsed)) as never
    },
    on: <K extends EventName>(name: K, listener: (payload: z.output<Events[K]>) => void) =>
      hub.on(name, listener),
    async start() {
      if (isIdle) return
      await delivering.recover()
      life.isRunning = true
      housekeeping.start()
      delivering.start()
      if (watches) for (const intake of intakes) intake.start()
    },
    async stop() {
      if (life.isClosed) return
      life.isClosed = true
      housekeeping.stop()
      audits.close()
      if (life.isRunning && watches) await Promise.all(intakes.map((intake) => intake.stop()))
      await delivering.stop()
      await scanner.close()
      life.isRunning = false
      hub.flush()
      store.close()
    },
    whenAtRest: (signal) => atRest(ports, store, delivering, intakes, signal),
  }
}

async function atRest(
  ports: Ports,
  store: Store,
  delivering: Delivering,
  intakes: readonly FolderIntake[],
  signal: AbortSignal | undefined,
): Promise<AtRest> {
  let quietSinceMs: number | null = null
  for (;;) {
    signal?.throwIfAborted()
    const isDelivered = delivering.isAtRest()
    if (isDelivered) quietSinceMs ??= ports.clock.monotonic()
    else quietSinceMs = null
    const isPatient = quietSinceMs !== null && ports.clock.monotonic() - quietSinceMs < WRITERS_PATIENCE_MS
    const isQuiet = intakes.every((intake) => intake.isQuiet())
    if (isDelivered && (isQuiet || !isPatient)) {
      return { failed: store.jobs.totals().find(({ state }) => state === 'failed')?.jobs ?? 0 }
    }
    await new Promise<void>((resolve) => {
      ports.clock.after(REST_LOOK_MS, resolve)
    })
  }
}

function diskTrouble(dataDir: string, code: string, detail: string): Problem {
  return {
    code: 'data-disk-full',
    what:
      code === 'SQLITE_FULL'
        ? `The disk that holds ${dataDir} is full.`
        : `The queue in ${dataDir} cannot be written (${code}).`,
    means: 'Nothing new is begun until it can be written again; nothing is lost.',
    remedy: 'Make space on that disk. Sluice goes on by itself.',
    isRetried: true,
    detail,
  }
}

export { ProblemError }
