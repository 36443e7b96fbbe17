import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProtocolError } from './errors.ts'

const vendor = 'application/vnd.fotoware.'

export const apiDescriptorType = `${vendor}api-descriptor+json`
export const fullDescriptorType = `${vendor}full-api-descriptor+json`
export const collectionListType = `${vendor}collectionlist+json`
export const collectionType = `${vendor}collection+json`
export const collectionInfoType = `${vendor}collectioninfo+json`
export const assetListType = `${vendor}assetlist+json`
export const assetType = `${vendor}asset+json`
export const assetUpdateType = `${vendor}assetupdate+json`
export const metadataSetType = `${vendor}metadata-set+json`
export const taxonomyType = `${vendor}taxonomy+json`
export const taxonomyInfoType = `${vendor}taxonomy-info+json`
export const taxonomyItemListType = `${vendor}taxonomy-item-list+json`
export const taxonomyListType = `${vendor}taxonomy-list+json`

/**
 * The first of the resource's media types that the Accept header allows; plain JSON means the first one.
 * Throws 406 when there is none. Weights (q=) are not looked at, the server's order decides.
 */
export function negotiate(request: FastifyRequest, available: readonly [string, ...string[]]): string {
  const accept = request.headers.accept ?? '*/*'
  const wanted = accept.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase())
  const exact = available.find((type) => wanted.includes(type))
  if (exact !== undefined) return exact
  const takesAny = wanted.some(
    (type) => type === '*/*' || type === 'application/*' || type === 'application/json',
  )
  if (takesAny) return available[0]
  throw new ProtocolError(406, 'NotAcceptable', `this resource is available as ${available.join(', ')}`)
}

/** Sends JSON without the slow path of a schema-less serialiser. */
export function sendJson(reply: FastifyReply, body: unknown, mediaType = 'application/json'): FastifyReply {
  return reply.type(`${mediaType}; charset=utf-8`).send(JSON.stringify(body))
}
