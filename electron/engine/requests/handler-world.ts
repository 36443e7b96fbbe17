import type { Config } from '../../../shared/config.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Delivering } from '../delivering.ts'
import type { Preparing } from '../dispatch/preparing.ts'
import type { EventHub } from '../event-hub.ts'
import type { FolderIntake } from '../intake/folder-intake.ts'
import type { Ports } from '../ports.ts'
import type { RateHistory } from '../rate-history.ts'
import type { Store } from '../store/store.ts'
import type { Scanner } from '../watch/scan.ts'
import type { Audits } from './audits.ts'
import type { DeliveredToday } from './delivered-today.ts'
import type { Thumbnails } from './thumbnails.ts'

/** What the handlers reach of the engine. */
export interface HandlerWorld {
  config: Config
  store: Store
  ports: Ports
  scanner: Scanner
  audits: Audits
  rates: RateHistory
  thumbnails: Thumbnails
  deliveredToday: DeliveredToday
  delivering: Delivering
  preparing: Preparing
  intakes: readonly FolderIntake[]
  hub: EventHub
  /** Trouble of the engine as a whole. */
  trouble: { problem: Problem | null }
  life: { isRunning: boolean }
}
