import type { Phrase } from '../../shared/phrase.ts'
/** All that is not deterministic, as a few interfaces. The real ones are in node-ports.ts. */

export interface Timer {
  cancel(): void
}

export interface Clock {
  /** Wall clock, ms since 1970. May jump. */
  now(): number
  /** Milliseconds that only grow. For durations. */
  monotonic(): number
  /** Calls back once after `delayMs`. The timer alone does not keep the process alive when `unref` is true. */
  after(delayMs: number, callback: () => void, unref?: boolean): Timer
}

export interface Random {
  /** A number in [0, 1). */
  fraction(): number
  /** Random characters [A-Za-z0-9], for boundaries and temporary names. */
  token(length: number): string
}

export interface Secrets {
  get(name: string): Promise<string | null>
  set(name: string, value: string): Promise<void>
  /** In words, where secrets are kept and how safe that is. */
  describe(): Promise<Phrase | string>
}

export type LogFields = Record<string, string | number | boolean | null | undefined>

/** Messages must never hold secrets; URLs of sign-in calls are not logged at all. */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

export interface Trash {
  /** Puts a file in the desktop's trash. Throws when there is none. */
  put(path: string): Promise<void>
}

/** What the outside world adds to requests: proxies and certificate authorities. */
export interface Network {
  /** The environment that proxies are read from (HTTP_PROXY, HTTPS_PROXY, NO_PROXY). */
  proxyEnv: Record<string, string | undefined>
  /** PEM texts trusted beside Node's own list: those of the system. */
  systemCertificates(): readonly string[]
  userAgent: string
}

/** Who and where we are, for the tokens of templates. */
export interface Machine {
  user: string
  host: string
  /** IANA name. */
  timeZone: string
}

export interface Ports {
  clock: Clock
  random: Random
  secrets: Secrets
  log: Log
  trash: Trash
  network: Network
  machine: Machine
}
