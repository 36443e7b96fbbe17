import type { PicapportConfig } from '../../../../shared/destination-config.ts'
import { UploadError } from '../../errors.ts'
import type { Ports } from '../../ports.ts'
import { Congestion } from '../congestion.ts'
import type { Destination, Member, MemberOutcome } from '../destination.ts'
import { createHttpClient } from '../http.ts'
import { check } from './check.ts'
import { PicapportClient } from './client.ts'
import { confirm } from './confirm.ts'
import { PICAPPORT_FIELDS } from './photo-metadata.ts'
import { stoppedEarly } from './problems.ts'
import { type Outcome, sendPhotos } from './send.ts'
import { ServerState } from './server-facts.ts'
import { PicapportSessions } from './sessions.ts'

/** No limit of the protocol: the server tells its own, and that counts. */
const SIZE_BYTES_MAX = 2 ** 40
/** Beside the uploads there are photos to ask for. */
const REQUESTS_BESIDE_UPLOADS = 4

export interface PicapportPorts extends Pick<Ports, 'clock' | 'random' | 'network'> {
  /** @throws ProblemError when the secret is missing */
  secret: (ref: string | { env: string }) => Promise<string>
}

/** PicApport by its Web API. @throws UploadError `destination` when it cannot be set up */
export function createPicapport(config: PicapportConfig, ports: PicapportPorts): Destination {
  const base = new URL(config.url)
  const { clock, random, network, secret } = ports
  const requestsMax = config.files + REQUESTS_BESIDE_UPLOADS
  const http = createHttpClient({
    clock,
    network,
    noProgressMs: config.timeoutSeconds * 1000,
    caFile: config.ca ?? null,
    connectionsMax: requestsMax,
  })
  const sessions = new PicapportSessions({ http, clock, base, config, secret })
  const congestion = new Congestion(requestsMax, () => clock.monotonic())
  const client = new PicapportClient({ base, http, sessions, congestion, clock })
  const state = new ServerState(client)
  const sender = { client, state, random, rules: config }

  return {
    name: config.name,
    kind: config.kind,
    abilities: {
      resumable: false,
      batchMax: config.batch,
      metadata: 'json',
      fieldIds: PICAPPORT_FIELDS,
      group: null,
      isPrivate: false,
      sameness: 'content',
      sizeBytesMax: SIZE_BYTES_MAX,
      uploadsMax: config.files,
    },
    check: async (signal) => {
      sessions.forgetRefusal()
      return await check(client, state, signal)
    },
    send: async (shipment, context) => {
      const [outcome] = await sendPhotos(sender, [{ shipment, context }])
      if (outcome?.kind !== 'sent') throw outcome?.error as Error
      return outcome.sent
    },
    sendTogether:
      config.batch === 1
        ? null
        : async (members) => {
            const outcomes = await sendPhotos(sender, members)
            return outcomes.map((outcome, index) => memberOutcome(outcome, members[index]))
          },
    groupOf: () => null,
    confirm: (journal, signal) => confirm(client, journal, signal),
    fields: null,
    signIn: null,
    browse: () => Promise.resolve([]),
    close: () => http.close(),
  }
}

function memberOutcome(outcome: Outcome, member: Member | undefined): MemberOutcome {
  if (outcome.kind === 'sent') return outcome
  const { error } = outcome
  if (error instanceof UploadError) return { kind: 'failed', error }
  const isStopped = member?.context.signal.aborted === true || member?.context.drain.aborted === true
  if (isStopped) return { kind: 'failed', error: stoppedEarly() }
  throw error
}
