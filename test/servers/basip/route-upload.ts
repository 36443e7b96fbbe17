import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PanelContext, Refusal } from './context.ts'
import { formParts } from './form-parts.ts'
import { cut } from './hooks.ts'
import type { Identifier } from './panel.ts'
import { judgePicture } from './picture-judge.ts'
import { uidOf } from './routes-identifiers.ts'

/** The picture that a provisional identifier gets its face from. What is wrong is told in this order. */
export function addUploadRoute(app: FastifyInstance, base: string, context: PanelContext): void {
  const config = { panel: { operation: 'upload' } } as const
  app.post(`${base}/access/identifier/item/face/file/:uid`, { config }, async (request, reply) => {
    const { panel } = context
    if (request.headers['content-length'] === undefined) throw new Refusal(411, 'Length Required')
    const waiting = panel.waitingFor(uidOf(request))
    if (waiting === null)
      throw new Refusal(400, 'Wrong identifier-uid. Missed temporary identifier for adding faceId')
    const { fault } = request.visit
    if (panel.isLoading || fault?.kind === 'in-progress')
      throw new Refusal(400, 'Loading file in progress. Wait for result')
    if (fault?.kind === 'loading-error') throw new Refusal(400, 'Loading file error')
    const picture = pictureIn(request, context)
    if (fault?.kind === 'forget') return reply.code(200).send()
    panel.isLoading = true
    try {
      if (fault?.kind === 'drop-while-loading') cut(request)
      await load(waiting, picture, context)
    } finally {
      panel.isLoading = false
    }
    return empty(reply)
  })
}

function empty(reply: FastifyReply): FastifyReply {
  return reply.code(200).send()
}

function pictureIn(request: FastifyRequest, { settings }: PanelContext): Buffer {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const [part, ...others] = formParts(request.headers['content-type'], body) ?? []
  const isNamed = settings.partName === 'either' ? /^(file|status)$/ : new RegExp(`^${settings.partName}$`)
  if (part === undefined || others.length > 0 || !isNamed.test(part.name) || part.filename === null)
    throw new Refusal(400, 'Wrong image file')
  const isJpegName = /^[\x20-\x7e]+\.jpe?g$/i.test(part.filename)
  if (!isJpegName || part.contentType !== 'image/jpeg') throw new Refusal(400, 'Wrong file format')
  return part.content
}

async function load(waiting: Identifier, picture: Buffer, { panel, settings }: PanelContext): Promise<void> {
  if (settings.loadingMs > 0) await delay(settings.loadingMs, undefined, { ref: false })
  const verdict = await judgePicture(picture)
  // It was switched off meanwhile.
  if (panel.waitingFor(waiting.uid) !== waiting) throw new Refusal(400, 'Loading file error')
  if (verdict.kind === 'face') {
    panel.complete(waiting, verdict.picture)
    return
  }
  panel.refuseFace()
  throw new Refusal(400, verdict.error)
}
