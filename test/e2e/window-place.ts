import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Config } from '../../shared/config.ts'
import type { EngineStatus } from '../../shared/contract.ts'
import { EngineStatus as Status } from '../../shared/contract.ts'
import { type FotowareServer, startFotowareServer } from '../servers/fotoware/server.ts'
import type { FotowareServerOptions } from '../servers/fotoware/server-options.ts'
import { type SluiceProcess, startSluice } from '../support/sluice-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { practiceArchive } from '../support/practice-archive.ts'

type Given = z.input<typeof Config>

export interface WindowPlaceOptions {
  server?: Partial<FotowareServerOptions>
  /** False for a machine on which nothing was set up yet. */
  isConfigured?: boolean
  config?: Partial<Given>
}

const Stats = z.object({ bytesReceived: z.number() })
const Reply = z.object({ output: Status })
const Known = z.object({ output: z.object({ known: z.array(z.string()) }) })

/** `sluice run --ui` as a real process on folders of its own, with a practice archive. All of it goes with the test. */
export class WindowPlace {
  readonly hot: string
  readonly dataDir: string
  readonly server: FotowareServer
  readonly #staging: string
  #sluice: SluiceProcess | null = null
  #url = ''

  private constructor(dir: string, server: FotowareServer) {
    this.hot = path.join(dir, 'hot')
    this.dataDir = path.join(dir, 'data')
    this.#staging = path.join(dir, 'staging')
    this.server = server
  }

  /** Nothing runs yet except the archive. */
  static async open(options: WindowPlaceOptions = {}): Promise<WindowPlace> {
    const { isConfigured = true, config } = options
    const dir = await temporaryFolder()
    const server = await startFotowareServer({ storeDir: path.join(dir, 'store'), ...options.server })
    onTestFinished(() => server.close())
    const place = new WindowPlace(dir, server)
    for (const folder of [place.hot, place.dataDir, place.#staging]) await mkdir(folder)
    if (isConfigured) await place.configure(config)
    return place
  }

  static async start(options: WindowPlaceOptions = {}): Promise<WindowPlace> {
    const place = await WindowPlace.open(options)
    await place.start()
    return place
  }

  async configure(changes: Partial<Given> = {}): Promise<void> {
    const config: Given = {
      destinations: [practiceArchive(this.server.url)],
      folders: [{ name: 'hot', path: this.hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }],
      ...changes,
    }
    await writeFile(path.join(this.dataDir, 'config.json'), JSON.stringify(config, null, 2))
  }

  /** Opens the window, with the token. */
  get url(): string {
    return this.#url
  }

  /** Without the token. */
  get origin(): string {
    return new URL(this.#url).origin
  }

  get token(): string {
    return new URL(this.#url).searchParams.get('token') ?? ''
  }

  get tokenFile(): string {
    return path.join(this.dataDir, 'ui-token')
  }

  /** Starts Sluice; again at the port where it was before. */
  async start(): Promise<void> {
    const port = this.#url === '' ? 0 : new URL(this.#url).port
    const sluice = startSluice(['run', '--ui', `127.0.0.1:${port}`, '--json', '--data', this.dataDir], {
      // The window speaks the language of the machine.
      env: { LC_ALL: 'en_US.UTF-8' },
    })
    this.#sluice = sluice
    onTestFinished(async () => {
      sluice.kill('SIGKILL')
      await sluice.ended
    })
    const said = (): unknown => sluice.lines.find(({ event }) => event === 'ui')?.['url']
    await until(() => said() !== undefined || sluice.isEnded, 'the window is served', 60_000)
    if (sluice.isEnded) throw new Error(`Sluice has ended: ${sluice.stderr}`)
    this.#url = z.string().parse(said())
  }

  /** Ends as `kill -9` does, or in good order. @returns the exit code; null after a signal */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#sluice?.kill(signal)
    return (await this.#sluice?.ended) ?? null
  }

  get stderr(): string {
    return this.#sluice?.stderr ?? ''
  }

  /** A file that appears in the hot folder complete. */
  async drop(name: string, content: string | Uint8Array): Promise<void> {
    const staged = path.join(this.#staging, path.basename(name))
    await writeFile(staged, content)
    await mkdir(path.dirname(path.join(this.hot, name)), { recursive: true })
    await rename(staged, path.join(this.hot, name))
  }

  /** Names of what the archive has. */
  archived(): string[] {
    return this.server
      .assets()
      .map(({ filename }) => filename)
      .toSorted()
  }

  /** What the archive has been sent so far. */
  async bytesReceived(): Promise<number> {
    const reply = await fetch(`${this.server.url}/practice/stats`)
    return Stats.parse(await reply.json()).bytesReceived
  }

  /** Asks as a program does, beside the window. */
  async #asked(request: string, input: object): Promise<unknown> {
    const reply = await fetch(`${this.origin}/api/${request}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ input }),
    })
    return await reply.json()
  }

  async status(): Promise<EngineStatus> {
    return Reply.parse(await this.#asked('engine.status', {})).output
  }

  /** Those of these names under which a secret is stored. */
  async knownSecrets(names: string[]): Promise<string[]> {
    return Known.parse(await this.#asked('secrets.known', { names })).output.known
  }

  async savedConfig(): Promise<Given> {
    return JSON.parse(await readFile(path.join(this.dataDir, 'config.json'), 'utf8')) as Given
  }
}
