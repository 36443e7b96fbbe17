import { SvelteSet } from 'svelte/reactivity'
import type { ConfigMistake } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { config } from '../stores/config.svelte.ts'
import { status } from '../stores/status.svelte.ts'
import {
  asSentence,
  entriesOf,
  type Entry,
  type EntryList,
  flagIn,
  isAbout,
  numberIn,
  placeOf,
  sortedMistakes,
  textIn,
  valueIn,
  withEntry,
  withValue,
} from './config-entry.ts'
import { said } from '../texts/said.ts'

/** Somebody is still typing. */
const CHECK_MS = 350

/** What came of saving: `changed-elsewhere` when the entry is no longer what was opened. */
export type Saved = 'saved' | 'mistakes' | 'changed-elsewhere' | 'failed'

/**
 * One folder or destination while a person edits it. Only what they touch is changed; mistakes come from the engine while
 * they type and are told at the fields they have been at.
 */
export class EntryEditor {
  readonly list: EntryList
  /** Null for one that is new. */
  #original = $state.raw<Entry | null>(null)
  entry = $state.raw<Entry>({})
  mistakes = $state.raw<ConfigMistake[]>([])
  /** Mistakes of other parts of the file, which keep this one from being saved too. */
  elsewhere = $state.raw<ConfigMistake[]>([])
  problem = $state.raw<Problem | null>(null)
  isSaving = $state(false)
  isChanged = $state(false)
  /** Once somebody has tried to save, everything that is missing is told. */
  hasTried = $state(false)
  readonly #touched = new SvelteSet<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  constructor(list: EntryList, original: Entry | null, entry: Entry) {
    this.list = list
    this.#original = original
    this.entry = entry
  }

  get isNew(): boolean {
    return this.#original === null
  }

  /** As it stands in the file; undefined where the key is missing. */
  value(path: string): unknown {
    return valueIn(this.entry, path)
  }

  text(path: string): string {
    return textIn(this.entry, path)
  }

  number(path: string): number | null {
    return numberIn(this.entry, path)
  }

  flag(path: string, fallback: boolean): boolean {
    return flagIn(this.entry, path, fallback)
  }

  texts(path: string): string[] {
    const value = valueIn(this.entry, path)
    return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
  }

  /** @param standard what counts without the key: it is then not written */
  set(path: string, value: unknown, standard?: unknown): void {
    this.entry = withValue(this.entry, path, value === standard ? undefined : value)
    this.#touched.add(path)
    this.isChanged = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.check(), CHECK_MS)
  }

  /** What is wrong with a field, as one text; empty while nothing is to be told. */
  mistakeAt(path: string): string {
    if (this.isNew && !this.hasTried && !this.#touched.has(path)) return ''
    return this.mistakes
      .filter((mistake) => isAbout(mistake, path))
      .map((mistake) => asSentence(said(mistake.words, mistake.said)))
      .join(' ')
  }

  /** Mistakes that none of these fields shows. */
  others(fields: readonly string[]): ConfigMistake[] {
    if (this.isNew && !this.hasTried) return []
    return this.mistakes.filter((mistake) => !fields.some((field) => isAbout(mistake, field)))
  }

  async check(): Promise<void> {
    const asked = ++this.#asked
    const at = this.#place()
    if (at === null) return
    const root = withEntry(config.draft, this.list, at, this.entry)
    const answer = await api()
      .call('config.check', { root })
      .catch(() => null)
    if (answer !== null && asked === this.#asked) this.#tell(answer.mistakes, at)
  }

  /** Saves what is there. @param beforeSaving done once nothing is wrong, for example storing a secret */
  async save(beforeSaving: () => Promise<void> = () => Promise.resolve()): Promise<Saved> {
    clearTimeout(this.#timer)
    this.isSaving = true
    this.hasTried = true
    this.problem = null
    this.#asked++
    try {
      return await this.#save(beforeSaving)
    } catch (error) {
      this.problem = problemOf(error)
      return 'failed'
    } finally {
      this.isSaving = false
    }
  }

  async #save(beforeSaving: () => Promise<void>): Promise<Saved> {
    await config.refresh()
    const at = this.#place()
    if (at === null) return 'changed-elsewhere'
    const root = withEntry(config.draft, this.list, at, this.entry)
    const found = await api().call('config.check', { root })
    this.#tell(found.mistakes, at)
    if (found.mistakes.length > 0) return 'mistakes'
    await beforeSaving()
    const { mistakes } = await api().call('config.save', { root })
    this.#tell(mistakes, at)
    if (mistakes.length > 0) return 'mistakes'
    // Only what the file holds as well is no longer a change.
    await config.refresh()
    this.#original = this.entry
    this.isChanged = false
    await status.refresh()
    return 'saved'
  }

  #place(): number | null {
    if (this.#original !== null) return placeOf(config.draft, this.list, this.#original)
    return entriesOf(config.draft, this.list).length
  }

  #tell(mistakes: readonly ConfigMistake[], at: number): void {
    const { own, elsewhere } = sortedMistakes(mistakes, this.list, at)
    this.mistakes = own
    this.elsewhere = elsewhere
  }
}
