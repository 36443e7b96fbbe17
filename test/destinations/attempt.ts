import type {
  SendContext,
  Sent,
  ServerProof,
  Shipment,
} from '../../electron/engine/destinations/destination.ts'
import type { Journal } from '../../electron/engine/destinations/destination.ts'
import { UploadError } from '../../electron/engine/errors.ts'
import { failureOf, until } from '../support/until.ts'
import type { Bench } from './bench.ts'
import { MemoryJournal } from './memory-journal.ts'
import { makeFile, shipmentOf } from './test-file.ts'

const NEVER = new AbortController().signal

/** One attempt, as a lane makes it. */
export function attempt(
  bench: Pick<Bench, 'destination'>,
  shipment: Shipment,
  journal: Journal,
  context: Partial<SendContext> = {},
): Promise<Sent> {
  return bench.destination.send(shipment, {
    signal: NEVER,
    drain: NEVER,
    onProgress: () => undefined,
    throttle: undefined,
    ...context,
    journal,
  })
}

/** Asks until the server has come to an end with it. */
export async function confirmation(
  bench: Pick<Bench, 'destination'>,
  journal: Journal,
  signal = NEVER,
): Promise<ServerProof> {
  const proofs: ServerProof[] = []
  await until(async () => {
    const answer = await bench.destination.confirm(journal, signal)
    if (answer.kind === 'confirmed') proofs.push(answer.proof)
    return proofs.length > 0
  }, 'a confirmation')
  const [proof] = proofs
  if (proof === undefined) throw new Error('still pending')
  return proof
}

/** A whole delivery in one attempt. */
export async function deliver(
  bench: Pick<Bench, 'destination'>,
  shipment: Shipment,
): Promise<{ sent: Sent; proof: ServerProof }> {
  const journal = new MemoryJournal()
  const sent = await attempt(bench, shipment, journal)
  return { sent, proof: await confirmation(bench, journal) }
}

/** A delivery of so many random bytes. */
export async function deliverBytes(
  bench: Pick<Bench, 'destination'>,
  name: string,
  content: number | Buffer,
) {
  const file = await makeFile(name, content)
  return { file, ...(await deliver(bench, await shipmentOf(file))) }
}

/** The UploadError that something ends with. */
export async function uploadFailure(work: Promise<unknown>): Promise<UploadError> {
  const error = await failureOf(work)
  if (error instanceof UploadError) return error
  throw new Error('Not an UploadError', { cause: error })
}
