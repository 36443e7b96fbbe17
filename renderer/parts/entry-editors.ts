import { config } from '../stores/config.svelte.ts'
import { entriesOf, type Entry, type EntryList, placeOf, textIn } from './config-entry.ts'
import { EntryEditor } from './entry-editor.svelte.ts'

/**
 * What stands in the address for one that is new (`new:basip` where there are several kinds), and before the name of one
 * that is there.
 */
export const NEW = 'new'
export const EDIT = 'edit:'

/** What is being edited, kept while the window is open: somebody may look at the queue and come back. */
export class EntryEditors {
  readonly #list: EntryList
  readonly #fresh: (kind: string) => Entry | null
  readonly #open = new Map<string, EntryEditor>()

  /** @param fresh what a new entry of this kind begins with; null when there is no such kind */
  constructor(list: EntryList, fresh: (kind: string) => Entry | null) {
    this.#list = list
    this.#fresh = fresh
  }

  /** The editor of what the address names; null when it names nothing to edit. */
  at(rest: string): EntryEditor | null {
    const known = this.#open.get(rest)
    if (known !== undefined && (known.isChanged || known.isNew || this.#isCurrent(known))) return known
    const made = this.#make(rest)
    if (made !== null) this.#open.set(rest, made)
    return made
  }

  close(rest: string): void {
    this.#open.delete(rest)
  }

  /** Goes on under the name of what was new until it was saved. @returns the new rest of the address */
  rename(rest: string, editor: EntryEditor): string {
    const saved = `${EDIT}${editor.text('name')}`
    this.#open.delete(rest)
    this.#open.set(saved, editor)
    return saved
  }

  #isCurrent(editor: EntryEditor): boolean {
    return placeOf(config.draft, this.#list, editor.entry) !== null
  }

  #make(rest: string): EntryEditor | null {
    if (rest === NEW || rest.startsWith(`${NEW}:`)) {
      const fresh = this.#fresh(rest.slice(NEW.length + 1))
      return fresh === null ? null : new EntryEditor(this.#list, null, fresh)
    }
    if (!rest.startsWith(EDIT)) return null
    const name = rest.slice(EDIT.length)
    const entry = entriesOf(config.draft, this.#list).find((each) => textIn(each, 'name') === name)
    return entry === undefined ? null : new EntryEditor(this.#list, entry, entry)
  }
}
