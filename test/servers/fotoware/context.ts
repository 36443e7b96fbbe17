import type { AssetIndex } from './asset-index.ts'
import type { StorePaths } from './archive-paths.ts'
import type { FaultRegistry } from './faults.ts'
import type { FolderRegistry } from './folder-registry.ts'
import type { Settings } from './settings.ts'
import type { TaskStore } from './task-store.ts'
import type { TokenStore } from './token-store.ts'
import type { Traffic } from './traffic.ts'

/** What all routes of one server share. */
export interface ServerContext {
  readonly settings: Settings
  readonly now: () => number
  readonly paths: StorePaths
  readonly folders: FolderRegistry
  readonly assets: AssetIndex
  readonly tasks: TaskStore
  readonly tokens: TokenStore
  readonly faults: FaultRegistry
  readonly traffic: Traffic
}
