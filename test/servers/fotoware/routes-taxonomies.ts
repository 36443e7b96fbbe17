import type { FastifyInstance } from 'fastify'
import type { ServerContext } from './context.ts'
import { ProtocolError } from './errors.ts'
import {
  negotiate,
  sendJson,
  taxonomyInfoType,
  taxonomyItemListType,
  taxonomyListType,
  taxonomyType,
} from './media-types.ts'
import { pageOf, parseAddress } from './paging.ts'
import { taxonomyInfo, taxonomyInfos, taxonomyItems } from './taxonomies.ts'

const addressPattern = /^\/fotoweb\/(?:taxonomies\/(\d{1,9})-[^/]*|api\/taxonomies\/(\d{1,9}))\/$/

/** Taxonomies and their values, searched with `?q=` and paged; FotoWare API, section «Taxonomies». */
export function addTaxonomyRoutes(app: FastifyInstance, context: ServerContext): void {
  for (const root of ['/fotoweb/taxonomies/', '/fotoweb/api/taxonomies/']) {
    app.get(`${root}*`, async (request, reply) => {
      const { settings } = context
      const address = parseAddress(request.url)
      if (address.path === root) {
        const mediaType = negotiate(request, [taxonomyListType])
        return sendJson(reply, pageOf(taxonomyInfos(settings), address, settings.pageSize), mediaType)
      }
      const match = addressPattern.exec(address.path)
      const id = Number(match?.[1] ?? match?.[2] ?? Number.NaN)
      if (settings.taxonomies[String(id)] === undefined) {
        throw new ProtocolError(404, 'TaxonomyNotFound', 'this field has no taxonomy')
      }
      const mediaType = negotiate(request, [taxonomyType, taxonomyInfoType, taxonomyItemListType])
      reply.header('Cache-Control', 'private, max-age=60')
      if (mediaType === taxonomyInfoType) return sendJson(reply, taxonomyInfo(settings, id), mediaType)
      const found = taxonomyItems(settings, id, address.query.get('q'))
      const items = pageOf(found, address, settings.pageSize)
      if (mediaType === taxonomyItemListType) return sendJson(reply, items, mediaType)
      return sendJson(reply, { ...taxonomyInfo(settings, id), items }, mediaType)
    })
  }
}
