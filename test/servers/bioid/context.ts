import type { RequestRecord } from './exchange.ts'
import type { Faults } from './faults.ts'
import type { People } from './people.ts'
import type { Settings } from './settings.ts'
import type { Tokens } from './tokens.ts'

/** What all routes of one server share. */
export interface Context {
  readonly settings: Settings
  readonly tokens: Tokens
  readonly people: People
  readonly faults: Faults
  /** All requests but those of /practice, oldest first. */
  readonly requests: RequestRecord[]
}
