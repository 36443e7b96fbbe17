import { onTestFinished } from 'vitest'
import { createBasip } from '../../electron/engine/destinations/basip/basip.ts'
import type { Destination, Shipment } from '../../electron/engine/destinations/destination.ts'
import { nodeRandom } from '../../electron/engine/node-ports.ts'
import type { Log } from '../../electron/engine/ports.ts'
import { BasipConfig } from '../../shared/destination-config.ts'
import { facePicture } from '../servers/basip/pictures.ts'
import { type BasipServer, type BasipServerOptions, startBasipServer } from '../servers/basip/server.ts'
import { FastClock } from '../support/fast-clock.ts'
import { startTap, type Tap } from '../support/tap-server.ts'
import type { Arrival, Bench, BenchMaker, Step } from './bench.ts'
import { enlarged } from './enlarged-picture.ts'
import { makeFile, type ReadHooks, shipmentOf } from './test-file.ts'
import { TEST_NETWORK } from '../support/test-network.ts'

export const ADMIN = { name: 'admin', password: 'a&b=c d+e-VERY-SECRET', type: 'admin' }

const OPERATIONS = {
  'sign-in': 'login',
  begin: 'create',
  data: 'upload',
  sidecar: 'unknown',
  result: 'item',
} as const

export interface BasipBench extends Bench {
  readonly server: BasipServer
  readonly config: BasipConfig
  /** Everything that was logged. */
  readonly logged: string[]
  /** Another one on the same panel: as after a restart, or with other settings. */
  another(changes?: Partial<BasipConfig>): Destination
}

export interface BasipBenchOptions {
  config?: Partial<BasipConfig>
  panel?: BasipServerOptions
  needsSignIn?: boolean
  /** What is stored as the password. */
  password?: () => string
  noProgressMs?: number
  clockSpeed?: number
}

/** A BAS-IP destination on a practice panel, with a tap between them. */
export async function startBasipBench(options: BasipBenchOptions = {}): Promise<BasipBench> {
  const { needsSignIn = false, password = () => ADMIN.password } = options
  const server = await startBasipServer({ accounts: needsSignIn ? [ADMIN] : null, ...options.panel })
  const tap = await startTap(server.url)
  const clock = new FastClock(options.clockSpeed ?? 200)
  const logged: string[] = []
  const config = basipConfig(tap, options)
  const made: Destination[] = []
  const another = (changes: Partial<BasipConfig> = {}): Destination => {
    const destination = createBasip(
      { ...config, ...changes },
      {
        clock,
        random: nodeRandom,
        network: TEST_NETWORK,
        secret: () => Promise.resolve(password()),
        log: logInto(logged),
      },
    )
    made.push(destination)
    return destination
  }
  const destination = another()
  onTestFinished(async () => {
    for (const one of made) await one.close()
    await tap.close()
    await server.close()
  })
  return {
    ...{ destination, another, clock, tap, server, config, logged },
    arrivals: () => Promise.resolve(arrivals(server)),
    dataPath: /\/face\/file\/\d+$/,
    strike: (step: Step, { kind, ...fault }) => {
      if (kind === 'login-redirect') throw new Error(`No ${kind} here`)
      const active = server.faults.add({ on: OPERATIONS[step], kind, ...fault })
      return () => active.hits
    },
    mend: () => server.faults.clear(),
    endSessions: () => server.forgetTokens(),
    signIns: () => server.loginCount,
    forgetUploads: () => server.reboot(),
    hold: () => undefined,
    resume: () => Promise.resolve(),
  }
}

function basipConfig(tap: Tap, { needsSignIn, noProgressMs, config }: BasipBenchOptions): BasipConfig {
  const parsed = BasipConfig.parse({
    kind: 'basip',
    name: 'door',
    url: tap.url,
    auth:
      needsSignIn === true ? { method: 'password', user: ADMIN.name, secret: 'door' } : { method: 'none' },
  })
  return { ...parsed, timeoutSeconds: (noProgressMs ?? 600_000) / 1000, ...config }
}

function logInto(lines: string[]): Log {
  const note = (message: string, fields?: unknown): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
  }
  return { debug: note, info: note, warn: note, error: note }
}

function arrivals(server: BasipServer): Arrival[] {
  return server.identifiers().map(({ identifier_owner, picture }) => ({
    name: identifier_owner.name,
    folder: '',
    sha256: picture?.sha256 ?? '',
    sizeBytes: picture?.sizeBytes ?? 0,
    sidecar: null,
  }))
}

export type FaceShipment = Shipment & { sha256: string; path: string }

/** A file with a face, on its way to a panel. */
export async function faceShipment(
  name: string,
  picture?: Buffer,
  changes: Partial<Omit<Shipment, 'source'>> = {},
  hooks: ReadHooks = {},
): Promise<FaceShipment> {
  const file = await makeFile(name, picture ?? (await facePicture()))
  return { ...(await shipmentOf(file, changes, hooks)), sha256: file.sha256, path: file.path }
}

const FACE_BYTES_MAX = 24 * 1024

/** A face, as large as it should be. */
export async function faceOf(sizeBytes: number): Promise<Buffer> {
  return enlarged(await facePicture(), sizeBytes)
}

export const basipBenches: BenchMaker = {
  name: 'BAS-IP',
  traits: {
    isResumable: false,
    metadata: 'none',
    hasSidecars: false,
    hasFolders: false,
    fileNames: 'none',
    sameContent: 'once',
    isFinishedWhenDrained: true,
    hasBatches: false,
    sizeBytesMin: FACE_BYTES_MAX,
    // What became of a picture is asked within the attempt.
    steps: ['sign-in', 'begin', 'data'],
    signedOut: 'status-401',
    hasLoginPage: false,
  },
  content: faceOf,
  start: startBasipBench,
}
