import { constants } from 'node:fs'
import { open, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { badRequest, ProtocolError } from './errors.ts'
import { formDataBoundary, readMultipart } from './multipart.ts'
import type { FileSink, MultipartSummary } from './multipart.ts'
import { bodyPieces } from './request-body.ts'
import type { UploadTask } from './upload-task.ts'
import { xmpFault } from './xmp-check.ts'

const longestXmpBytes = 16 * 1024 * 1024
const writableOrNew = constants.O_RDWR | constants.O_CREAT
const chunkUrl = '/fotoweb/api/uploads/:id/chunks/:index'
const xmpUrl = '/fotoweb/api/uploads/:id/xmp'

/** Steps 2 and 3 of an upload: chunks and sidecar; FotoWare Upload API, sections «Chunks» and «XMP». */
export function addUploadDataRoutes(app: FastifyInstance, context: ServerContext): void {
  app.post<{ Params: { id: string; index: string } }>(
    chunkUrl,
    { config: { operation: 'chunk' } },
    async (request, reply) => {
      const task = openTask(context, request, request.params.id)
      await takeChunk(context, request, task, chunkIndex(task, request.params.index))
      return reply.code(204).send()
    },
  )
  app.post<{ Params: { id: string } }>(xmpUrl, { config: { operation: 'xmp' } }, async (request, reply) => {
    const task = openTask(context, request, request.params.id)
    if (!task.order.hasXmp) throw badRequest('metadata_not_allowed', 'the task was created without hasXmp')
    await takeXmp(context, request, task)
    return reply.code(204).send()
  })
}

/** The checks that both kinds of data share, in the order 404, 415, 411, 409. */
function openTask(context: ServerContext, request: FastifyRequest, id: string): UploadTask {
  const task = findTask(context, request, id)
  if (formDataBoundary(request.headers['content-type']) === null) {
    throw new ProtocolError(415, 'UnsupportedMediaType', 'the body must be multipart/form-data')
  }
  if (request.headers['transfer-encoding'] !== undefined || request.headers['content-length'] === undefined) {
    throw new ProtocolError(411, 'LengthRequired', 'Content-Length is required')
  }
  requireAwaiting(task)
  return task
}

function findTask(context: ServerContext, request: FastifyRequest, id: string): UploadTask {
  const task = context.tasks.find(id, request.exchange.identity)
  if (task === null) throw new ProtocolError(404, 'NotFound', 'there is no such upload task')
  return task
}

function requireAwaiting(task: UploadTask): void {
  if (task.finalisedAtMs !== null) throw new ProtocolError(409, 'already_finalized', 'the upload is complete')
}

function alreadyUploaded(): ProtocolError {
  return new ProtocolError(409, 'already_uploaded', 'this part is already here')
}

function chunkIndex(task: UploadTask, text: string): number {
  const index = /^\d{1,9}$/.test(text) ? Number(text) : -1
  // The documentation says «greater than numChunks»; the last legal index is numChunks - 1.
  if (index < 0 || index >= task.chunkCount) throw badRequest('invalid_chunk_index', 'no such chunk')
  return index
}

async function takeChunk(context: ServerContext, request: FastifyRequest, task: UploadTask, index: number) {
  const others = task.inFlight.get(index) ?? 0
  const hasRival = others > 0 && context.settings.duplicateInFlight === 'conflict'
  task.inFlight.set(index, others + 1)
  const writer = new ChunkWriter(context, task, index, hasRival)
  try {
    const summary = await readFile(context, request, (piece, offset) => writer.write(piece, offset))
    requireOneFile(summary)
    if (summary.sizeBytes !== task.chunkLength(index)) {
      throw badRequest('invalid_chunk_size', `chunk ${index} has ${task.chunkLength(index)} bytes`)
    }
    // The task may have expired or been completed by another request in the meantime.
    findTask(context, request, task.id)
    if (hasRival || task.stored.has(index)) throw alreadyUploaded()
  } finally {
    const left = (task.inFlight.get(index) ?? 1) - 1
    if (left > 0) task.inFlight.set(index, left)
    else task.inFlight.delete(index)
    await writer.close()
  }
  if (task.stored.has(index)) throw alreadyUploaded()
  task.stored.add(index)
  context.tasks.finaliseIfComplete(task)
}

async function takeXmp(context: ServerContext, request: FastifyRequest, task: UploadTask): Promise<void> {
  const pieces: Buffer[] = []
  const summary = await readFile(context, request, (piece, offset) => {
    if (offset + piece.length <= longestXmpBytes) pieces.push(piece)
  })
  requireOneFile(summary)
  if (summary.sizeBytes > longestXmpBytes) throw badRequest('invalid_argument', 'the sidecar is too large')
  const bytes = Buffer.concat(pieces)
  const fault = xmpFault(bytes)
  if (fault !== null) throw badRequest('invalid_metadata', `malformed XMP: ${fault}`)
  findTask(context, request, task.id)
  if (task.isStoringXmp || task.hasStoredXmp) throw alreadyUploaded()
  task.isStoringXmp = true
  try {
    await writeFile(join(await context.tasks.partsFolder(task), 'xmp'), bytes)
    task.hasStoredXmp = true
  } finally {
    task.isStoringXmp = false
  }
  context.tasks.finaliseIfComplete(task)
}

function readFile(
  context: ServerContext,
  request: FastifyRequest,
  sink: FileSink,
): Promise<MultipartSummary> {
  const boundary = formDataBoundary(request.headers['content-type']) ?? ''
  return readMultipart(bodyPieces(request, context.traffic), boundary, sink)
}

function requireOneFile(summary: MultipartSummary): void {
  if (summary.fileCount === 1) return
  throw badRequest('invalid_number_of_files', `one file is expected, ${summary.fileCount} came`)
}

/** Writes a chunk straight to its place in the part file, never outside of that place. */
class ChunkWriter {
  readonly #context: ServerContext
  readonly #task: UploadTask
  readonly #index: number
  readonly #isIdle: boolean
  #file: FileHandle | null = null

  constructor(context: ServerContext, task: UploadTask, index: number, isIdle: boolean) {
    this.#context = context
    this.#task = task
    this.#index = index
    this.#isIdle = isIdle
  }

  async write(piece: Buffer, offsetBytes: number): Promise<void> {
    const task = this.#task
    const isOutside = offsetBytes + piece.length > task.chunkLength(this.#index)
    if (this.#isIdle || isOutside || task.stored.has(this.#index)) return
    try {
      this.#file ??= await this.#open()
      await this.#file.write(piece, 0, piece.length, task.chunkOffset(this.#index) + offsetBytes)
    } catch (error) {
      // Another request may have brought the chunk just now, and the parts may have moved on.
      if (!task.stored.has(this.#index)) throw error
    }
  }

  async close(): Promise<void> {
    await this.#file?.close()
  }

  async #open(): Promise<FileHandle> {
    const folder = await this.#context.tasks.partsFolder(this.#task)
    // Neither truncating nor appending: other requests write their own chunks into the same file.
    return open(join(folder, 'data'), writableOrNew)
  }
}
