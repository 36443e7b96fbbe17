import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'
import { appOf, bearerOf } from './sign-in.ts'
import { checkBcid, TASK, type TaskName } from './tokens.ts'

type Query = Record<string, string | undefined>
const JSON_TYPE = 'application/json; charset=utf-8'

/** Tokens and tasks, and what can be asked about them. */
export function addServiceRoutes(app: FastifyInstance, context: Context): void {
  addTokenRoutes(app, context)
  addTaskRoutes(app, context)
  addPersonRoutes(app, context)
  const { settings } = context
  app.get('/extension/status', { config: { bioidOperation: 'status' } }, async (request, reply) => {
    appOf(request, context)
    const at = { Storage: settings.storage, Partitions: settings.partitions }
    const features = [
      { Name: 'Enrollment', Traits: 'Face, Periocular, Voice', ...at },
      { Name: 'Verification', Traits: 'Face, Periocular', ...at },
    ]
    return await reply
      .type(JSON_TYPE)
      .send(JSON.stringify({ Version: '2.5.0', Label: 'Practice BWS', Features: features }))
  })
}

function addTokenRoutes(app: FastifyInstance, context: Context): void {
  const { settings, tokens } = context
  const config = { bioidOperation: 'token' } as const
  app.get<{ Querystring: Query }>('/extension/token', { config }, async (request, reply) => {
    const token = tokens.issue(request.query, appOf(request, context))
    return await reply.type('text/plain; charset=utf-8').send(token)
  })
  // The customer's own address: it knows the secret of the service, and its callers know another one.
  app.get<{ Querystring: Query }>('/customer/token', { config }, async (request, reply) => {
    const { customerSecret } = settings
    if (customerSecret !== null && request.headers.authorization !== `Bearer ${customerSecret}`)
      throw new Refusal(401, 'Who are you?')
    const token = tokens.issue({ ...request.query, id: 'customer' }, 'customer')
    return await reply.type(JSON_TYPE).send(JSON.stringify(token))
  })
}

function addTaskRoutes(app: FastifyInstance, context: Context): void {
  const { people } = context
  for (const task of Object.keys(TASK) as TaskName[]) {
    app.get(`/extension/${task}`, { config: { bioidOperation: 'task' } }, async (request, reply) => {
      const claims = bearerOf(request, context)
      const { fault } = request.bioid
      const script = fault?.kind === 'refuse' ? (fault.answer ?? '') : null
      return await reply.type(JSON_TYPE).send(JSON.stringify(people.carryOut(claims, task, script)))
    })
  }
  app.get<{ Querystring: Query }>(
    '/extension/result',
    { config: { bioidOperation: 'result' } },
    async (request, reply) => {
      appOf(request, context)
      const token = request.query['access_token'] ?? ''
      const { tokenid } = context.tokens.read(token, context.settings.resultOutlivesToken)
      const result = people.result(tokenid)
      if (result === null) return await reply.code(204).send()
      return await reply.type(JSON_TYPE).send(JSON.stringify(result))
    },
  )
}

function addPersonRoutes(app: FastifyInstance, context: Context): void {
  const { people, settings } = context
  app.get<{ Querystring: Query }>(
    '/extension/isenrolled',
    { config: { bioidOperation: 'isenrolled' } },
    async (request, reply) => {
      appOf(request, context)
      const bcid = request.query['bcid'] ?? ''
      checkBcid(bcid, settings)
      if (!people.isEnrolled(bcid)) throw new Refusal(404, 'The class is not enrolled.')
      return await reply.code(200).send()
    },
  )
  app.delete<{ Querystring: Query }>(
    '/extension/deleteclass',
    { config: { bioidOperation: 'status' } },
    async (request, reply) => {
      appOf(request, context)
      const bcid = request.query['bcid'] ?? ''
      checkBcid(bcid, settings)
      if (!people.remove(bcid)) throw new Refusal(400, 'The class does not exist.')
      return await reply.code(200).send()
    },
  )
}
