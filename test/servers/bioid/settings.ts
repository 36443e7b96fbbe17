/** What may be changed while the server runs. */
export interface Settings {
  /** Who may ask for tokens, by Basic; null lets anybody. */
  apps: readonly { readonly id: string; readonly secret: string }[] | null
  /** Bearer secret of the customer's own token address; null lets anybody. */
  customerSecret: string | null
  storage: string
  partitions: readonly number[]
  tokenTtlSeconds: number
  /** Refuses bodies without Content-Length, as a simple self-hosted server does. */
  isStrict: boolean
  /** Whether «result» still answers for a token that has expired. */
  resultOutlivesToken: boolean
  delayMs: number
}

const DEFAULTS: Settings = {
  apps: null,
  customerSecret: null,
  storage: 'bws',
  partitions: [112],
  tokenTtlSeconds: 600,
  isStrict: true,
  resultOutlivesToken: false,
  delayMs: 0,
}

export function settingsFrom(changes: Partial<Settings>): Settings {
  return assignSettings({ ...DEFAULTS }, changes)
}

/** Takes known settings over and passes the others by. */
export function assignSettings(settings: Settings, changes: Record<string, unknown>): Settings {
  const known = Object.keys(DEFAULTS).filter((name) => name in changes)
  return Object.assign(settings, Object.fromEntries(known.map((name) => [name, changes[name]])))
}
