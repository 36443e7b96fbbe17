import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Context } from './context.ts'
import type { RequestRecord } from './exchange.ts'
import { Faults } from './faults.ts'
import { addHooks } from './hooks.ts'
import { People } from './people.ts'
import { addPracticeRoutes } from './routes-practice.ts'
import { addServiceRoutes } from './routes-service.ts'
import { addUploadRoute } from './routes-upload.ts'
import { type Settings, settingsFrom } from './settings.ts'
import { Tokens } from './tokens.ts'

export interface BioidServerOptions extends Partial<Settings> {
  port?: number
  now?: () => number
}

/** A running practice server. */
export interface BioidServer {
  /** Without the resource: `/extension/` lies below it, and the customer's own `/customer/token`. */
  readonly url: string
  /** May be changed while the server runs. */
  readonly settings: Settings
  readonly faults: Faults
  readonly people: People
  readonly tokens: Tokens
  readonly requests: readonly RequestRecord[]
  close(): Promise<void>
}

/** Starts a strict BWS (classic Web API) on 127.0.0.1. What it knows vanishes with it. */
export async function startBioidServer(options: BioidServerOptions = {}): Promise<BioidServer> {
  const settings = settingsFrom(options)
  const context: Context = {
    settings,
    tokens: new Tokens(settings, options.now ?? Date.now),
    people: new People(),
    faults: new Faults(),
    requests: [],
  }
  const app = createApp(context)
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return { url, ...context, close: () => app.close() }
}

function createApp(context: Context): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true, exposeHeadRoutes: false })
  // Routes read the body themselves, as bytes.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null)
  })
  addHooks(app, context)
  addUploadRoute(app, context)
  addServiceRoutes(app, context)
  addPracticeRoutes(app, context)
  return app
}
