import { createHash, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createFotoware } from '../../electron/engine/destinations/fotoware/fotoware.ts'
import { nodeRandom } from '../../electron/engine/node-ports.ts'
import type { Log, Secrets } from '../../electron/engine/ports.ts'
import type { FotowareConfig } from '../../shared/config.ts'
import { type FotowareServer, startFotowareServer } from '../servers/fotoware/server.ts'
import type { Settings } from '../servers/fotoware/settings.ts'
import { FastClock } from '../support/fast-clock.ts'
import { startTap } from '../support/tap-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { Arrival, Bench, BenchMaker, BenchOptions, Step } from './bench.ts'
import { MemorySecrets } from './memory-secrets.ts'
import { TEST_NETWORK } from '../support/test-network.ts'

const nothing = (): undefined => undefined
const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing }

export const PHOTOS = '/fotoweb/archives/5000-Photos/'
export const CLIENT = { id: 'script', secret: 'a&b=c d+e-VERY-SECRET' }
const OPERATIONS = {
  'sign-in': 'token',
  begin: 'create',
  data: 'chunk',
  sidecar: 'xmp',
  result: 'status',
} as const

export interface FotowareBench extends Bench {
  readonly server: FotowareServer
}

export interface FotowareBenchOptions extends BenchOptions {
  config?: Partial<FotowareConfig>
  settings?: Partial<Settings>
  tls?: { key: string; cert: string }
  proxyEnv?: Record<string, string>
  secrets?: Secrets
  log?: Log
}

/** A FotoWare destination on a practice server, with a tap between them. */
export async function startFotowareBench(options: FotowareBenchOptions = {}): Promise<FotowareBench> {
  const storeDir = path.join(await temporaryFolder(), 'store')
  const server = await startFotowareServer({
    storeDir,
    chunkSize: options.partBytes ?? 64 * 1024,
    auth: options.needsSignIn === true ? { clients: [CLIENT] } : null,
    ...options.settings,
  })
  const tap = await startTap(server.url, options.tls === undefined ? {} : { tls: options.tls })
  const clock = new FastClock(options.clockSpeed ?? 20)
  const destination = createFotoware(fotowareConfig(tap.url, options), {
    clock,
    random: nodeRandom,
    network: { ...TEST_NETWORK, proxyEnv: options.proxyEnv ?? {} },
    secret: () => Promise.resolve(CLIENT.secret),
    secrets: options.secrets ?? new MemorySecrets(),
    log: options.log ?? silentLog,
  })
  onTestFinished(async () => {
    await destination.close()
    await tap.close()
    await server.close()
  })
  return {
    destination,
    clock,
    tap,
    server,
    arrivals: () => arrivals(server),
    dataPath: /\/chunks\/\d+$/,
    strike: (step: Step, fault) => {
      const active = server.faults.add({ on: OPERATIONS[step], ...fault })
      return () => active.hits
    },
    mend: () => {
      server.faults.clear()
    },
    endSessions: () => {
      server.revokeTokens()
    },
    signIns: () => server.requests.filter(({ operation }) => operation === 'token').length,
    forgetUploads: () => {
      for (const { id } of server.tasks()) server.expireTask(id)
    },
    hold: () => {
      server.pauseProcessing()
    },
    resume: () => server.resumeProcessing(),
  }
}

/** Times are not those that the configuration allows, so that tests need not wait as long as people do. */
export function fotowareConfig(url: string, options: FotowareBenchOptions = {}): FotowareConfig {
  return {
    kind: 'fotoware',
    name: 'archive',
    url,
    allowInsecure: false,
    timeoutSeconds: (options.noProgressMs ?? 600_000) / 1000,
    auth:
      options.needsSignIn === true
        ? { method: 'client-credentials', clientId: CLIENT.id, secret: 'archive' }
        : { method: 'none' },
    collection: PHOTOS,
    files: 2,
    chunks: options.parallel ?? 3,
    touchPdf: false,
    checkFields: true,
    ...options.config,
  }
}

async function arrivals(server: FotowareServer): Promise<Arrival[]> {
  return await Promise.all(
    server.assets().map(async ({ filename, folder, filePath, sizeBytes, xmpPath }) => ({
      name: filename,
      folder,
      sha256: createHash('sha256')
        .update(await readFile(filePath))
        .digest('hex'),
      sizeBytes,
      sidecar: xmpPath === null ? null : await readFile(xmpPath, 'utf8'),
    })),
  )
}

export const fotowareBenches: BenchMaker = {
  name: 'FotoWare',
  traits: {
    isResumable: true,
    metadata: 'fields',
    hasSidecars: true,
    hasFolders: true,
    fileNames: 'any',
    sameContent: 'again',
    isFinishedWhenDrained: true,
    hasBatches: false,
    sizeBytesMin: 0,
    steps: ['sign-in', 'begin', 'data', 'sidecar', 'result'],
    signedOut: 'status-401',
    hasLoginPage: true,
  },
  content: randomBytes,
  start: startFotowareBench,
}
