import { type Entry, textIn, valueIn } from '../../parts/config-entry.ts'

/** The keys of a FotoWare destination that have a field in the form, among everything or behind «More rules». */
export const MAIN_FIELDS = ['name', 'url', 'allowInsecure', 'auth', 'collection'] as const
export const RULE_FIELDS = [
  'files',
  'chunks',
  'timeoutSeconds',
  'comment',
  'touchPdf',
  'checkFields',
  'ca',
] as const

export const METHODS = ['browser', 'client-credentials', 'none'] as const
export type Method = (typeof METHODS)[number]

export const REDIRECT_PORTS: readonly number[] = [47_121, 47_122, 47_123]
export const REDIRECT_PATH = '/callback'

export function methodOf(entry: Entry): Method {
  return METHODS.find((method) => method === textIn(entry, 'auth.method')) ?? 'none'
}

/** The name under which the secret of a destination is stored unless somebody has written another one. */
export function secretName(entry: Entry): string {
  const written = textIn(entry, 'auth.secret')
  return written === '' ? `${textIn(entry, 'name')}-secret` : written
}

/** The environment variable that a secret comes from; null when it comes from the store. */
export function secretEnv(entry: Entry): string | null {
  const name = textIn(entry, 'auth.secret.env')
  return name === '' ? null : name
}

export function redirectPorts(entry: Entry): number[] {
  const value = valueIn(entry, 'auth.redirectPorts')
  return Array.isArray(value) ? value.filter((port) => typeof port === 'number') : [...REDIRECT_PORTS]
}

/** The addresses that have to be registered at the archive. */
export function redirectAddresses(entry: Entry): string[] {
  const path = textIn(entry, 'auth.redirectPath') || REDIRECT_PATH
  return redirectPorts(entry).map((port) => `http://127.0.0.1:${port}${path}`)
}

/** Sign-in settings for another method; the client stays, since most archives know only one. */
export function authFor(method: Method, entry: Entry): Entry {
  const clientId = textIn(entry, 'auth.clientId')
  if (method === 'none') return { method }
  return method === 'browser' ? { method, clientId } : { method, clientId, secret: secretName(entry) }
}

/** Ports as a person writes them. Nothing when there is anything else than numbers. */
export function portsFrom(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  return parts.length > 0 && parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null
}
