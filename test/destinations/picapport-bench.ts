import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createPicapport } from '../../electron/engine/destinations/picapport/picapport.ts'
import { nodeRandom } from '../../electron/engine/node-ports.ts'
import { PicapportConfig } from '../../shared/destination-config.ts'
import { type PicapportServer, startPicapportServer } from '../servers/picapport/server.ts'
import { ANNA, type Settings } from '../servers/picapport/settings.ts'
import { FastClock } from '../support/fast-clock.ts'
import { startTap } from '../support/tap-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { Bench, BenchMaker, BenchOptions, Step } from './bench.ts'
import { TEST_NETWORK } from '../support/test-network.ts'

const OPERATIONS = { 'sign-in': 'authorize', begin: 'check', data: 'upload', result: 'result' } as const

export interface PicapportBench extends Bench {
  readonly server: PicapportServer
}

export interface PicapportBenchOptions extends BenchOptions {
  config?: Partial<PicapportConfig>
  settings?: Partial<Settings>
  /** Host name in the address of the destination; 127.0.0.1 without it. */
  host?: string
  password?: () => string
}

/** A PicApport destination on a practice server, with a tap between them. */
export async function startPicapportBench(options: PicapportBenchOptions = {}): Promise<PicapportBench> {
  const needsSignIn = options.needsSignIn === true
  const server = await startPicapportServer({
    storeDir: path.join(await temporaryFolder(), 'store'),
    ...(needsSignIn ? { defaultUid: null } : {}),
    ...options.settings,
  })
  const tap = await startTap(server.url)
  const clock = new FastClock(options.clockSpeed ?? 20)
  const destination = createPicapport(picapportConfig(tap.url, options), {
    clock,
    random: nodeRandom,
    network: TEST_NETWORK,
    secret: () => Promise.resolve(options.password?.() ?? ANNA.password),
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
    arrivals: () =>
      Promise.resolve(
        server.photos().map(({ fileName, sha256, sizeBytes }) => ({
          ...{ name: fileName, folder: '', sha256, sizeBytes, sidecar: null },
        })),
      ),
    dataPath: /\/upload\?/,
    strike: (step: Step, fault) => {
      if (step === 'sidecar') throw new Error('PicApport has no sidecars')
      const active = server.faults.add({ on: OPERATIONS[step], ...fault })
      return () => active.hits
    },
    mend: () => {
      server.faults.clear()
    },
    endSessions: () => {
      server.expireSessions()
    },
    signIns: () => server.signInCount,
    // A photo comes whole or not at all.
    forgetUploads: () => undefined,
    hold: () => {
      server.settings.isIndexHeld = true
    },
    resume: () => {
      server.settings.isIndexHeld = false
      return Promise.resolve()
    },
  }
}

/** Times are not those that the configuration allows, so that tests need not wait as long as people do. */
export function picapportConfig(url: string, options: PicapportBenchOptions = {}): PicapportConfig {
  const address = new URL(url)
  if (options.host !== undefined) address.hostname = options.host
  const parsed = PicapportConfig.parse({
    kind: 'picapport',
    name: 'home',
    url: address.href,
    allowInsecure: true,
    auth:
      options.needsSignIn === true
        ? { method: 'password', user: ANNA.uid, secret: 'picapport' }
        : { method: 'anonymous' },
    batch: options.batch ?? 1,
  })
  return { ...parsed, timeoutSeconds: (options.noProgressMs ?? 600_000) / 1000, ...options.config }
}

/** The beginning of a JPEG, and bytes that no other has. */
export function somePhoto(sizeBytes: number): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), randomBytes(sizeBytes - 3)])
}

export const picapportBenches: BenchMaker = {
  name: 'PicApport',
  traits: {
    isResumable: false,
    metadata: 'json',
    hasSidecars: false,
    hasFolders: false,
    fileNames: 'typed',
    sameContent: 'once',
    isFinishedWhenDrained: true,
    hasBatches: true,
    sizeBytesMin: 3,
    steps: ['sign-in', 'begin', 'data', 'result'],
    signedOut: 'status-403',
    hasLoginPage: false,
  },
  content: somePhoto,
  start: startPicapportBench,
}
