import type { FotowareConfig } from '../../../../shared/config.ts'
import { catalogueRules } from '../../../../shared/template.ts'
import type { Ports } from '../../ports.ts'
import { Congestion } from '../congestion.ts'
import type { Destination } from '../destination.ts'
import { createHttpClient } from '../http.ts'
import { type Authorization, clientCredentials, noAuthorization } from './auth.ts'
import { check } from './check.ts'
import { FotowareClient } from './client.ts'
import { confirm } from './confirm.ts'
import { FotowareFields } from './field-service.ts'
import { send } from './send.ts'
import { targetOf } from './task.ts'

/** 25 × 2³⁰: the documentation says «25 GB» and not which. */
const SIZE_BYTES_MAX = 26_843_545_600
/** Beside the chunks there are tasks to create and results to ask for. */
const REQUESTS_BESIDE_CHUNKS = 2

export interface FotowarePorts extends Pick<Ports, 'clock' | 'random' | 'network'> {
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
  const authorization: Authorization =
    config.auth.method === 'client-credentials'
      ? clientCredentials(http, ports.clock, base, {
          clientId: config.auth.clientId,
          secret: secretOf(config.auth.secret, ports),
        })
      : noAuthorization
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
    abilities: {
      resumable: true,
      batchMax: 1,
      metadata: 'fields',
      sizeBytesMax: SIZE_BYTES_MAX,
      uploadsMax: config.files,
    },
    check: (signal) => check(client, target, fields, signal),
    send: (shipment, context) => send(sender, shipment, context),
    confirm: (journal, signal) => confirm({ client, fields, target }, journal, signal),
    fields,
    close: () => http.close(),
  }
}

function secretOf(ref: string | { env: string }, ports: FotowarePorts): () => Promise<string> {
  return () => ports.secret(ref)
}
