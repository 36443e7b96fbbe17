import { createHash } from 'node:crypto'
import path from 'node:path'
import type { Instruction } from '../../../../shared/metadata.ts'
import { UploadError } from '../../errors.ts'
import type { Journal, SendContext, Shipment } from '../destination.ts'
import { jsonBody } from '../http-body.ts'
import { revisionError } from './asset-problems.ts'
import { type FotowareClient, parseReply } from './client.ts'
import type { SentNames } from './names.ts'
import { replyError } from './problems.ts'
import { serverNowMs } from '../retry-after.ts'
import { CreatedTask, TaskMemo } from './wire.ts'
import { say } from '../../../../shared/phrase.ts'

/** Chunks are held in memory while they are sent; a server that asks for more than this is not one we know. */
const CHUNK_SIZE_MAX = 256 * 1024 * 1024
const CHUNKS_MAX = 1_000_000
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

/** Where one file goes: the asset that it is to revise, or the place of the destination. */
export function shipmentTarget(target: Target, revisionOf: string | null): Target {
  return revisionOf === null ? target : { url: revisionOf, isRevision: true }
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

export interface TaskMaker {
  client: FotowareClient
  /** The place of the destination. */
  target: Target
  /** Whether PDFs with metadata are touched after their delivery. */
  touchesPdf: boolean
}

/**
 * Creates an upload task (section «Create») and writes it into the journal before anything is sent.
 * Not idempotent, and harmless when its reply is lost: an orphaned task only expires.
 */
export async function createTask(
  { client, target, touchesPdf }: TaskMaker,
  names: SentNames,
  shipment: Shipment,
  { journal, signal, drain }: SendContext,
): Promise<TaskMemo> {
  const during = say`creating the upload`
  const asked = createRequest(shipmentTarget(target, shipment.revisionOf), names, shipment)
  const createdAtMs = client.clock.now()
  const body = jsonBody(asked)
  const reply = await client.call({ method: 'POST', path: UPLOADS, body, during, signal, drain })
  if (reply.status !== 200) {
    const error = replyError(reply, during)
    throw shipment.revisionOf === null ? error : revisionError(error, shipment.revisionOf)
  }
  const created = parseReply(reply, CreatedTask, during)
  const memo: TaskMemo = {
    uploadId: created.id,
    chunkSize: created.chunkSize,
    numChunks: created.numChunks,
    hasXmp: asked.hasXmp,
    // One request more completes it.
    mayBeComplete: created.numChunks <= 1,
    order: orderDigest(client.base, asked),
    sizeBytes: shipment.source.sizeBytes,
    identity: shipment.source.identity,
    sidecarIdentity: shipment.sidecarIdentity,
    filename: asked.filename,
    folder: asked.folder,
    createdAtMs: serverNowMs(reply.headers) ?? createdAtMs,
    revisionOf: shipment.revisionOf,
    touch: touchesPdf ? touchOf(shipment) : null,
    delivered: null,
  }
  checkChunks(memo)
  await journal.write(memo)
  return memo
}

/** Tells this order from any other, wherever and whenever it is given. */
export function orderDigest(base: URL, asked: CreateRequest): string {
  return createHash('sha256')
    .update(`${base.href}\n${JSON.stringify(asked)}`)
    .digest('base64')
}

export type CreateRequest = ReturnType<typeof createRequest>

/**
 * The body of «create»: all keys, always, as documented. Metadata that says nothing is null, since there are archives
 * that refuse any (`metadata_not_allowed`).
 */
export function createRequest(target: Target, names: SentNames, shipment: Shipment) {
  const isCollection = target.url !== null && !target.isRevision
  const fields = shipment.instructions.map(instruction)
  const modifiedAt = sentTime(shipment)
  const attributes = modifiedAt === null ? [] : [{ key: 'mt', value: modifiedAt }]
  return {
    destination: target.url,
    folder: isCollection ? names.folder : null,
    filename: target.isRevision ? revisionName(target.url ?? '', names.filename) : names.filename,
    hasXmp: shipment.sidecar !== null,
    fileSize: shipment.source.sizeBytes,
    checkoutId: null,
    metadata: fields.length + attributes.length === 0 ? null : { fields, attributes },
    comment: shipment.comment,
  }
}

/**
 * Null keeps the asset's name. A file of another type gives the asset its own extension, so that the archive can judge
 * the type and does not keep a PDF under the name of a JPEG (section «Version control»).
 */
function revisionName(assetUrl: string, filename: string): string | null {
  const name = assetNameOf(assetUrl)
  if (name === null) return null
  const [asset, file] = [path.extname(name), path.extname(filename)]
  return typeOf(asset) === typeOf(file) ? null : `${name.slice(0, name.length - asset.length)}${file}`
}

/** Null for an address that does not tell it. */
function assetNameOf(assetUrl: string): string | null {
  const last = /([^/?#]+)\.info$/.exec(assetUrl)?.[1]
  if (last === undefined) return null
  try {
    return decodeURIComponent(last)
  } catch {
    return null
  }
}

function typeOf(extension: string): string {
  const type = extension.toLowerCase()
  return { '.jpeg': '.jpg', '.jpe': '.jpg', '.tiff': '.tif' }[type] ?? type
}

/** Section «Metadata instructions»: `erase` has no value. */
function instruction({ id, action, value }: Instruction) {
  return value === undefined ? { id, action } : { id, action, value }
}

/** What is added to a PDF is kept beside it until the asset is changed once more (section «Metadata in PDF files»). */
function touchOf({ source, sidecar, instructions }: Shipment): TaskMemo['touch'] {
  const hasMetadata = sidecar !== null || instructions.length > 0
  if (!hasMetadata || path.extname(source.name).toLowerCase() !== '.pdf') return null
  return { fields: [...new Set(instructions.map(({ id }) => id))] }
}

/** ISO 8601 in UTC, whole seconds, with Z (section «Attributes»). */
export function utcSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

/** The modification time as it is sent; null when there is none, or none that the format can tell. */
export function sentTime({ modifiedAt }: Shipment): string | null {
  const year = modifiedAt?.getUTCFullYear() ?? Number.NaN
  return modifiedAt !== null && year >= 1 && year <= 9999 ? utcSeconds(modifiedAt) : null
}

function checkChunks(memo: TaskMemo): void {
  const expected = Math.ceil(memo.sizeBytes / memo.chunkSize)
  const isKnown = memo.chunkSize <= CHUNK_SIZE_MAX && memo.numChunks <= CHUNKS_MAX
  if (memo.numChunks === expected && isKnown) return
  throw new UploadError('unexpected', {
    code: 'unexpected-answer',
    what: say`The server cut the upload into parts that do not fit the file.`,
    remedy: say`Check "url" of this destination; if it is right, report this with the diagnostics file.`,
    isRetried: true,
    detail: `${String(memo.numChunks)} parts of ${String(memo.chunkSize)} bytes for ${String(memo.sizeBytes)} bytes`,
  })
}
