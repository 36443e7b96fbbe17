import fastifyCookie from '@fastify/cookie'
import fastifyStatic from '@fastify/static'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Api, Handlers } from '../../shared/contract.ts'
import { errorCode } from '../engine/errors.ts'
import { addApi } from './api-routes.ts'
import { HEARTBEAT_MS } from './event-streams.ts'
import { boundPort, guard } from './guard.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import { hostInUrl, type UiAddress } from './ui-address.ts'

export interface WindowOptions {
  /** What runs behind the window. */
  source: { handlers: Handlers; on: Api['on'] }
  /** The built files of the window. */
  filesDir: string
  address: UiAddress
  /** Names beside those of the address under which the window is known, for a reverse proxy. */
  names?: readonly string[]
  token: string
  /** Told when somebody is turned away: the reason, and the name that was asked for. */
  onRefused?: (reason: string, host: string) => void
  /** How often a silent stream of events shows that it is alive, in milliseconds. */
  heartbeatMs?: number
}

export interface WindowServer {
  /** Where it is, for example `http://127.0.0.1:7420/`; without the token. */
  readonly url: string
  readonly port: number
  /** Takes leave of all windows. Answers that are under way get a moment, what does not read is cut off. */
  close(): Promise<void>
}

/** Pictures come as base64 in answers; what goes in is a configuration at most. */
const BODY_LIMIT_BYTES = 8 * 1024 * 1024
/** Ports after the default one that are tried when it is taken. */
const PORTS_TRIED = 50
const LAST_ANSWERS_MS = 1_000
/** A whole request takes no longer, streams of events aside: those are answers. */
const REQUEST_MS = 60_000
/** The engine needs its open files; a browser takes six connections at most. */
const CONNECTIONS_MAX = 256

/**
 * Serves the window over HTTP.
 * @throws an errno error when the address cannot be used (`EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`)
 */
export async function serveWindow(options: WindowOptions): Promise<WindowServer> {
  const { address } = options
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_MS,
    // An address that makes no sense comes before every hook.
    frameworkErrors: (error, _request, reply) => {
      reply.hijack()
      reply.raw
        .writeHead(400, { ...SECURITY_HEADERS, 'content-type': 'text/plain' })
        .end(`${error.message}\n`)
    },
  })
  app.server.maxConnections = CONNECTIONS_MAX
  // The only other type that a page of somebody else could send without being asked for leave first.
  app.removeContentTypeParser('text/plain')
  await app.register(fastifyCookie)
  guard(app, options)
  addApi(app, options.source, { heartbeatMs: options.heartbeatMs ?? HEARTBEAT_MS })
  await addFiles(app, options.filesDir)
  const port = await listen(app, address)
  return {
    port,
    url: `http://${hostInUrl(address.host)}:${port}/`,
    close: async () => {
      const late = setTimeout(() => {
        app.server.closeAllConnections()
      }, LAST_ANSWERS_MS)
      await app.close()
      clearTimeout(late)
    },
  }
}

async function addFiles(app: FastifyInstance, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    dotfiles: 'deny',
    redirect: false,
    setHeaders: (reply, file) => {
      // Names of assets hold a digest of their content; the page that names them is always asked for.
      const isAsset = /[\\/]assets[\\/][^\\/]+$/.test(file)
      const isPage = file.endsWith('.html')
      const lasting = isAsset ? 'private, max-age=31536000, immutable' : 'no-cache'
      reply.header('cache-control', isPage ? 'no-store' : lasting)
    },
  })
}

async function listen(app: FastifyInstance, { host, port, isPortGiven }: UiAddress): Promise<number> {
  const tried = isPortGiven ? 1 : PORTS_TRIED
  for (let step = 0; ; step++) {
    try {
      await app.listen({ host: host.toLowerCase() === 'localhost' ? '127.0.0.1' : host, port: port + step })
      return boundPort(app)
    } catch (error) {
      if (errorCode(error) === 'EADDRINUSE' && step + 1 < tried) continue
      await app.close()
      throw error
    }
  }
}
