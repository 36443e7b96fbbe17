import { host } from './host.ts'

type Privileged = Parameters<Electron.Protocol['registerSchemesAsPrivileged']>[0]

const registered = new Set<string>()

export const hostProtocol = {
  registerSchemesAsPrivileged: (schemes: Privileged): void => {
    if (host.isOpen)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges } of schemes) if (privileges?.standard === true) registered.add(scheme)
  },
  handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>): void => {
    if (!registered.has(scheme)) throw new Error(`${scheme} is not registered as a standard scheme`)
    if (host.schemes.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    host.schemes.set(scheme, handler)
  },
}

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]

/** Handlers are kept, so that tests can ask them; headless Chromium itself asks nobody. */
class HostSession {
  requestHandler: RequestHandler = null
  checkHandler: CheckHandler = null

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler
  }
  setPermissionCheckHandler(handler: CheckHandler): void {
    this.checkHandler = handler
  }
}

export const hostDefaultSession = new HostSession()
