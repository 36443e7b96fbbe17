import { isDeepStrictEqual } from 'node:util'
import type {
  Api,
  EngineHandlers,
  EventName,
  Events,
  Handlers,
  HostHandlers,
  Input,
  Output,
  RequestName,
  Requests,
} from '../../shared/contract.ts'
import { Config } from '../../shared/config.ts'
import { requests } from '../../shared/contract.ts'
import { engineRequests } from '../../shared/contract/engine-requests.ts'
import type { z } from 'zod'
import type { AtRest, Engine, EngineOptions } from '../engine/engine.ts'
import { loadConfig, readDraft } from '../engine/config/load.ts'
import type { Ports } from '../engine/ports.ts'
import { HostEvents } from './host-events.ts'
import { hostHandlers } from './host-handlers.ts'

/** What a face can do by itself: dialogs, showing files, opening addresses. */
export type FaceHandlers = Pick<HostHandlers, Extract<keyof HostHandlers, `face.${string}`>>

export interface HostOptions {
  dataDir: string
  configFile: string
  ports: Ports
  openEngine: (options: EngineOptions) => Promise<Engine>
  face: FaceHandlers
  /** Sends what a person picks, and leaves the hot folders alone. */
  manualOnly?: boolean
  /** True for faces in which the configuration can be mended: they start without one, or with a broken one. */
  startsAnyway?: boolean
}

/**
 * The engine with its configuration: what runs behind every face. When the configuration is saved the engine is ended
 * in good order and opened anew with it; faces stay connected.
 */
export class Host implements Api {
  readonly handlers: Handlers
  readonly #options: HostOptions
  readonly #events = new HostEvents()
  #engine: Engine
  #config: Config
  /** Requests wait for it while the engine changes. */
  #change: Promise<void> = Promise.resolve()
  #isStarted = false
  #isStopped = false

  private constructor(options: HostOptions, engine: Engine, config: Config) {
    this.#options = options
    this.#engine = engine
    this.#config = config
    this.#events.follow(engine)
    this.handlers = {
      ...this.#engineHandlers(),
      ...hostHandlers({ ...options, restart: () => this.restart(), engine: () => this.#engine }),
      ...options.face,
    }
  }

  /** Opens everything; nothing is started yet. @throws ProblemError, ConfigError unless `startsAnyway` */
  static async open(options: HostOptions): Promise<Host> {
    const config = await configOf(options)
    return new Host(options, await openWith(options, config), config)
  }

  get config(): Config {
    return this.#config
  }

  /** Does nothing any more once it was told to stop. */
  async start(): Promise<void> {
    if (this.#isStopped) return
    this.#isStarted = true
    await this.#engine.start()
  }

  /** Finishes what is being written. */
  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#change
    await this.#engine.stop()
  }

  whenAtRest(signal?: AbortSignal): Promise<AtRest> {
    return this.#engine.whenAtRest(signal)
  }

  async call<K extends RequestName>(name: K, input: z.input<Requests[K]['input']>): Promise<Output<K>> {
    const handler = this.handlers[name] as (input: Input<K>) => Promise<Output<K>> | Output<K>
    return await handler(requests[name].input.parse(input) as Input<K>)
  }

  on<K extends EventName>(name: K, listener: (payload: z.output<Events[K]>) => void): () => void {
    return this.#events.on(name, listener)
  }

  /** Goes on with the configuration as it is in its file now. */
  async restart(): Promise<void> {
    const change = this.#change.then(() => this.#reopen())
    // Who asked for the change hears of its failure; those who wait for its end only need the end.
    this.#change = change.catch(() => undefined)
    await change
  }

  async #reopen(): Promise<void> {
    if (this.#isStopped) return
    const config = await configOf(this.#options)
    if (isSameForEngine(config, this.#config)) {
      this.#config = config
      this.#events.configChanged()
      return
    }
    await this.#engine.stop()
    try {
      await this.#goOnWith(config)
    } catch (error) {
      // Better the engine as it was than none.
      await this.#goOnWith(this.#config)
      throw error
    } finally {
      this.#events.configChanged()
    }
  }

  async #goOnWith(config: Config): Promise<void> {
    const engine = await openWith(this.#options, config)
    this.#events.follow(engine)
    this.#engine = engine
    try {
      if (this.#isStarted) await engine.start()
    } catch (error) {
      // It holds the data folder, which the next one needs.
      await engine.stop()
      throw error
    }
    this.#config = config
  }

  #engineHandlers(): EngineHandlers {
    const names = Object.keys(engineRequests) as (keyof EngineHandlers)[]
    const entries = names.map((name) => [name, (input: never) => this.#ask(name, input)])
    return Object.fromEntries(entries) as EngineHandlers
  }

  async #ask<K extends keyof EngineHandlers>(name: K, input: Input<K>): Promise<Output<K>> {
    await this.#change
    const handler = this.#engine.handlers[name] as (input: Input<K>) => Promise<Output<K>> | Output<K>
    return await handler(input)
  }
}

async function configOf({ configFile, startsAnyway }: HostOptions): Promise<Config> {
  if (startsAnyway !== true) return await loadConfig(configFile)
  const { config } = await readDraft(configFile)
  return config ?? Config.parse({})
}

/** Language, theme and the like are the face's own affair. */
function isSameForEngine(one: Config, other: Config): boolean {
  const own = { desktop: null, updates: null }
  return isDeepStrictEqual({ ...one, ...own }, { ...other, ...own })
}

async function openWith(options: HostOptions, config: Config): Promise<Engine> {
  const { dataDir, ports, openEngine, manualOnly } = options
  return await openEngine({ dataDir, config, ports, ...(manualOnly === undefined ? {} : { manualOnly }) })
}
