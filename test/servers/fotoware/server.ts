import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { archiveSlug, StorePaths } from './archive-paths.ts'
import { AssetIndex } from './asset-index.ts'
import type { AssetRecord } from './asset-index.ts'
import type { ServerContext } from './context.ts'
import type { RequestLogEntry } from './exchange.ts'
import { FaultRegistry } from './faults.ts'
import { FolderRegistry } from './folder-registry.ts'
import { createApp } from './http-app.ts'
import { Publisher } from './publisher.ts'
import { settingsFrom } from './server-options.ts'
import type { FotowareServerOptions } from './server-options.ts'
import type { Settings } from './settings.ts'
import { listTasks } from './task-summary.ts'
import type { TaskSummary } from './task-summary.ts'
import { TaskStore } from './task-store.ts'
import { TokenStore } from './token-store.ts'
import { Traffic } from './traffic.ts'

/** A running practice server. */
export interface FotowareServer {
  readonly url: string
  readonly storeDir: string
  /** May be changed while the server runs. */
  readonly settings: Settings
  readonly faults: FaultRegistry
  /** Body bytes of all chunk requests so far, also of refused, repeated and cut ones. */
  readonly bytesReceived: number
  /** The latest requests, oldest first. */
  readonly requests: readonly RequestLogEntry[]
  readonly requestCount: number
  /** Everything that was finalised, also what was replaced later. */
  assets(): AssetRecord[]
  tasks(): TaskSummary[]
  /** Forgets a task as if it had been idle too long; false when there is none. */
  expireTask(id: string): boolean
  /** Makes all access tokens invalid, and the refresh tokens too when asked for. */
  revokeTokens(options?: { readonly includesRefreshTokens?: boolean }): void
  pauseProcessing(): void
  /** Ends a pause and processes what waited. */
  resumeProcessing(): Promise<void>
  close(): Promise<void>
}

/** Starts a strict FotoWare server on 127.0.0.1 which keeps the uploads as files below `storeDir`. */
export async function startFotowareServer(options: FotowareServerOptions): Promise<FotowareServer> {
  const context = await createContext(options)
  const app = createApp(context)
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  const { settings, tasks, traffic, assets, tokens, faults, paths } = context
  return {
    url,
    storeDir: paths.root,
    settings,
    faults,
    get bytesReceived() {
      return traffic.chunkBytes
    },
    get requests() {
      return traffic.entries
    },
    get requestCount() {
      return traffic.requestCount
    },
    assets: () => assets.all(),
    tasks: () => listTasks(tasks),
    expireTask: (id) => tasks.expire(id),
    revokeTokens: ({ includesRefreshTokens = false } = {}) => {
      tokens.revoke(includesRefreshTokens)
    },
    pauseProcessing: () => {
      settings.isPaused = true
    },
    resumeProcessing: () => {
      settings.isPaused = false
      return tasks.advanceAll()
    },
    close: async () => {
      await app.close()
      await tasks.close()
    },
  }
}

async function createContext(options: FotowareServerOptions): Promise<ServerContext> {
  const settings = settingsFrom(options)
  const now = options.now ?? Date.now
  const paths = new StorePaths(resolve(options.storeDir))
  const folders = new FolderRegistry()
  const assets = new AssetIndex()
  // Tasks do not outlive the server, so their parts are of no use any more.
  rmSync(join(paths.root, '.tasks'), { recursive: true, force: true })
  await mkdir(join(paths.root, '.tasks'), { recursive: true })
  await mkdir(join(paths.root, '.assets'), { recursive: true })
  for (const archive of settings.archives) {
    const slug = archiveSlug(archive)
    folders.load(slug, join(paths.root, slug))
    for (const folder of archive.folders ?? []) folders.add(slug, folder)
  }
  assets.load(join(paths.root, '.assets'))
  const publisher = new Publisher({ settings, paths, folders, assets, now })
  const tasks = new TaskStore({ settings, paths, now, publish: (task) => publisher.publish(task) })
  const tokens = new TokenStore(now)
  const faults = new FaultRegistry(options.seed ?? 1)
  return { settings, now, paths, folders, assets, tasks, tokens, faults, traffic: new Traffic() }
}
