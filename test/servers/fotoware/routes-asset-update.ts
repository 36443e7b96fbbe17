import { writeFile } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { archiveSlug } from './archive-paths.ts'
import type { AssetRecord } from './asset-index.ts'
import { assetRepresentation } from './asset-representation.ts'
import { archiveNode } from './collection-representation.ts'
import type { ServerContext } from './context.ts'
import { badRequest, ProtocolError } from './errors.ts'
import { isPlainObject, parseJson } from './json-values.ts'
import { assetType, assetUpdateType, negotiate, sendJson } from './media-types.ts'
import { replaceFields } from './metadata-set.ts'
import type { MetadataSet } from './metadata-set.ts'
import { parseAddress } from './paging.ts'
import { readText } from './request-body.ts'
import { decodedLevels, findAsset, knownNode } from './routes-browse.ts'

const longestBodyBytes = 4 * 1024 * 1024

/** Changes metadata of a stored asset; FotoWare API, section «Updating metadata on an asset». */
export function addAssetUpdateRoute(app: FastifyInstance, context: ServerContext): void {
  app.patch('/fotoweb/archives/*', async (request, reply) => {
    const asset = assetAt(context, request.url)
    if (request.headers['content-type']?.split(';')[0]?.trim() !== assetUpdateType) {
      throw new ProtocolError(415, 'UnsupportedMediaType', `the body must be ${assetUpdateType}`)
    }
    const mediaType = negotiate(request, [assetType])
    const changes = parseUpdate(parseJson(await readText(request, context.traffic, longestBodyBytes)))
    const changed: AssetRecord = {
      ...asset,
      metadata: replaceFields(asset.metadata, changes),
      modifiedAt: new Date(context.now()).toISOString(),
    }
    context.assets.put(changed)
    await writeFile(context.paths.record(changed.taskId), JSON.stringify(changed))
    return sendJson(reply, assetRepresentation(changed), mediaType)
  })
}

function assetAt(context: ServerContext, url: string): AssetRecord {
  const levels = decodedLevels(parseAddress(url).path)
  const last = levels.pop()
  const [slug, ...folders] = levels
  const archive = context.settings.archives.find((candidate) => archiveSlug(candidate) === slug)
  if (archive === undefined) throw new ProtocolError(404, 'ArchiveNotFound', 'there is no such archive')
  return findAsset(context, knownNode(context, archiveNode(archive), folders.join('/')), last)
}

function parseUpdate(body: unknown): MetadataSet {
  const metadata = isPlainObject(body) ? body['metadata'] : undefined
  if (!isPlainObject(metadata)) throw badRequest('invalid_argument', 'metadata is missing')
  return Object.fromEntries(
    Object.entries(metadata).map(([id, field]) => [id, { value: fieldValue(id, field) }]),
  )
}

function fieldValue(id: string, field: unknown): string | readonly string[] {
  const value = isPlainObject(field) ? field['value'] : undefined
  if (!/^\d+$/.test(id)) throw badRequest('invalid_argument', `${id} is no field id`)
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) return value
  throw badRequest('invalid_argument', `the value of field ${id} must be a string or a list of strings`)
}
