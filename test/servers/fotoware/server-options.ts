import { defaultSettings } from './settings.ts'
import type { Settings } from './settings.ts'

export interface FotowareServerOptions extends Partial<Settings> {
  /** Folder that receives the archives; made when missing. */
  readonly storeDir: string
  /** 0 or absent: any free port. */
  readonly port?: number
  /** Milliseconds since 1970; the system clock when absent. */
  readonly now?: () => number
  /** Seed of the faults' probability draws. */
  readonly seed?: number
}

/** The settings part of the options, with defaults for what is not given. */
export function settingsFrom(options: FotowareServerOptions): Settings {
  const settings: Settings = defaultSettings()
  assignSettings(settings, options)
  return settings
}

/** Copies known settings; unknown keys and undefined values are left out. */
export function assignSettings(settings: Settings, changes: object): void {
  const known = new Set(Object.keys(defaultSettings()))
  const given = Object.entries(changes).filter(([key, value]) => known.has(key) && value !== undefined)
  Object.assign(settings, Object.fromEntries(given))
}
