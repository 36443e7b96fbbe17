import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { CheckLine, DestinationHealth } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api } from '../api/api.ts'
import { entriesOf, type Entry, placeOf, textIn } from '../parts/config-entry.ts'
import { EntryEditors } from '../parts/entry-editors.ts'
import { foldersWith, withoutDestination } from '../parts/removal.ts'
import { formOf } from '../views/destinations/kinds/kinds.ts'
import { config } from './config.svelte.ts'
import { status } from './status.svelte.ts'

/** A destination as it is configured, and how it does; null while the engine does not know it. */
export interface DestinationRow {
  name: string
  entry: Entry
  health: DestinationHealth | null
  /** As the engine says, unless a check has just found that it does not work. */
  state: DestinationHealth['state'] | 'unused'
  problem: Problem | null
}

export interface Checked extends CheckLine {
  atMs: number
}

/** What a new destination begins with; null while its kind is not chosen. */
function freshOf(kind: string): Entry | null {
  return formOf({ kind })?.fresh ?? null
}

/** The destinations: what is configured joined with what the engine says of each, and what checks have found. */
class Destinations {
  readonly checks = new SvelteMap<string, Checked>()
  readonly checking = new SvelteSet<string>()
  /** Names of secrets that are known to be stored. */
  readonly secrets = new SvelteSet<string>()
  readonly rows = $derived.by((): DestinationRow[] => {
    const healths = status.engine?.destinations ?? []
    return entriesOf(config.draft, 'destinations').map((entry) => {
      const name = textIn(entry, 'name')
      const health = healths.find((each) => each.name === name) ?? null
      const found = health?.state === 'ready' ? (this.checks.get(name)?.problem ?? null) : null
      const problem = health?.problem ?? found
      const state = found === null ? (health?.state ?? 'unused') : found.isRetried ? 'cooling' : 'locked'
      return { name, entry, health, state, problem }
    })
  })
  readonly editors = new EntryEditors('destinations', freshOf)

  /** Tests one destination and keeps what it found. @throws ProblemError */
  async check(name: string): Promise<void> {
    if (this.checking.has(name)) return
    this.checking.add(name)
    try {
      const { checks } = await api().call('destinations.check', { name })
      for (const line of checks) this.checks.set(line.destination, { ...line, atMs: Date.now() })
    } finally {
      this.checking.delete(name)
    }
  }

  /** Stores a secret; what it is is known to nobody here afterwards. @throws ProblemError */
  async storeSecret(name: string, value: string): Promise<void> {
    await api().call('secrets.set', { name, value })
    this.secrets.add(name)
  }

  async askForSecret(name: string): Promise<void> {
    const { known } = await api().call('secrets.known', { names: [name] })
    for (const each of known) this.secrets.add(each)
  }

  async setPaused(destination: string, isPaused: boolean): Promise<void> {
    await api().call(isPaused ? 'engine.pause' : 'engine.resume', { destination })
    await status.refresh()
  }

  /** The names of folders that deliver to it. */
  usedBy(name: string): string[] {
    return foldersWith(config.draft, name).all
  }

  /** @returns false when the configuration does not allow it. @throws ProblemError */
  async remove({ name, entry }: DestinationRow): Promise<boolean> {
    const at = placeOf(config.draft, 'destinations', entry)
    if (at === null) return false
    const root = withoutDestination(config.draft, at, name)
    const { mistakes } = await api().call('config.save', { root })
    await config.refresh()
    this.checks.delete(name)
    return mistakes.length === 0
  }
}

export const destinations = new Destinations()
