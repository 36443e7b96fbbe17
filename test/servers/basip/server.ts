import Fastify, { type FastifyInstance } from 'fastify'
import type { PanelContext } from './context.ts'
import { FaultRegistry } from './faults.ts'
import { addHooks } from './hooks.ts'
import { type Identifier, Panel, type Picture } from './panel.ts'
import { addUploadRoute } from './route-upload.ts'
import { addIdentifierRoutes } from './routes-identifiers.ts'
import { addPracticeRoutes } from './routes-practice.ts'
import { addInfoRoute, addSessionRoutes } from './routes-session.ts'
import { assignSettings, DEFAULTS, type Settings } from './settings.ts'
import { type RequestLogEntry, Traffic } from './traffic.ts'

const longestBodyBytes = 64 * 1024 * 1024

export interface BasipServerOptions extends Partial<Settings> {
  port?: number
  /** Wall clock, ms since 1970. */
  now?: () => number
}

/** A running practice panel. */
export interface BasipServer {
  readonly url: string
  readonly settings: Settings
  readonly faults: FaultRegistry
  readonly requests: readonly RequestLogEntry[]
  /** The most requests that were under way at the same moment. */
  readonly mostUnderWay: number
  /** Sign-ins that were granted or refused. */
  readonly loginCount: number
  /** What stands in the panel's list. */
  identifiers(): Identifier[]
  /** The identifier that waits for its picture. */
  provisional(): Identifier | null
  /** A face that somebody else has put there. @returns its uid */
  addFace(name: string, picture?: Partial<Picture>): number
  removeIdentifier(uid: number): void
  forgetTokens(): void
  /** Tokens and the provisional identifier are forgotten. */
  reboot(): void
  /** Connections are refused from now on, as while a panel starts. */
  switchOff(): Promise<void>
  switchOn(): Promise<void>
  close(): Promise<void>
}

/** Starts a strict BAS-IP Android panel on 127.0.0.1 that keeps its state in memory. */
export async function startBasipServer(options: BasipServerOptions = {}): Promise<BasipServer> {
  const { port = 0, now = Date.now, ...changes } = options
  const settings = { ...DEFAULTS }
  assignSettings(settings, changes)
  const panel = new Panel(settings, now)
  const context: PanelContext = {
    settings,
    panel,
    faults: new FaultRegistry(),
    traffic: new Traffic(),
    restart: (downMs) => {
      void switchOff().then(() => setTimeout(() => void switchOn(), downMs))
    },
  }
  let app = createApp(context)
  const url = await app.listen({ host: '127.0.0.1', port })
  const switchOff = async (): Promise<void> => {
    await app.close()
    panel.reboot()
  }
  const switchOn = async (): Promise<void> => {
    app = createApp(context)
    await app.listen({ host: '127.0.0.1', port: Number(new URL(url).port) })
  }
  return {
    url,
    settings,
    faults: context.faults,
    get requests() {
      return context.traffic.entries
    },
    get mostUnderWay() {
      return context.traffic.mostUnderWay
    },
    get loginCount() {
      return panel.loginCount
    },
    identifiers: () => panel.identifiers(),
    provisional: () => panel.provisional,
    addFace: (name, picture = {}) =>
      panel.addFace(name, { sha256: '', sizeBytes: 0, width: 0, height: 0, ...picture }),
    removeIdentifier: (uid) => void panel.remove(uid),
    forgetTokens: () => panel.forgetTokens(),
    reboot: () => panel.reboot(),
    switchOff,
    switchOn,
    close: () => app.close(),
  }
}

function createApp(context: PanelContext): FastifyInstance {
  const app = Fastify({
    logger: false,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    bodyLimit: longestBodyBytes,
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  addHooks(app, context)
  addInfoRoute(app, context)
  for (const base of ['/api/v0', '/api/v1']) {
    addSessionRoutes(app, base, context)
    addIdentifierRoutes(app, base, context)
    addUploadRoute(app, base, context)
  }
  addPracticeRoutes(app, context)
  return app
}
