import type { FolderHealth } from '../../shared/contract.ts'
import { api } from '../api/api.ts'
import { entriesOf, type Entry, namesIn, placeOf, textIn, valueIn, withEntry } from '../parts/config-entry.ts'
import { EntryEditors } from '../parts/entry-editors.ts'
import { config } from './config.svelte.ts'
import { status } from './status.svelte.ts'

/** A hot folder as it is configured, and how it does; null while the engine does not know it. */
export interface FolderRow {
  name: string
  entry: Entry
  health: FolderHealth | null
}

/** The hot folders: what is configured joined with what the engine says of each. */
class Folders {
  readonly rows = $derived.by((): FolderRow[] => {
    const healths = status.engine?.folders ?? []
    return entriesOf(config.draft, 'folders').map((entry) => {
      const name = textIn(entry, 'name')
      return { name, entry, health: healths.find((health) => health.name === name) ?? null }
    })
  })
  readonly editors = new EntryEditors('folders', () => {
    const destinations = namesIn(config.draft, 'destinations')
    return { name: '', path: '', to: destinations.slice(0, 1) }
  })

  async scan(folder: string): Promise<void> {
    await api().call('folders.scan', { folder })
    await status.refresh()
  }

  async setPaused(folder: string, isPaused: boolean): Promise<void> {
    await api().call(isPaused ? 'engine.pause' : 'engine.resume', { folder })
    await status.refresh()
  }

  /** @returns false when the configuration does not allow it. @throws ProblemError */
  async remove({ entry }: FolderRow): Promise<boolean> {
    const at = placeOf(config.draft, 'folders', entry)
    if (at === null) return false
    const root = withEntry(config.draft, 'folders', at, null)
    const { mistakes } = await api().call('config.save', { root })
    await config.refresh()
    return mistakes.length === 0
  }
}

/** The destinations that an entry names. */
export function destinationsOf(entry: Entry): string[] {
  const value = valueIn(entry, 'to')
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []
}

export const folders = new Folders()
