import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { archiveSlug } from './archive-paths.ts'
import type { AssetRecord } from './asset-index.ts'
import { assetRepresentation } from './asset-representation.ts'
import { searchAssets } from './asset-search.ts'
import { archiveNode, childNodes, collectionInfo } from './collection-representation.ts'
import type { CollectionNode } from './collection-representation.ts'
import type { ServerContext } from './context.ts'
import { parseDataUrl } from './data-links.ts'
import { ProtocolError } from './errors.ts'
import {
  assetListType,
  assetType,
  collectionInfoType,
  collectionListType,
  collectionType,
  negotiate,
  sendJson,
} from './media-types.ts'
import { pageOf, parseAddress } from './paging.ts'
import type { Address } from './paging.ts'

/** Collections, sub-folders, assets and search; FotoWare API, sections «Archives», «Folders» and «Paging». */
export function addBrowseRoutes(app: FastifyInstance, context: ServerContext): void {
  app.get('/fotoweb/data/*', async (request, reply) => {
    const address = parseAddress(request.url)
    const place = parseDataUrl(address.path)
    const archive = context.settings.archives.find(({ id }) => id === place?.archiveId)
    if (place === null || archive === undefined) throw notFound('FolderNotFound')
    return sendCollection(context, request, reply, knownNode(context, archiveNode(archive), place.folder))
  })
  app.get('/fotoweb/archives/*', async (request, reply) => {
    const levels = decodedLevels(parseAddress(request.url).path)
    const last = levels.pop()
    const [slug, ...folders] = levels
    if (slug === undefined) return sendSearch(context, request, reply)
    const archive = context.settings.archives.find((candidate) => archiveSlug(candidate) === slug)
    if (archive === undefined) throw notFound('ArchiveNotFound')
    const node = knownNode(context, archiveNode(archive), folders.join('/'))
    if (last === '') return sendCollection(context, request, reply, node)
    const asset = findAsset(context, node, last)
    const mediaType = negotiate(request, [assetType])
    reply.header('Cache-Control', 'private, max-age=30')
    return sendJson(reply, assetRepresentation(context.settings, asset), mediaType)
  })
}

/** The visible asset behind the last level of its address, which ends in `.info`; throws 404. */
export function findAsset(
  context: ServerContext,
  node: CollectionNode,
  last: string | undefined,
): AssetRecord {
  if (last?.endsWith('.info') !== true) throw notFound('NotFound')
  const asset = context.assets.find(node.slug, node.folder, last.slice(0, -'.info'.length))
  if (asset?.assetUrl == null) throw notFound('AssetNotFound')
  return asset
}

/** Decoded levels below /fotoweb/archives/; the last one is empty for a collection. */
export function decodedLevels(path: string): string[] {
  try {
    return path.slice('/fotoweb/archives/'.length).split('/').map(decodeURIComponent)
  } catch {
    throw new ProtocolError(400, 'BadRequest', 'wrong percent-encoding')
  }
}

/** The folder of an archive as it is spelled there; throws 404. */
export function knownNode(context: ServerContext, root: CollectionNode, folder: string): CollectionNode {
  const known = context.folders.find(root.slug, folder)
  if (known === null) throw notFound('FolderNotFound')
  return { ...root, folder: known }
}

function sendCollection(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  node: CollectionNode,
): FastifyReply {
  const address = parseAddress(request.url)
  const mediaType = negotiate(request, [
    collectionType,
    collectionInfoType,
    collectionListType,
    assetListType,
  ])
  reply.header('Cache-Control', 'private, max-age=5')
  if (mediaType === collectionInfoType) return sendJson(reply, collectionInfo(context, node), mediaType)
  const query = address.query.get('q')
  const shown = context.assets.visible(node.slug, query === null ? node.folder : undefined)
  const assets = assetPage(context, query === null ? shown : searchAssets(shown, query), address)
  const children = childPage(context, node, address)
  if (mediaType === assetListType) return sendJson(reply, assets, mediaType)
  if (mediaType === collectionListType) return sendJson(reply, children, mediaType)
  // Later pages exist as lists only.
  if (address.page > 0) throw new ProtocolError(406, 'NotAcceptable', 'a collection has one page only')
  return sendJson(reply, { ...collectionInfo(context, node), assets, children }, mediaType)
}

function sendSearch(context: ServerContext, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const address = parseAddress(request.url)
  const query = address.query.get('q')
  const mediaType = negotiate(request, [assetListType, collectionListType])
  const found = query === null ? [] : searchAssets(context.assets.visible(), query)
  if (mediaType === assetListType) return sendJson(reply, assetPage(context, found, address), mediaType)
  const nodes = context.settings.archives
    .map(archiveNode)
    .filter((node) => query === null || found.some((record) => record.archive === node.slug))
  const page = pageOf(nodes, address, context.settings.pageSize)
  return sendJson(reply, { ...page, data: page.data.map((node) => collectionInfo(context, node)) }, mediaType)
}

function assetPage(context: ServerContext, records: readonly AssetRecord[], address: Address): object {
  const page = pageOf(records, address, context.settings.pageSize)
  return { ...page, data: page.data.map((record) => assetRepresentation(context.settings, record)) }
}

function childPage(context: ServerContext, node: CollectionNode, address: Address): object {
  const page = pageOf(childNodes(context, node), address, context.settings.pageSize)
  return { ...page, data: page.data.map((child) => collectionInfo(context, child)) }
}

function notFound(value: string): ProtocolError {
  return new ProtocolError(404, value, 'there is no such archive, folder or asset')
}
