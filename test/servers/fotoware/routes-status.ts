import type { FastifyInstance } from 'fastify'
import { assetRepresentation } from './asset-representation.ts'
import type { ServerContext } from './context.ts'
import { ProtocolError } from './errors.ts'
import { negotiate, sendJson } from './media-types.ts'
import type { UploadTask } from './upload-task.ts'

/** Step 4 of an upload: how far the task is; FotoWare Upload API, section «Status». */
export function addStatusRoute(app: FastifyInstance, context: ServerContext): void {
  app.get<{ Params: { id: string } }>(
    '/fotoweb/api/uploads/:id/status',
    { config: { operation: 'status' } },
    async (request, reply) => {
      const task = context.tasks.find(request.params.id, request.exchange.identity)
      // 403 and not 404 as for chunks: the documentation tells the two apart.
      if (task === null) throw new ProtocolError(403, 'Forbidden', 'there is no such upload task for you')
      negotiate(request, ['application/json'])
      await context.tasks.advance(task)
      return sendJson(reply, {
        status: context.tasks.stateOf(task),
        result: resultOf(context, task),
        error: errorOf(task),
      })
    },
  )
}

function resultOf(context: ServerContext, task: UploadTask): object | null {
  if (task.outcome?.kind !== 'done') return null
  const record = context.assets.byTask(task.id)
  if (record?.assetUrl == null) return { assetUrl: null, assetDetails: null }
  return { assetUrl: record.assetUrl, assetDetails: assetRepresentation(context.settings, record) }
}

function errorOf(task: UploadTask): object | null {
  if (task.outcome?.kind !== 'failed') return null
  return { value: task.outcome.value, message: task.outcome.message }
}
