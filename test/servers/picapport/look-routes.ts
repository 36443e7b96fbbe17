import type { FastifyInstance } from 'fastify'
import type { ServerContext } from './context.ts'
import { API } from './api-path.ts'
import type { Photo } from './photos.ts'
import { Refusal } from './refusal.ts'
import { needed, needsVersion, userOf } from './session-routes.ts'
import { isAtLeast } from './settings.ts'

/** «checkPhotoId», «getPhotoMetadata», «runQuery». */
export function addLookRoutes(app: FastifyInstance, context: ServerContext): void {
  const { settings, photos } = context
  app.get(`${API}/checkPhotoId`, (request) => {
    needsVersion(context, '8.3')
    const photoID = needed(request, 'photoid')
    if (!userOf(request, context).canUpload) throw new Refusal(403, 'no uploads')
    const isSynced = isAtLeast(settings.version, '9.1.4')
    return Promise.resolve({
      photoID,
      exists: isIndexed(photos.find(photoID)),
      ...(isSynced ? { alreadySynced: photos.isSynced(photoID) } : {}),
    })
  })
  app.get(`${API}/getPhotoMetadata`, (request) => {
    needsVersion(context, '7.4')
    userOf(request, context)
    const photo = photos.find(needed(request, 'photoid'))
    if (photo === null) throw new Refusal(404, 'Not Found')
    const { photoID, fileName, metadata } = photo
    return Promise.resolve({ ...metadata, photoID, fileName })
  })
  app.get(`${API}/runQuery`, (request) => {
    needsVersion(context, '7.4')
    userOf(request, context)
    const words = needed(request, 'query').toLowerCase()
    const found = photos.all().filter(({ metadata: { title = '', tags = [] } }) => {
      return [title, ...tags].some((text) => text.toLowerCase().includes(words))
    })
    return Promise.resolve({ vid: 'v1', count: found.length })
  })

  function isIndexed(photo: Photo | null): boolean {
    if (photo === null || settings.isIndexHeld) return false
    if (photo.lagPolls <= 0) return true
    photo.lagPolls--
    return false
  }
}
