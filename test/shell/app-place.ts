import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { JobRow } from '../../shared/contract.ts'
import { Reply } from '../../shared/wire.ts'
import { type FotowareServer, startFotowareServer } from '../servers/fotoware/server.ts'
import type { FotowareServerOptions } from '../servers/fotoware/server-options.ts'
import type { LaunchedApp } from '../support/electron-host/launch.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { launchApp } from './launch-app.ts'
import { startRecording, windowState } from './recording.ts'
import { practiceArchive } from '../support/practice-archive.ts'

export interface AppPlaceOptions {
  /** Further parts of the configuration. */
  config?: Record<string, unknown>
  /** Further parts of the destination. */
  destination?: Record<string, unknown>
  server?: Partial<FotowareServerOptions>
}

/** A running app with its window. */
export interface RunningApp {
  app: LaunchedApp
  page: Page
}

/** Folders, a configuration and a practice server for the app. All of it is ended and removed with the test. */
export class AppPlace {
  readonly dir: string
  readonly hot: string
  readonly dataDir: string
  readonly server: FotowareServer
  readonly #main: string

  private constructor(dir: string, main: string, server: FotowareServer) {
    this.dir = dir
    this.hot = path.join(dir, 'hot')
    this.dataDir = path.join(dir, 'data')
    this.server = server
    this.#main = main
  }

  /** @param main the app's built `main.js` */
  static async make(main: string, options: AppPlaceOptions = {}): Promise<AppPlace> {
    const dir = await temporaryFolder()
    const server = await startFotowareServer({ storeDir: path.join(dir, 'store'), ...options.server })
    onTestFinished(() => server.close())
    const place = new AppPlace(dir, main, server)
    await mkdir(place.hot)
    await mkdir(place.dataDir)
    const archive = {
      ...practiceArchive(server.url),
      ...options.destination,
    }
    const hot = { name: 'hot', path: place.hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }
    const config = { destinations: [archive], folders: [hot], ...options.config }
    await writeFile(path.join(place.dataDir, 'config.json'), JSON.stringify(config))
    return place
  }

  /** Starts the app and waits for its page. */
  async start(args: readonly string[] = [], env: Record<string, string> = {}): Promise<RunningApp> {
    const app = await this.launch(args, env)
    const page = await app.firstWindow()
    const isThere = "document.readyState === 'complete' && typeof window.sluice === 'object'"
    // While the first page is loaded there is nothing to ask.
    await until(async () => (await page.evaluate(isThere).catch(() => false)) === true, 'the page is there')
    await until(async () => (await windowState(app)).isVisible, 'the window is shown')
    await startRecording(app)
    return { app, page }
  }

  async launch(args: readonly string[] = [], env: Record<string, string> = {}): Promise<LaunchedApp> {
    const app = await launchApp({
      args: [this.#main, '--data', this.dataDir, ...args],
      env: { SLUICE_SECRETS: 'file', ...env },
    })
    onTestFinished(() => end(app))
    return app
  }

  async drop(name: string, content: string | Uint8Array): Promise<void> {
    await writeFile(path.join(this.hot, name), content)
  }

  /** Waits until the archive holds so many files. */
  async archived(count: number): Promise<string[]> {
    await until(() => this.server.assets().length >= count, `${String(count)} assets in the archive`)
    return this.server
      .assets()
      .map(({ filename }) => filename)
      .toSorted()
  }
}

/** A browser that is killed still writes to its profile, which is then removed under it: the app ends it first. */
const ENDING_MS = 10_000

async function end(app: LaunchedApp): Promise<void> {
  const child = app.process()
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
  })
  // The answer is lost with the app.
  app.evaluate(({ app: electronApp }) => electronApp.exit(0)).catch(() => undefined)
  const impatience = setTimeout(() => child.kill('SIGKILL'), ENDING_MS)
  await ended
  clearTimeout(impatience)
}

/** Asks as the page does: through the preload script's bridge. @throws Error with the problem's code */
export async function ask(page: Page, name: string, input: object = {}): Promise<unknown> {
  const call = `window.sluice.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`
  const reply = Reply.parse(await page.evaluate(call))
  if ('problem' in reply) throw new Error(`${reply.problem.code}: ${reply.problem.what}`)
  return reply.output
}

const Jobs = z.object({ jobs: z.array(JobRow) })

export async function jobs(page: Page): Promise<JobRow[]> {
  return Jobs.parse(await ask(page, 'jobs.list', { limit: 100 })).jobs
}
