import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { archiveSlug } from './archive-paths.ts'
import type { AssetRecord } from './asset-index.ts'
import { assetRepresentation } from './asset-representation.ts'
import { archiveNode } from './collection-representation.ts'
import type { ServerContext } from './context.ts'
import { badRequest, ProtocolError } from './errors.ts'
import { isPlainObject, parseJson } from './json-values.ts'
import { assetType, assetUpdateType, negotiate, sendJson } from './media-types.ts'
import { patchOutcome } from './metadata-outcome.ts'
import { bagIdsOf } from './metadata-settings.ts'
import type { MetadataSet } from './metadata-set.ts'
import { parseAddress } from './paging.ts'
import { readText } from './request-body.ts'
import { decodedLevels, findAsset, knownNode } from './routes-browse.ts'

const longestBodyBytes = 4 * 1024 * 1024

/** Changes metadata of a stored asset; FotoWare API, section «Updating metadata on an asset». */
export function addAssetUpdateRoute(app: FastifyInstance, context: ServerContext): void {
  app.patch('/fotoweb/archives/*', async (request, reply) => {
    assetAt(context, request.url)
    if (request.headers['content-type']?.split(';')[0]?.trim() !== assetUpdateType) {
      throw new ProtocolError(415, 'UnsupportedMediaType', `the body must be ${assetUpdateType}`)
    }
    const mediaType = negotiate(request, [assetType])
    const body = parseJson(await readText(request, context.traffic, longestBodyBytes))
    const bagIds = bagIdsOf(context.settings)
    const changes = parseUpdate(body, bagIds)
    // The asset is looked up again in its turn, because another change may have come first.
    const changed = await context.tasks.inTurn(() =>
      changeAsset(context, assetAt(context, request.url), changes, bagIds),
    )
    return sendJson(reply, assetRepresentation(context.settings, changed), mediaType)
  })
}

async function changeAsset(
  context: ServerContext,
  asset: AssetRecord,
  changes: MetadataSet,
  bagIds: ReadonlySet<number>,
): Promise<AssetRecord> {
  const before = asset.outcomePath === null ? null : await readFile(asset.outcomePath, 'utf8')
  const outcome = patchOutcome(asset.metadata, before, changes, bagIds)
  const outcomePath = context.paths.outcome(asset.archive, asset.folder, asset.filename)
  await mkdir(dirname(outcomePath), { recursive: true })
  await writeFile(outcomePath, outcome.xmp)
  const changed: AssetRecord = {
    ...asset,
    metadata: outcome.metadata,
    outcomePath,
    metadataPlace: 'embedded',
    modifiedAt: new Date(context.now()).toISOString(),
  }
  await writeFile(context.paths.record(changed.taskId), JSON.stringify(changed))
  context.assets.put(changed)
  return changed
}

function assetAt(context: ServerContext, url: string): AssetRecord {
  const levels = decodedLevels(parseAddress(url).path)
  const last = levels.pop()
  const [slug, ...folders] = levels
  const archive = context.settings.archives.find((candidate) => archiveSlug(candidate) === slug)
  if (archive === undefined) throw new ProtocolError(404, 'ArchiveNotFound', 'there is no such archive')
  const asset = findAsset(context, knownNode(context, archiveNode(archive), folders.join('/')), last)
  if (archive.canEdit === false) throw new ProtocolError(403, 'Forbidden', 'no permission to edit metadata')
  return asset
}

function parseUpdate(body: unknown, bagIds: ReadonlySet<number>): MetadataSet {
  const metadata = isPlainObject(body) ? body['metadata'] : undefined
  if (!isPlainObject(metadata)) throw badRequest('invalid_argument', 'metadata is missing')
  return Object.fromEntries(
    Object.entries(metadata).map(([id, field]) => [
      id,
      { value: fieldValue(id, field, bagIds.has(Number(id))) },
    ]),
  )
}

function fieldValue(id: string, field: unknown, isBag: boolean): string | readonly string[] {
  const value = isPlainObject(field) ? field['value'] : undefined
  if (!/^\d+$/.test(id)) throw badRequest('invalid_argument', `${id} is no field id`)
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every((item): item is string => typeof item === 'string')) {
    if (value.length > 1 && !isBag) throw badRequest('invalid_argument', `field ${id} holds one value only`)
    return value
  }
  throw badRequest('invalid_argument', `the value of field ${id} must be a string or a list of strings`)
}
