import type { Component } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { Problem } from '../../shared/problem.ts'
import { words } from '../texts/texts.svelte.ts'
import QueueView from '../views/queue/QueueView.svelte'
import type { Section } from './route.svelte.ts'

export type ViewName = Section | 'first-start'

/** The queue comes along with the page; every other view is a file of its own, so that the queue is there sooner. */
const FILES: Record<Exclude<ViewName, 'queue'>, () => Promise<{ default: Component }>> = {
  folders: () => import('../views/folders/FoldersView.svelte'),
  destinations: () => import('../views/destinations/DestinationsView.svelte'),
  templates: () => import('../views/templates/TemplatesView.svelte'),
  history: () => import('../views/history/HistoryView.svelte'),
  settings: () => import('../views/settings/SettingsView.svelte'),
  diagnostics: () => import('../views/diagnostics/DiagnosticsView.svelte'),
  'first-start': () => import('../views/first-start/FirstStart.svelte'),
}

/** By then the first view shows what there is, also on a slow computer. */
const SETTLED_MS = 3_000

/** The views that are here. What is asked for first comes first; the others follow while nobody waits. */
class Views {
  readonly ready = new SvelteMap<ViewName, Component>([['queue', QueueView]])
  problem = $state.raw<Problem | null>(null)

  async load(name: ViewName): Promise<void> {
    try {
      await this.#fetch(name)
      this.problem = null
    } catch (error) {
      // A browser does not ask again for a file that it did not get: only a new page does.
      this.problem = {
        code: 'view-missing',
        isRetried: false,
        detail: String(error),
        ...words().shell.viewMissing,
      }
    }
  }

  /** Sluice may be gone when somebody wants to see the others: they are fetched while nothing else is to do. */
  async loadOthers(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS))
    for (const name of Object.keys(FILES) as ViewName[]) {
      await new Promise((resolve) => requestIdleCallback(resolve))
      await this.#fetch(name).catch(() => undefined)
    }
  }

  async #fetch(name: ViewName): Promise<void> {
    if (name === 'queue' || this.ready.has(name)) return
    this.ready.set(name, (await FILES[name]()).default)
  }
}

export const views = new Views()
