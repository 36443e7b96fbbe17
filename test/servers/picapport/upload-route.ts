import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { bodyPieces, exchangeOf } from './exchange.ts'
import { boundaryOf, readForm } from './form-reader.ts'
import { API } from './api-path.ts'
import { Refusal } from './refusal.ts'
import { needsVersion, userOf } from './session-routes.ts'
import type { ResultNames } from './settings.ts'
import { type PhotoResult, UploadForm } from './upload-form.ts'

/** «upload»: POST only, the session in the query, parts strictly in their order. */
export function addUploadRoute(app: FastifyInstance, context: ServerContext): void {
  const { settings, photos, storeDir, sentIds } = context
  app.post(`${API}/upload`, async (request) => {
    needsVersion(context, '7.4')
    const user = userOf(request, context)
    if (!user.canUpload || settings.isDemo) throw new Refusal(403, 'no uploads')
    if (request.headers['content-length'] === undefined) throw new Refusal(400, 'no Content-Length')
    const boundary = boundaryOf(request.headers['content-type'])
    const isOdd = exchangeOf(request)?.fault?.kind === 'odd-status'
    const world = isOdd ? { ...settings, fileSizeMaxMb: 0 } : settings
    const form = new UploadForm({ settings: world, photos, storeDir, user })
    try {
      await readForm(bodyPieces(request, context), boundary, form)
    } catch (error) {
      await form.abandon()
      throw error
    }
    for (const { photoID } of form.results) sentIds.add(photoID)
    return replyOf(request, form.results, settings.resultNames)
  })
  app.get(`${API}/upload`, () => {
    throw new Refusal(501, 'Not implemented')
  })
}

function replyOf(request: FastifyRequest, results: readonly PhotoResult[], names: ResultNames): unknown {
  const fault = exchangeOf(request)?.fault?.kind
  const told = fault === 'empty-result' ? [] : fault === 'reversed-result' ? results.toReversed() : results
  const list = told.map(({ fileName, contentType, photoID, sizeBytes, status }) => ({
    fileName,
    contentType,
    [names.size]: sizeBytes,
    photoID,
    [names.status]: fault === 'odd-status' ? 'Server Error: the cat sleeps on the disk' : status,
  }))
  const apisid = (request.query as Record<string, string>)['apisid']
  return names.list === null ? list : { apisid, [names.list]: list }
}
