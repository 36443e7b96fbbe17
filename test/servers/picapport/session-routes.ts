import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ServerContext } from './context.ts'
import { API } from './api-path.ts'
import { Refusal } from './refusal.ts'
import { isAtLeast, type User } from './settings.ts'

/** One value of a query. @throws Refusal 400 when it is there several times */
export function given(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, string | string[] | undefined>)[name]
  if (Array.isArray(value)) throw new Refusal(400, `${name} is there twice`)
  return value
}

/** @throws Refusal 400 */
export function needed(request: FastifyRequest, name: string): string {
  const value = given(request, name)
  if (value === undefined || value === '') throw new Refusal(400, `${name} is missing`)
  return value
}

/** @throws Refusal (403 unless a test wants another) for a session that is over, or that nobody has signed in to */
export function userOf(request: FastifyRequest, { sessions, settings }: ServerContext): User {
  const user = sessions.userOf(given(request, 'apisid'))
  if (user === null) throw new Refusal(settings.signedOutStatus, 'not authorised')
  return user
}

/** @throws Refusal 501 */
export function needsVersion({ settings }: ServerContext, version: string): void {
  if (!settings.isEnabled) throw new Refusal(404, 'Not Found')
  if (!isAtLeast(settings.version, version)) throw new Refusal(501, 'Not implemented')
}

/** «createWebApiSession», «authorizeWebApiSession», «getServerStatus». */
export function addSessionRoutes(app: FastifyInstance, context: ServerContext): void {
  const { settings, sessions } = context
  app.get(`${API}/createWebApiSession`, async (request) => {
    needsVersion(context, '7.4')
    return await sessions.create(given(request, 'apikey'), request.ip)
  })
  app.get(`${API}/authorizeWebApiSession`, (request) => {
    needsVersion(context, '7.4')
    const apisid = needed(request, 'apisid')
    const { uid } = sessions.authorize(apisid, needed(request, 'uid'), needed(request, 'pw'))
    return Promise.resolve({ apisid, uid })
  })
  app.get(`${API}/getServerStatus`, (request) => {
    needsVersion(context, '8.3')
    const user = sessions.userOf(given(request, 'apisid'))
    const [major = 0, minor = 0] = settings.version.split('.').map(Number)
    const canUpload = user !== null && user.canUpload && !settings.isDemo
    return Promise.resolve({
      versionMajor: major,
      versionMinor: minor,
      version: `V${settings.version} 06.05.2026`,
      versionReady: settings.isReady,
      isValid: user !== null,
      uid: user?.uid ?? '',
      name: user?.name ?? '',
      canUpload,
      ...(isAtLeast(settings.version, '9.2')
        ? {
            uploadMaxFilesizeMB: String(settings.fileSizeMaxMb),
            supportedVideoTypes: settings.videoTypes,
          }
        : {}),
    })
  })
}
