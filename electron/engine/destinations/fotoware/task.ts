import type { FieldInstruction } from '../../../../shared/config.ts'
import { UploadError } from '../../errors.ts'
import type { Journal, Shipment } from '../destination.ts'
import { jsonBody } from '../http-body.ts'
import { type FotowareClient, parseReply } from './client.ts'
import type { SentNames } from './names.ts'
import { replyError } from './problems.ts'
import { CreatedTask, TaskMemo } from './wire.ts'

/** Chunks are held in memory while they are sent; a server that asks for more than this is not one we know. */
const CHUNK_SIZE_MAX = 256 * 1024 * 1024
const UPLOADS = '/fotoweb/api/uploads'

/** Where the uploads of one destination go. */
export interface Target {
  /** URL of a collection or asset, or null for the upload area (On-Premises). */
  url: string | null
  /** An asset's URL makes the file its new revision (section «Version control»). */
  isRevision: boolean
}

export function targetOf(collection: string | null): Target {
  return { url: collection, isRevision: collection !== null && collection.endsWith('.info') }
}

export function taskPath(uploadId: string, what: string): string {
  return `${UPLOADS}/${encodeURIComponent(uploadId)}/${what}`
}

/**
 * The task of an earlier attempt, if it was made for exactly this file and sidecar; else null, and the journal is empty.
 */
export async function resumableTask(journal: Journal, shipment: Shipment): Promise<TaskMemo | null> {
  if (journal.memo === null || journal.memo === undefined) return null
  const memo = TaskMemo.safeParse(journal.memo)
  const isSame =
    memo.success &&
    memo.data.identity === shipment.source.identity &&
    memo.data.sidecarIdentity === shipment.sidecarIdentity &&
    memo.data.sizeBytes === shipment.source.sizeBytes
  if (isSame) return memo.data
  await journal.erase()
  return null
}

/**
 * Creates an upload task (section «Create») and writes it into the journal before anything is sent.
 * Not idempotent, and harmless when its reply is lost: an orphaned task only expires.
 */
export async function createTask(
  client: FotowareClient,
  target: Target,
  names: SentNames,
  shipment: Shipment,
  journal: Journal,
  signal: AbortSignal,
): Promise<TaskMemo> {
  const during = 'creating the upload'
  const asked = createRequest(target, names, shipment)
  const createdAtMs = client.clock.now()
  const reply = await client.call({ method: 'POST', path: UPLOADS, body: jsonBody(asked), during, signal })
  if (reply.status !== 200) throw replyError(reply, during)
  const created = parseReply(reply, CreatedTask, during)
  const memo: TaskMemo = {
    uploadId: created.id,
    chunkSize: created.chunkSize,
    numChunks: created.numChunks,
    hasXmp: asked.hasXmp,
    isComplete: false,
    sizeBytes: shipment.source.sizeBytes,
    identity: shipment.source.identity,
    sidecarIdentity: shipment.sidecarIdentity,
    filename: asked.filename,
    folder: asked.folder,
    createdAtMs: serverTimeMs(reply.headers['date']) ?? createdAtMs,
    sha256: null,
  }
  checkChunks(memo)
  await journal.write(memo)
  return memo
}

/** The body of «create»: all keys, always, as documented. */
export function createRequest(target: Target, names: SentNames, shipment: Shipment) {
  const isCollection = target.url !== null && !target.isRevision
  const attributes =
    shipment.modifiedAt === null ? [] : [{ key: 'mt', value: utcSeconds(shipment.modifiedAt) }]
  return {
    destination: target.url,
    folder: isCollection ? names.folder : null,
    filename: target.isRevision ? null : names.filename,
    hasXmp: shipment.sidecar !== null,
    fileSize: shipment.source.sizeBytes,
    checkoutId: null,
    metadata: { fields: shipment.fields.map(instruction), attributes },
    comment: shipment.comment,
  }
}

/** Section «Metadata instructions»: `erase` has no value. */
function instruction({ field, action, value }: FieldInstruction) {
  return value === undefined ? { id: field, action } : { id: field, action, value }
}

/** ISO 8601 in UTC, whole seconds, with Z (section «Attributes»). */
export function utcSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

function checkChunks(memo: TaskMemo): void {
  const expected = Math.ceil(memo.sizeBytes / memo.chunkSize)
  if (memo.numChunks === expected && memo.chunkSize <= CHUNK_SIZE_MAX) return
  throw new UploadError('unexpected', {
    code: 'unexpected-answer',
    what: 'The server cut the upload into parts that do not fit the file.',
    remedy: 'Check "url" of this destination; if it is right, report this with the diagnostics file.',
    isRetried: true,
    detail: `${String(memo.numChunks)} parts of ${String(memo.chunkSize)} bytes for ${String(memo.sizeBytes)} bytes`,
  })
}

function serverTimeMs(header: string | string[] | undefined): number | null {
  const timeMs = Date.parse(String(header))
  return Number.isFinite(timeMs) ? timeMs : null
}
