import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from './context.ts'
import { parseDataUrl } from './data-url.ts'
import { readBody } from './exchange.ts'
import { judge, type Verdict } from './quality.ts'
import { Refusal } from './refusal.ts'
import { bearerOf } from './sign-in.ts'

const BODY_BYTES_MAX = 400 * 1024 * 1024
const TAGS = new Set(['up', 'down', 'left', 'right', 'any'])
const TRAITS = new Set(['face', 'periocular', 'voice'])

/** POST upload: one sample in one data URL. */
export function addUploadRoute(app: FastifyInstance, context: Context): void {
  const underWay: string[] = []
  app.post('/extension/upload', { config: { bioidOperation: 'upload' } }, async (request, reply) => {
    const claims = bearerOf(request, context)
    underWay.push(claims.tokenid)
    request.bioid.record.uploads = {
      sameToken: underWay.filter((id) => id === claims.tokenid).length,
      all: underWay.length,
    }
    try {
      checkHeaders(request, context)
      const about = aboutOf(request.bioid.record.query)
      const body = await readBody(request, BODY_BYTES_MAX)
      if (body === null) return await reply.hijack()
      const sample = parseDataUrl(body)
      const isVoice = sample.type === 'audio/wav' && about.trait === '' ? true : about.trait === 'voice'
      const verdict = scripted(request) ?? (await judge(sample, isVoice))
      if (verdict.Accepted) context.people.add(claims.tokenid, sample.bytes, { ...about, type: sample.type })
      return await reply.type('application/json').send(JSON.stringify(verdict))
    } finally {
      underWay.splice(underWay.indexOf(claims.tokenid), 1)
    }
  })
}

/** @throws Refusal 400, 411 */
function checkHeaders(request: FastifyRequest, { settings }: Context): void {
  const { 'content-type': type = '', 'content-length': length } = request.headers
  if (/^multipart\//i.test(type)) throw new Refusal(400, 'MissingData')
  if (settings.isStrict && length === undefined) throw new Refusal(411, 'Content-Length is needed.')
}

/** @throws Refusal 400 */
function aboutOf({ tag = '', index = '0', trait = '' }: Record<string, string | undefined>) {
  if (!/^-?\d+$/.test(index)) throw new Refusal(400, 'The index is no number.')
  const tags = tag.split(',').filter((one) => one !== '')
  if (!tags.every((one) => TAGS.has(one))) throw new Refusal(400, 'The tag is not known.')
  const traits = trait
    .toLowerCase()
    .split(',')
    .map((one) => one.trim())
  if (trait !== '' && !traits.every((one) => TRAITS.has(one)))
    throw new Refusal(400, 'The trait is not known.')
  return { tag, index: Number(index), trait: trait.toLowerCase() }
}

function scripted(request: FastifyRequest): Verdict | null {
  const { fault } = request.bioid
  if (fault?.kind === 'refuse') return { Accepted: false, Error: fault.answer ?? 'NoFaceFound', Warnings: [] }
  return fault?.kind === 'warn' ? { Accepted: true, Warnings: [fault.answer ?? 'ImageTooBlurry'] } : null
}
