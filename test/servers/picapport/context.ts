import type { FaultRegistry } from './faults.ts'
import type { PhotoStore } from './photos.ts'
import type { SessionStore } from './sessions.ts'
import type { Settings } from './settings.ts'
import type { Traffic } from './traffic.ts'

/** What all routes of one server share. */
export interface ServerContext {
  readonly settings: Settings
  readonly storeDir: string
  readonly photos: PhotoStore
  /** Ids of photos that were sent, whatever became of them. */
  readonly sentIds: Set<string>
  readonly sessions: SessionStore
  readonly faults: FaultRegistry
  readonly traffic: Traffic
}
