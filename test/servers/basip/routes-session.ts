import type { FastifyInstance } from 'fastify'
import { type PanelContext, Refusal } from './context.ts'

/** What the panel is, for everybody. */
export function addInfoRoute(app: FastifyInstance, { settings }: PanelContext): void {
  app.get('/api/info', { config: { panel: { operation: 'info', isOpen: true } } }, () => ({
    firmware_version: settings.firmware,
    framework_version: '1.0.0',
    frontend_version: '1.0.0',
    api_version: settings.apiVersion,
    device_type: 'panel',
    device_name: settings.model,
    device_model: settings.model,
    device_serial_number: '00000000-practice',
    commit: 'practice',
  }))
}

export function addSessionRoutes(app: FastifyInstance, base: string, { panel }: PanelContext): void {
  app.get(`${base}/login`, { config: { panel: { operation: 'login', isOpen: true } } }, (request) => {
    const { username, password } = request.query as Record<string, string | undefined>
    if (username === undefined || password === undefined) throw new Refusal(400, 'Required parameters missed')
    const session = panel.signIn(username, password)
    if (session === null) throw new Refusal(400, 'Wrong login or password')
    return { token: session.token, account_type: session.account.type }
  })
}
