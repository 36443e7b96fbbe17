import { randomBytes } from 'node:crypto'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { ServerContext } from './context.ts'
import { addRequestHooks } from './request-hooks.ts'
import { addAssetUpdateRoute } from './routes-asset-update.ts'
import { addAuthorizeRoute } from './routes-authorize.ts'
import { addBrowseRoutes } from './routes-browse.ts'
import { addCreateRoutes } from './routes-create.ts'
import { addDescriptorRoutes } from './routes-descriptor.ts'
import { addPracticeRoutes } from './routes-practice.ts'
import { addStatusRoute } from './routes-status.ts'
import { addTaxonomyRoutes } from './routes-taxonomies.ts'
import { addTokenRoute } from './routes-token.ts'
import { addUploadDataRoutes } from './routes-upload-data.ts'

/** The HTTP side of the server, not yet listening. */
export function createApp(context: ServerContext): FastifyInstance {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    genReqId: () => randomBytes(16).toString('base64url'),
    routerOptions: { maxParamLength: 5000 },
  })
  // Routes read the body themselves, as bytes: chunks must not be collected in memory.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => {
    done(null)
  })
  addRequestHooks(app, context)
  addCreateRoutes(app, context)
  addUploadDataRoutes(app, context)
  addStatusRoute(app, context)
  addDescriptorRoutes(app, context)
  addBrowseRoutes(app, context)
  addTaxonomyRoutes(app, context)
  addAssetUpdateRoute(app, context)
  addAuthorizeRoute(app, context)
  addTokenRoute(app, context)
  addPracticeRoutes(app, context)
  return app
}
