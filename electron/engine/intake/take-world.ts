import type { FolderConfig } from '../../../shared/config.ts'
import type { Store } from '../store/store.ts'

/** What taking needs to know; the same for every group of one pass. */
export interface TakeWorld {
  store: Store
  folder: FolderConfig
  folderId: number
  root: string
  /** Rows of the destinations that the folder delivers to. */
  destinationIds: readonly number[]
  nowMs: number
}

/** A group of files of one directory that may belong together. */
export interface Group {
  directoryId: number
  directory: string
  /** Of a file in the group. */
  name: string
}
