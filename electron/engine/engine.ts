import {
  type Events,
  type EngineApi,
  type EngineEventName,
  type EngineHandlers,
  type EngineRequestName,
  type Input,
  type Output,
  type Requests,
  requests,
} from '../../shared/contract.ts'
import { type Problem, tellProblem } from '../../shared/problem.ts'
import type { z } from 'zod'
import type { Delivering } from './delivering.ts'
import { assembleParts, type EngineOptions, type EngineParts } from './engine-parts.ts'
import { EventHub } from './event-hub.ts'
import { Housekeeping } from './housekeeping.ts'
import type { FolderIntake } from './intake/folder-intake.ts'
import type { Ports } from './ports.ts'
import { openStore, type Store } from './store/store.ts'
import { say } from '../../shared/phrase.ts'

export type { EngineOptions } from './engine-parts.ts'

export interface AtRest {
  failed: number
}

/** The engine as a face holds it. */
export interface Engine extends EngineApi {
  readonly handlers: EngineHandlers
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
  const { ports } = options
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
    return new AssembledEngine(await assembleParts(options, store, hub, trouble))
  } catch (error) {
    await store.close()
    throw error
  }
}

class AssembledEngine implements Engine {
  readonly handlers: EngineHandlers
  readonly #parts: EngineParts
  readonly #housekeeping: Housekeeping

  constructor(parts: EngineParts) {
    const { options, store, intakes, delivering } = parts
    this.#parts = parts
    this.handlers = parts.handlers
    const observeAnew = (): void => {
      for (const intake of intakes) intake.observeAnew()
    }
    this.#housekeeping = new Housekeeping(options.ports.clock, store, {
      onGap: observeAnew,
      onClockSetBack: () => {
        observeAnew()
        delivering.clockSetBack()
      },
    })
  }

  async call<K extends EngineRequestName>(name: K, input: z.input<Requests[K]['input']>): Promise<Output<K>> {
    const parsed = requests[name].input.parse(input) as Input<K>
    const handler = this.handlers[name] as (input: Input<K>) => Promise<Output<K>> | Output<K>
    return await handler(parsed)
  }

  on<K extends EngineEventName>(name: K, listener: (payload: z.output<Events[K]>) => void): () => void {
    return this.#parts.hub.on(name, listener)
  }

  async start(): Promise<void> {
    const { options, delivering, intakes, life } = this.#parts
    if (options.readOnly === true) return
    await delivering.recover()
    life.isRunning = true
    this.#housekeeping.start()
    this.#parts.rates.start()
    delivering.start()
    if (options.manualOnly !== true) for (const intake of intakes) intake.start()
  }

  async stop(): Promise<void> {
    const { store, hub, delivering, intakes, scanners, audits, reader, rates, life } = this.#parts
    if (life.isClosed) return
    life.isClosed = true
    store.leave()
    this.#housekeeping.stop()
    rates.stop()
    audits.close()
    await Promise.all(intakes.map((intake) => intake.stop()))
    await delivering.stop()
    await reader.close()
    await Promise.all(scanners.map((scanner) => scanner.close()))
    life.isRunning = false
    hub.flush()
    await store.close()
  }

  whenAtRest(signal?: AbortSignal): Promise<AtRest> {
    const { options, store, delivering, intakes } = this.#parts
    return atRest(options.ports, store, delivering, intakes, signal)
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
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return tellProblem({
      code: 'database-damaged',
      what: say`The queue database is damaged.`,
      means: say`What was delivered stays in the history.`,
      remedy: say`Restart Sluice: the database is mended at the start. Check the disk.`,
      isRetried: false,
      detail,
    })
  }
  return tellProblem({
    code: 'data-disk-full',
    what:
      code === 'SQLITE_FULL'
        ? say`The disk that holds ${dataDir} is full.`
        : say`The queue in ${dataDir} cannot be written (${code}).`,
    means: say`Nothing new is begun until it can be written again; nothing is lost.`,
    remedy: say`Make space on that disk. Sluice goes on by itself.`,
    isRetried: true,
    detail,
  })
}
