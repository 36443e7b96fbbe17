import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { z } from 'zod'
import { type Engine, openEngine } from '../../electron/engine/engine.ts'
import { createNodePorts } from '../../electron/engine/node-ports.ts'
import type { Ports } from '../../electron/engine/ports.ts'
import { Config, type FolderConfig } from '../../shared/config.ts'
import type { AuditLine, FileEvent, FolderHealth, JobRow } from '../../shared/contract.ts'
import { type FotowareServer, startFotowareServer } from '../servers/fotoware/server.ts'
import type { FotowareServerOptions } from '../servers/fotoware/server-options.ts'
import { until } from './until.ts'
import { practiceArchive } from './practice-archive.ts'

type Given = z.input<typeof Config>
type GivenFolder = Partial<NonNullable<Given['folders']>[number]>

export interface PlaceOptions {
  /** Changes to the one hot folder; null for none at all. */
  folder?: GivenFolder | null
  destination?: Record<string, unknown>
  server?: Partial<FotowareServerOptions>
  /** Further parts of the configuration; `url` is the practice server's. */
  config?: (url: string) => Partial<Given>
  ports?: Partial<Ports>
  /** Where everything lies; by default a new folder in the system's temporary one. */
  dir?: string
}

/** An engine on real folders, with a real practice server. Everything is ended and removed with the test. */
export class EnginePlace {
  readonly dir: string
  readonly hot: string
  readonly dataDir: string
  readonly server: FotowareServer
  /** What the engine has told, over all its lives. */
  readonly events: FileEvent[] = []
  engine: Engine
  #options: PlaceOptions
  #isOpen = false

  private constructor(dir: string, server: FotowareServer, engine: Engine, options: PlaceOptions) {
    this.dir = dir
    this.hot = path.join(dir, 'hot')
    this.dataDir = path.join(dir, 'data')
    this.server = server
    this.engine = engine
    this.#options = options
    this.#listen()
  }

  /** Opens an engine that is not started yet. */
  static async open(options: PlaceOptions = {}): Promise<EnginePlace> {
    const dir = options.dir ?? (await mkdtemp(path.join(os.tmpdir(), 'sluice-place-')))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    await mkdir(path.join(dir, 'hot'), { recursive: true })
    const server = await startFotowareServer({ storeDir: path.join(dir, 'store'), ...options.server })
    onTestFinished(() => server.close())
    const place = new EnginePlace(dir, server, await openAt(dir, server.url, options), options)
    onTestFinished(() => place.stop())
    return place
  }

  /** Opens and starts. */
  static async start(options: PlaceOptions = {}): Promise<EnginePlace> {
    const place = await EnginePlace.open(options)
    await place.engine.start()
    return place
  }

  async stop(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.engine.stop()
  }

  /** Stops, lets something happen meanwhile, and starts again on the same data. */
  async restart(meanwhile: () => Promise<void> = () => Promise.resolve(), changes: PlaceOptions = {}) {
    await this.stop()
    await meanwhile()
    this.#options = { ...this.#options, ...changes }
    this.engine = await openAt(this.dir, this.server.url, this.#options)
    this.#listen()
    await this.engine.start()
  }

  at(name: string): string {
    return path.join(this.hot, name)
  }

  /** Writes a file into the hot folder, its directories included. */
  async drop(name: string, content: string | Uint8Array, mtime?: Date): Promise<void> {
    await mkdir(path.dirname(this.at(name)), { recursive: true })
    await writeFile(this.at(name), content)
    if (mtime !== undefined) await utimes(this.at(name), mtime, mtime)
  }

  count(event: FileEvent['event'], name: string): number {
    return this.events.filter((told) => told.event === event && told.path === name).length
  }

  /** Waits until this was told so many times. */
  async told(event: FileEvent['event'], name: string, times = 1, withinMs = 20_000): Promise<FileEvent> {
    const heard = (): FileEvent[] => this.events.filter((told) => told.event === event && told.path === name)
    await until(() => heard().length >= times, `${event} of ${name}`, withinMs).catch((error: unknown) => {
      const story = this.events.map((told) => `${told.event} ${told.path} ${told.problem?.code ?? ''}`)
      throw new Error(`told was: ${story.join('; ')}`, { cause: error })
    })
    const found = heard()[times - 1]
    if (found === undefined) throw new Error('the event was heard and is gone')
    return found
  }

  async rest(): Promise<void> {
    await this.engine.whenAtRest()
  }

  /** The current and earlier assets as `folder/name`, sorted. */
  archived(): string[] {
    return this.server
      .assets()
      .map(({ folder, filename }) => (folder === '' ? filename : `${folder}/${filename}`))
      .toSorted()
  }

  /** Somebody at the archive changes fields of an asset. */
  async editAsset(filename: string, fields: Record<number, string | string[]>): Promise<void> {
    const asset = this.server.assets().find((one) => one.isCurrent && one.filename === filename)
    const values = Object.entries(fields).map(([id, value]) => [id, { value }] as const)
    const reply = await fetch(new URL(asset?.assetUrl ?? '', this.server.url), {
      method: 'PATCH',
      headers: {
        'content-type': 'application/vnd.fotoware.assetupdate+json',
        accept: 'application/vnd.fotoware.asset+json',
      },
      body: JSON.stringify({ metadata: Object.fromEntries(values) }),
    })
    if (!reply.ok) throw new Error(`The archive answered ${String(reply.status)}`)
  }

  async jobs(): Promise<JobRow[]> {
    return (await this.engine.call('jobs.list', { limit: 1000 })).jobs
  }

  async job(name: string): Promise<JobRow> {
    const found = (await this.jobs()).find((job) => job.path === name)
    if (found === undefined) throw new Error(`no job for ${name}`)
    return found
  }

  async health(): Promise<FolderHealth> {
    const { folders } = await this.engine.call('engine.status', {})
    const [health] = folders
    if (health === undefined) throw new Error('no folder')
    return health
  }

  /** What the audit says of each path. */
  async audit(): Promise<Record<string, AuditLine['state']>> {
    const { lines } = await this.engine.call('folders.audit', { folder: 'hot' })
    return Object.fromEntries(
      lines
        .filter(({ path: name }) => name !== '.sluice-folder')
        .map(({ path: name, state }) => [name, state]),
    )
  }

  #listen(): void {
    this.#isOpen = true
    this.engine.on('file', (event) => this.events.push(event))
  }
}

async function openAt(dir: string, url: string, options: PlaceOptions): Promise<Engine> {
  const dataDir = path.join(dir, 'data')
  const ports = createNodePorts({
    dataDir,
    env: { SLUICE_SECRETS: 'file' },
    logToStderr: process.env['SLUICE_LOG_STDERR'] === '1',
    logLevel: 'debug',
  })
  return await openEngine({
    dataDir,
    config: configOf(dir, url, options),
    ports: { ...ports, ...options.ports },
  })
}

function configOf(dir: string, url: string, options: PlaceOptions): Config {
  const folder: FolderConfig | GivenFolder = {
    name: 'hot',
    path: path.join(dir, 'hot'),
    to: ['archive'],
    settleMs: 200,
    sidecarGraceMs: 0,
    ...options.folder,
  }
  return Config.parse({
    destinations: [
      {
        ...practiceArchive(url),
        ...options.destination,
      },
    ],
    folders: options.folder === null ? [] : [folder],
    ...options.config?.(url),
  })
}
