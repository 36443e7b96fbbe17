import type { BasipConfig } from '../../../../shared/destination-config.ts'
import { noted, say } from '../../../../shared/phrase.ts'
import { UploadError } from '../../errors.ts'
import type { Ports } from '../../ports.ts'
import type {
  Confirmation,
  DeliveredBefore,
  Destination,
  Journal,
  Origin,
  SendContext,
  Sent,
  Shipment,
} from '../destination.ts'
import { createHttpClient } from '../http.ts'
import { check } from './check.ts'
import { PanelClient } from './client.ts'
import { enrol, type EnrolTools } from './enrol.ts'
import { Identifiers, isThere, uidAt } from './identifiers.ts'
import { PeopleList } from './people-list.ts'
import { personOf } from './person.ts'
import type { Usual } from './person-words.ts'
import { pictureOf } from './picture.ts'
import { leave, PartNames, PictureSender } from './sender.ts'
import type { Credentials } from './session.ts'
import { turnsAt } from './turns.ts'
import { EnrolMemo } from './enrol-memo.ts'

/** A picture is held in memory as a whole while it is looked at and sent, one at a time. No camera writes a larger JPEG. */
const SIZE_BYTES_MAX = 64 * 1024 * 1024

export interface BasipPorts extends Pick<Ports, 'clock' | 'random' | 'network' | 'log'> {
  /** @throws ProblemError when the secret is missing */
  secret: (ref: string | { env: string }) => Promise<string>
}

/**
 * One BAS-IP Android panel: every file is a person's face, which opens a door from then on. Several panels are several
 * destinations. @throws UploadError `destination` when it cannot be set up
 */
export function createBasip(config: BasipConfig, ports: BasipPorts): Destination {
  const http = createHttpClient({
    clock: ports.clock,
    network: ports.network,
    noProgressMs: config.timeoutSeconds * 1000,
    caFile: config.ca ?? null,
    connectionsMax: 1,
  })
  const { onExisting } = config
  const credentials = credentialsOf(config, ports)
  const base = new URL(config.url)
  const { turns, leave: leavePanel } = turnsAt(base, ports.clock)
  const client = new PanelClient({ base, http, clock: ports.clock, credentials, turns })
  const identifiers = new Identifiers(client)
  const partNames = new PartNames(config.partName, ports.log)
  const sender = new PictureSender({ client, identifiers, random: ports.random, partNames })
  const people = config.people === null ? null : new PeopleList(config.people)
  const tools: EnrolTools = { client, identifiers, sender, onExisting }
  const usual = { type: config.ownerType, lock: config.lock }
  const sending: Sending = { config, people, usual, tools }

  return {
    name: config.name,
    kind: config.kind,
    abilities: {
      resumable: false,
      batchMax: 1,
      metadata: 'none',
      fieldIds: [],
      group: null,
      isPrivate: true,
      sameness: 'content-and-path',
      sizeBytesMax: SIZE_BYTES_MAX,
      uploadsMax: 1,
    },
    check: (signal) =>
      check(
        { client, identifiers, partNames, people, usual, onExisting, user: credentials?.user ?? null },
        signal,
      ),
    send: (shipment, context) => client.exclusively(context.signal, () => send(sending, shipment, context)),
    isCurrent: (origin, delivered, context) => isCurrent(sending, origin, delivered, context),
    sendTogether: null,
    groupOf: () => null,
    confirm: (journal) => Promise.resolve(confirm(client, journal)),
    fields: null,
    signIn: null,
    browse: () => Promise.resolve([]),
    close: () => {
      leavePanel()
      return http.close()
    },
  }
}

function credentialsOf({ auth }: BasipConfig, { secret }: BasipPorts): Credentials | null {
  return auth.method === 'none' ? null : { user: auth.user, password: () => secret(auth.secret) }
}

interface Sending {
  config: BasipConfig
  people: PeopleList | null
  usual: Usual
  tools: EnrolTools
}

async function send(
  { config, people, usual, tools }: Sending,
  shipment: Shipment,
  context: SendContext,
): Promise<Sent> {
  await leave(context)
  const person = await personOf(shipment.origin, usual, people)
  const picture = await pictureOf(shipment.source, config.prepare, context.signal)
  await enrol(tools, shipment, person, picture, context)
  return { sha256: picture.sha256, renamed: [], modifiedAt: null }
}

/** Looks whether a face is still there, and opens what its file or the list says by now. */
async function isCurrent(
  { people, usual, tools }: Sending,
  origin: Origin,
  { assetUrl, proof }: DeliveredBefore,
  context: Pick<SendContext, 'signal' | 'drain' | 'throttle'>,
): Promise<boolean> {
  await leave(context)
  const uid = assetUrl === null ? null : uidAt(assetUrl)
  if (uid === null) return false
  const person = await personOf(origin, usual, people)
  const { standing, isAsAsked } = await tools.identifiers.look(uid, person, context.signal)
  // A face that was there before («skip») is not for Sluice to change.
  return isThere(standing) && (isAsAsked || proof === 'accepted')
}

/** The panel was asked for the person before the upload counted as sent, and what it said stands in the journal. */
function confirm(client: PanelClient, journal: Journal): Confirmation {
  const memo = EnrolMemo.safeParse(journal.memo).data
  if (memo?.stage !== 'done' || memo.uid === null || memo.path === null) throw unproved()
  const { uid, path, isSkipped, notes } = memo
  return {
    kind: 'confirmed',
    proof: {
      assetUrl: client.url(path).href,
      // It would be the person's name.
      assetName: null,
      proof: isSkipped ? 'accepted' : 'asset',
      uploadId: String(uid),
      requestId: null,
      ...noted(notes),
    },
  }
}

function unproved(): UploadError {
  return new UploadError('server', {
    code: 'face-unproved',
    what: say`It is not written down that the panel has this face.`,
    remedy: say`Sluice looks the person up and goes on by itself.`,
    isRetried: true,
  })
}
