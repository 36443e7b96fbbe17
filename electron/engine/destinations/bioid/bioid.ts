import type { BioidConfig } from '../../../../shared/destination-config.ts'
import type { Ports } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import { Congestion } from '../congestion.ts'
import type { Destination, SendContext, Sent, Shipment } from '../destination.ts'
import { createHttpClient } from '../http.ts'
import { check } from './check.ts'
import { BioidClient } from './client.ts'
import { DoneMemo } from './memo.ts'
import { Pace } from './pace.ts'
import { bcidOf, groupOf } from './person-of.ts'
import { type InTurn, sendTogether } from './send.ts'
import { STOPPED } from './problems.ts'
import type { Sender } from './sender.ts'
import { UsedTokens } from './used-tokens.ts'

/** Persons at the same time; each has at most two uploads under way. */
const PERSONS_MAX = 2
const UPLOADS_MAX = 4
/** Beside the uploads there are tokens and tasks. */
const REQUESTS_BESIDE_UPLOADS = 2

export interface BioidPorts extends Pick<Ports, 'clock' | 'random' | 'network'> {
  /** @throws ProblemError when the secret is missing */
  secret: (ref: string | { env: string }) => Promise<string>
}

/**
 * BioID Web Service «classic» (BWS 2, Web API): the samples of a person go up with one token, and one task takes them.
 *
 * @throws UploadError `destination` when it cannot be set up
 */
export function createBioid(config: BioidConfig, ports: BioidPorts): Destination {
  const { clock, random, network, secret } = ports
  const http = createHttpClient({
    clock,
    network,
    noProgressMs: config.timeoutSeconds * 1000,
    caFile: config.ca ?? null,
    connectionsMax: UPLOADS_MAX + REQUESTS_BESIDE_UPLOADS,
  })
  const client = new BioidClient({ url: config.url, auth: config.auth, http, clock, secretOf: secret })
  const enrolledAtMs = new Map<string, number>()
  const sender: Sender = {
    client,
    rules: config,
    trait: config.trait,
    random,
    uploads: new Congestion(UPLOADS_MAX, () => clock.monotonic()),
    pace: new Pace(),
    tokens: new UsedTokens(clock),
    isEnrolledSince: (bcid, sinceMs) => (enrolledAtMs.get(bcid) ?? Number.NEGATIVE_INFINITY) > sinceMs,
    noteEnrolled: (bcid) => void enrolledAtMs.set(bcid, clock.now()),
  }
  const inTurn = turns()

  return {
    name: config.name,
    kind: config.kind,
    abilities: {
      resumable: false,
      batchMax: config.samples,
      metadata: 'none',
      fieldIds: [],
      group: { size: config.samples, quietMs: config.quietMs },
      isPrivate: true,
      sameness: 'content-and-path',
      sizeBytesMax: config.maxFileBytes,
      uploadsMax: PERSONS_MAX,
    },
    check: (signal) => check(client, config, signal),
    send: (shipment, context) => sendAlone(sender, inTurn, shipment, context),
    sendTogether: (members) => sendTogether(sender, inTurn, members),
    groupOf,
    isCurrent: (origin, { assetName }) => Promise.resolve(assetName === bcidOf(config, groupOf(origin))),
    confirm: (journal) => Promise.resolve({ kind: 'confirmed', proof: DoneMemo.parse(journal.memo).proof }),
    fields: null,
    signIn: null,
    browse: () => Promise.resolve([]),
    close: () => http.close(),
  }
}

/** A person with one sample. */
async function sendAlone(
  sender: Sender,
  inTurn: InTurn,
  shipment: Shipment,
  context: SendContext,
): Promise<Sent> {
  const [outcome] = await sendTogether(sender, inTurn, [{ shipment, context }])
  if (outcome === undefined) throw new Error('One parcel, no outcome')
  if (outcome.kind === 'failed') {
    const ended = [context.signal, context.drain].find(({ aborted }) => aborted)
    throw ended !== undefined && outcome.error.problem.code === STOPPED ? ended.reason : outcome.error
  }
  return outcome.sent
}

/** Sendings of one person wait for each other, so that each knows whether the person was enrolled before it. */
function turns(): InTurn {
  const last = new Map<string, Promise<unknown>>()
  return async (person, signal, work) => {
    const before = last.get(person) ?? Promise.resolve()
    const mine = abortable(before, signal).then(work)
    const both = Promise.allSettled([before, mine])
    last.set(person, both)
    try {
      return await mine
    } finally {
      if (last.get(person) === both) last.delete(person)
    }
  }
}
