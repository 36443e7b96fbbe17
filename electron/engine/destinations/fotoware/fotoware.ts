import type { FotowareConfig } from '../../../../shared/config.ts'
import { problemPhrase } from '../../../../shared/problem.ts'
import { catalogueRules } from '../../../../shared/template.ts'
import type { Ports } from '../../ports.ts'
import { Congestion } from '../congestion.ts'
import type { Abilities, Destination } from '../destination.ts'
import { createHttpClient, type HttpClient } from '../http.ts'
import { type Authorization, clientCredentials, noAuthorization } from './auth.ts'
import { browse } from './browse.ts'
import { BrowserSession } from './browser-session.ts'
import { BrowserSignIn } from './browser-sign-in.ts'
import { check } from './check.ts'
import { FotowareClient } from './client.ts'
import { confirm } from './confirm.ts'
import { FotowareFields } from './field-service.ts'
import { KeptSignIn } from './kept-sign-in.ts'
import { send } from './send.ts'
import { targetOf } from './task.ts'

/** 25 × 2³⁰: the documentation says «25 GB» and not which. */
const SIZE_BYTES_MAX = 26_843_545_600
/** Beside the chunks there are tasks to create and results to ask for. */
const REQUESTS_BESIDE_CHUNKS = 2

export interface FotowarePorts extends Pick<Ports, 'clock' | 'random' | 'network' | 'secrets' | 'log'> {
  /** @throws ProblemError when the secret is missing */
  secret: (ref: string | { env: string }) => Promise<string>
}

/** FotoWare (FotoWeb): chunked, resumable uploads. @throws UploadError `destination` when it cannot be set up */
export function createFotoware(config: FotowareConfig, ports: FotowarePorts): Destination {
  const base = new URL(config.url)
  const requestsMax = config.files * config.chunks + REQUESTS_BESIDE_CHUNKS
  const http = createHttpClient({
    clock: ports.clock,
    network: ports.network,
    noProgressMs: config.timeoutSeconds * 1000,
    caFile: config.ca ?? null,
    connectionsMax: requestsMax,
  })
  const { authorization, session, signIn } = signInOf(config, base, http, ports)
  const congestion = new Congestion(requestsMax, () => ports.clock.monotonic())
  const client = new FotowareClient({ base, http, authorization, congestion, clock: ports.clock })
  const target = targetOf(config.collection)
  const fields = new FotowareFields({
    client,
    target,
    isChecked: config.checkFields,
    catalogue: catalogueRules(),
  })
  const sender = {
    client,
    random: ports.random,
    target,
    parallel: config.chunks,
    touchesPdf: config.touchPdf,
  }

  return {
    name: config.name,
    kind: config.kind,
    abilities: abilitiesOf(config),
    check: async (signal) => {
      const found = await check(client, target, fields, signal)
      const trouble = session?.trouble ?? null
      return trouble === null ? found : { ...found, words: [...found.words, problemPhrase(trouble)] }
    },
    send: (shipment, context) => send(sender, shipment, context),
    sendTogether: null,
    groupOf: () => null,
    confirm: (journal, signal) => confirm({ client, fields, target }, journal, signal),
    fields,
    signIn,
    browse: (href, signal) => browse(client, href, signal),
    close: async () => {
      const cancelled = signIn?.cancel()
      await session?.settle()
      await http.close()
      await cancelled
    },
  }
}

function abilitiesOf({ files }: FotowareConfig): Abilities {
  return {
    resumable: true,
    batchMax: 1,
    metadata: 'fields',
    fieldIds: null,
    group: null,
    isPrivate: false,
    sameness: 'content',
    sizeBytesMax: SIZE_BYTES_MAX,
    uploadsMax: files,
  }
}

interface Ways {
  authorization: Authorization
  session: BrowserSession | null
  signIn: BrowserSignIn | null
}

function signInOf(config: FotowareConfig, base: URL, http: HttpClient, ports: FotowarePorts): Ways {
  const { auth, name } = config
  switch (auth.method) {
    case 'none':
      return { authorization: noAuthorization, session: null, signIn: null }
    case 'client-credentials': {
      const client = { clientId: auth.clientId, secret: () => ports.secret(auth.secret) }
      return {
        authorization: clientCredentials(http, ports.clock, base, client),
        session: null,
        signIn: null,
      }
    }
    case 'browser': {
      const { clientId, redirectPorts, redirectPath } = auth
      const { clock, log, random, secrets } = ports
      const kept = new KeptSignIn({ secrets, name, base, clientId })
      const session = new BrowserSession({ http, clock, log, base, clientId, name, kept })
      const signIn = new BrowserSignIn({
        ...{ http, clock, random, log, base, name, session },
        ...{ clientId, redirectPorts, redirectPath },
      })
      return { authorization: session, session, signIn }
    }
  }
}
