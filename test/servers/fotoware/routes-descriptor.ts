import type { FastifyInstance } from 'fastify'
import { archiveNode, collectionFlags, collectionInfo } from './collection-representation.ts'
import type { CollectionNode } from './collection-representation.ts'
import type { ServerContext } from './context.ts'
import { fullDescriptor, publicDescriptor } from './data/descriptor.ts'
import { loginPage } from './fault-actions.ts'
import {
  apiDescriptorType,
  collectionListType,
  fullDescriptorType,
  metadataSetType,
  negotiate,
  sendJson,
} from './media-types.ts'
import { findMetadataView } from './metadata-views.ts'
import { ProtocolError } from './errors.ts'
import { pageOf, parseAddress } from './paging.ts'

/** Entry points, archive lists and the metadata view; FotoWare API, sections «API Entry Points» and «Archives». */
export function addDescriptorRoutes(app: FastifyInstance, context: ServerContext): void {
  app.get('/fotoweb/', { config: { isPublic: true } }, async (request, reply) =>
    sendJson(reply, publicDescriptor, negotiate(request, [apiDescriptorType])),
  )
  app.get('/fotoweb/me', { config: { isPublic: true } }, async (_request, reply) =>
    reply.redirect('/fotoweb/me/', 302),
  )
  app.get('/fotoweb/me/', async (request, reply) => {
    const mediaType = negotiate(request, [fullDescriptorType])
    const isOnPremises = context.settings.mode === 'on-prem'
    return sendJson(reply, fullDescriptor(request.exchange.identity, isOnPremises), mediaType)
  })
  app.get('/fotoweb/login', { config: { isPublic: true } }, async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(loginPage),
  )
  app.get('/fotoweb/editors/:id', async (request, reply) => {
    const view = findMetadataView(context.settings, parseAddress(request.url).path)
    if (view === null) throw new ProtocolError(404, 'NotFound', 'there is no such metadata view')
    const mediaType = negotiate(request, [metadataSetType])
    reply.header('Cache-Control', 'private, max-age=60')
    return sendJson(reply, view, mediaType)
  })
  addArchiveList(app, context, '/fotoweb/me/archives/', () => true)
  addArchiveList(app, context, '/fotoweb/me/upload-to/', (node) => {
    const flags = collectionFlags(context, node)
    return flags.canUploadTo || flags.canIngestToChildren
  })
}

function addArchiveList(
  app: FastifyInstance,
  context: ServerContext,
  url: string,
  isListed: (node: CollectionNode) => boolean,
): void {
  for (const address of [url, `${url};p=*`]) {
    app.get(address, async (request, reply) => {
      const mediaType = negotiate(request, [collectionListType])
      const nodes = context.settings.archives.map(archiveNode).filter(isListed)
      const page = pageOf(nodes, parseAddress(request.url), context.settings.pageSize)
      reply.header('Cache-Control', 'private, max-age=5')
      return sendJson(
        reply,
        { ...page, data: page.data.map((node) => collectionInfo(context, node)) },
        mediaType,
      )
    })
  }
}
