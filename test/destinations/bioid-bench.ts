import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createBioid } from '../../electron/engine/destinations/bioid/bioid.ts'
import type {
  Destination,
  Member,
  MemberOutcome,
  Origin,
  SendContext,
} from '../../electron/engine/destinations/destination.ts'
import { nodeRandom } from '../../electron/engine/node-ports.ts'
import { BioidConfig } from '../../shared/destination-config.ts'
import { portrait } from '../servers/bioid/portraits.ts'
import { type BioidServer, startBioidServer } from '../servers/bioid/server.ts'
import type { Settings } from '../servers/bioid/settings.ts'
import { FastClock } from '../support/fast-clock.ts'
import { startTap, type Tap } from '../support/tap-server.ts'
import type { Operation } from '../servers/bioid/faults.ts'
import type { Arrival, Bench, BenchMaker, BenchOptions, Step } from './bench.ts'
import { enlarged } from './enlarged-picture.ts'
import { MemoryJournal } from './memory-journal.ts'
import { makeFile, type ReadHooks, shipmentOf, type TestFile } from './test-file.ts'
import { TEST_NETWORK } from '../support/test-network.ts'

export const APP = { id: 'app-1', secret: 'a:b=c d+e-VERY-SECRET' }
/** The bench's clock runs fast, so that tokens would be over in seconds on a busy machine. */
const TOKEN_SECONDS = 6000
const NEVER = new AbortController().signal

export interface BioidBench {
  readonly destination: Destination
  readonly server: BioidServer
  readonly clock: FastClock
  readonly tap: Tap
}

export interface BioidBenchOptions {
  config?: Partial<Record<keyof BioidConfig, unknown>>
  settings?: Partial<Settings>
  secret?: string
  clockSpeed?: number
  noProgressMs?: number
}

/** A BioID destination on a practice server, with a tap between them. */
export async function startBioidBench(options: BioidBenchOptions = {}): Promise<BioidBench> {
  const server = await startBioidServer({ apps: [APP], tokenTtlSeconds: TOKEN_SECONDS, ...options.settings })
  const tap = await startTap(server.url)
  onTestFinished(async () => {
    await tap.close()
    await server.close()
  })
  return { server, tap, ...bioidOn(tap.url, options) }
}

/** Another Sluice on the same server, as after a restart. */
export function bioidOn(
  url: string,
  options: BioidBenchOptions = {},
): { destination: Destination; clock: FastClock } {
  const clock = new FastClock(options.clockSpeed ?? 50)
  const config = BioidConfig.parse({
    kind: 'bioid',
    name: 'faces',
    url,
    auth: { method: 'app', appId: APP.id, secret: 'app-secret' },
    storage: 'bws',
    partition: 112,
    ...options.config,
  })
  const destination = createBioid(
    { ...config, timeoutSeconds: (options.noProgressMs ?? 600_000) / 1000 },
    {
      clock,
      random: nodeRandom,
      network: TEST_NETWORK,
      secret: () => Promise.resolve(options.secret ?? APP.secret),
    },
  )
  onTestFinished(() => destination.close())
  return { destination, clock }
}

export interface TestMember extends Member {
  readonly file: TestFile
  readonly journal: MemoryJournal
  readonly abort: AbortController
  readonly drain: AbortController
}

/** A file of a person as the engine hands it over. @param where below the hot folder */
export async function memberOf(
  where: string,
  content?: Buffer,
  changes: { variables?: Origin['variables']; hooks?: ReadHooks; context?: Partial<SendContext> } = {},
): Promise<TestMember> {
  const file = await makeFile(path.posix.basename(where), content ?? (await portrait()))
  const { variables = {}, hooks, context } = changes
  return await memberOn(file, where, new MemoryJournal(), {
    variables,
    ...(hooks && { hooks }),
    ...(context && { context }),
  })
}

/** The same file once more, with what its journal holds on disk: as a process finds it that starts after a crash. */
export async function revived(member: TestMember): Promise<TestMember> {
  return await memberOn(member.file, member.shipment.origin.path, member.journal.copy())
}

async function memberOn(
  file: TestFile,
  where: string,
  journal: MemoryJournal,
  changes: { variables?: Origin['variables']; hooks?: ReadHooks; context?: Partial<SendContext> } = {},
): Promise<TestMember> {
  const { variables = {}, hooks = {}, context = {} } = changes
  const shipment = await shipmentOf(file, { origin: { path: where, variables } }, hooks)
  const [abort, drain] = [new AbortController(), new AbortController()]
  return {
    file,
    shipment,
    journal,
    abort,
    drain,
    context: {
      journal,
      signal: abort.signal,
      drain: drain.signal,
      onProgress: () => undefined,
      throttle: undefined,
      ...context,
    },
  }
}

/** So many portraits of one person. */
export async function samplesOf(person: string, count: number): Promise<TestMember[]> {
  return await Promise.all(
    Array.from({ length: count }, (_, at) => memberOf(`${person}/${person}_${String(at + 1)}.jpg`)),
  )
}

/** One sending, as a lane makes it. */
export async function together(
  bench: Pick<BioidBench, 'destination'>,
  members: readonly Member[],
): Promise<readonly MemberOutcome[]> {
  const [first] = members
  const { destination } = bench
  if (first === undefined || destination.sendTogether === null) throw new Error('Nothing to send')
  return await destination.sendTogether(members, destination.groupOf(first.shipment.origin))
}

/** `sent`, or the code of the problem. */
export function inShort(outcomes: readonly MemberOutcome[]): string[] {
  return outcomes.map((outcome) => (outcome.kind === 'sent' ? 'sent' : outcome.error.problem.code))
}

export async function proofOf(bench: Pick<BioidBench, 'destination'>, member: TestMember) {
  const answer = await bench.destination.confirm(member.journal, NEVER)
  if (answer.kind === 'pending') throw new Error('Still pending')
  return answer.proof
}

/** The SHA-256 of the samples of every task, oldest first. */
export function taken({ server }: Pick<BioidBench, 'server'>): string[][] {
  return server.people.tasks.map(({ samples }) => samples.map(({ sha256 }) => sha256))
}

export function hashes(members: readonly TestMember[]): string[] {
  return members.map(({ file }) => file.sha256)
}

/** A check asks for the status with the same password as the sendings for their tokens. */
const OPERATIONS: Record<Step, readonly Operation[]> = {
  'sign-in': ['token', 'status'],
  data: ['upload'],
  result: ['task'],
  begin: [],
  sidecar: [],
}
const PORTRAIT_BYTES_MAX = 24 * 1024

/** A bench for the suite of all destinations: persons with one sample, all of them the same one. */
async function startSuiteBench({ noProgressMs, clockSpeed }: BenchOptions = {}): Promise<Bench> {
  const { destination, server, clock, tap } = await startBioidBench({
    config: { samples: 1 },
    ...(noProgressMs !== undefined && { noProgressMs }),
    ...(clockSpeed !== undefined && { clockSpeed }),
  })
  return {
    // As with a folder whose pattern names the person: the suite's files name nobody.
    destination: {
      ...destination,
      send: (shipment, context) =>
        destination.send(
          { ...shipment, origin: { ...shipment.origin, variables: { person: '4711' } } },
          context,
        ),
    },
    ...{ clock, tap },
    arrivals: () => Promise.resolve(arrivals(server)),
    dataPath: /\/extension\/upload/,
    strike: (step, fault) => {
      const active = OPERATIONS[step].map((on) => server.faults.add({ on, ...fault }))
      return () => active.reduce((sum, { hits }) => sum + hits, 0)
    },
    mend: () => {
      server.faults.clear()
    },
    endSessions: () => server.tokens.expireAll(),
    signIns: () => server.requests.filter(({ operation }) => operation === 'token').length,
    forgetUploads: () => undefined,
    hold: () => undefined,
    resume: () => Promise.resolve(),
  }
}

/** What tasks have taken: samples without one are forgotten. */
function arrivals({ people }: BioidServer): Arrival[] {
  return people.tasks.flatMap(({ samples }) =>
    samples.map(({ sha256, sizeBytes }) => ({ name: '', folder: '', sha256, sizeBytes, sidecar: null })),
  )
}

export const bioidBenches: BenchMaker = {
  name: 'BioID',
  traits: {
    isResumable: false,
    metadata: 'none',
    hasSidecars: false,
    hasFolders: false,
    fileNames: 'none',
    sameContent: 'again',
    isFinishedWhenDrained: false,
    hasBatches: false,
    sizeBytesMin: PORTRAIT_BYTES_MAX,
    // The task belongs to the attempt.
    steps: ['sign-in', 'data'],
    signedOut: 'status-401',
    hasLoginPage: false,
  },
  content: async (sizeBytes) => enlarged(await portrait(), sizeBytes),
  start: startSuiteBench,
}
