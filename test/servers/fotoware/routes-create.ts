import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { checkFilename, checkFolder, parseCreateRequest } from './create-request.ts'
import { resolveDestination } from './destinations.ts'
import type { Destination } from './destinations.ts'
import { documentType } from './document-types.ts'
import { badRequest, ProtocolError } from './errors.ts'
import { parseJson } from './json-values.ts'
import { bagIdsOf } from './metadata-settings.ts'
import { negotiate, sendJson } from './media-types.ts'
import { readText } from './request-body.ts'
import type { UploadOrder } from './upload-task.ts'

const longestRequestBytes = 4 * 1024 * 1024

/** Step 1 of an upload: the task is made; FotoWare Upload API, section «Create». */
export function addCreateRoutes(app: FastifyInstance, context: ServerContext): void {
  for (const url of ['/fotoweb/api/uploads', '/fotoweb/api/uploads/']) {
    app.post(url, { config: { operation: 'create' } }, async (request, reply) => {
      negotiate(request, ['application/json'])
      requireJsonType(request)
      const body = parseJson(await readText(request, context.traffic, longestRequestBytes))
      const order = checkOrder(context, body, request.headers.host ?? '')
      const task = context.tasks.create(request.exchange.identity, order)
      return sendJson(reply, {
        id: task.id,
        chunkSize: task.chunkSizeBytes,
        numChunks: task.chunkCount,
        hasXmp: order.hasXmp,
      })
    })
  }
}

function checkOrder(context: ServerContext, body: unknown, host: string): UploadOrder {
  const request = parseCreateRequest(body, bagIdsOf(context.settings))
  const destination = resolveDestination(context, request.destination, host)
  const newFolders = checkFolder(request, destination)
  const filename = checkFilename(request, destination)
  checkRevisionType(destination, filename)
  if (!allowsMetadata(destination) && (request.hasMetadata || request.hasXmp)) {
    throw badRequest('metadata_not_allowed', 'metadata cannot be set here')
  }
  const { hasXmp, fileSize, metadata, comment } = request
  return { destination, newFolders, filename, hasXmp, fileSize, metadata, comment }
}

function checkRevisionType(destination: Destination, filename: string): void {
  if (destination.kind !== 'asset') return
  const before = documentType(destination.asset.filename)
  const after = documentType(filename)
  if (before !== after) throw badRequest('destination_invalid_asset', `${after} cannot replace ${before}`)
}

function allowsMetadata(destination: Destination): boolean {
  return destination.kind === 'upload-area' || destination.archive.metadataNotAllowed !== true
}

function requireJsonType(request: FastifyRequest): void {
  if (!/^application\/json[ \t]*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new ProtocolError(415, 'UnsupportedMediaType', 'the body must be application/json')
  }
}
