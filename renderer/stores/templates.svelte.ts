import { z } from 'zod'
import type { ConfigMistake } from '../../shared/contract.ts'
import { checkedDraft, type DraftMistake } from '../views/templates/checked-draft.ts'
import { type FieldChoice, fieldChoices } from '../views/templates/fields.ts'
import { variablesOf } from '../views/templates/page-rendering.ts'
import {
  emptyTemplate,
  freeName,
  templateDraft,
  type TemplateDraft,
  type WrittenTemplate,
  writtenTemplate,
} from '../views/templates/step-draft.ts'
import { config, type ConfigDraft } from './config.svelte.ts'
import { api } from '../api/api.ts'
import { isEntry } from '../parts/config-entry.ts'
import {
  codeTablesIn,
  destinationNamesIn,
  foldersIn,
  foldersRenamed,
  listWith,
  templatesIn,
} from '../views/templates/written-parts.ts'

/** A template that is open for editing. Stays open while another one is looked at: nothing typed is ever lost. */
export class OpenTemplate {
  readonly id: string
  /** What it is called in the file; null for one that was never saved. */
  savedName = $state<string | null>(null)
  draft: TemplateDraft = $state(emptyTemplate(''))
  /** Mistakes that only the engine can find: in files of code tables, in other places of the configuration. */
  told = $state.raw<ConfigMistake[]>([])
  /** The file has changed while this was edited: saving writes over what somebody else wrote. */
  isOvertaken = $state(false)
  #saved = $state('')

  constructor(id: string, written: WrittenTemplate | null, draft: TemplateDraft) {
    this.id = id
    this.savedName = written?.name ?? null
    this.draft = draft
    this.#saved = written === null ? '' : JSON.stringify(writtenTemplate(draft))
  }

  readonly isChanged = $derived(JSON.stringify(writtenTemplate(this.draft)) !== this.#saved)
  readonly mistakes: DraftMistake[] = $derived(
    checkedDraft(this.draft, {
      tables: codeTablesIn(config.draft).map(({ name }) => name),
      variables: variablesOf(foldersIn(config.draft)),
    }),
  )

  mistakeAt(place: string): DraftMistake | null {
    return this.mistakes.find((mistake) => mistake.place === place) ?? null
  }

  /** From now on this is what stands in the file. */
  kept(written: WrittenTemplate): void {
    this.savedName = written.name
    this.draft.written = written
    this.#saved = JSON.stringify(writtenTemplate(this.draft))
    this.told = []
    this.isOvertaken = false
  }
}

/** The templates of the configuration, and those that are being edited. */
class Templates {
  open = $state<OpenTemplate[]>([])
  selectedId = $state<string | null>(null)
  fields = $state.raw<FieldChoice[]>(fieldChoices([]))
  fieldsFrom = $state<'archive' | 'catalogue'>('catalogue')
  destination = $state<string | null>(null)
  #lastNew = 0

  readonly selected = $derived(this.open.find(({ id }) => id === this.selectedId) ?? null)
  readonly #placed = $derived(templatesIn(config.draft))
  readonly saved: readonly WrittenTemplate[] = $derived(this.#placed.map(({ written }) => written))

  usedBy(name: string): string[] {
    return (config.draft.folders ?? [])
      .filter(({ template }) => template === name)
      .map((folder) => folder.name)
  }

  select(name: string): void {
    const already = this.open.find(({ savedName }) => savedName === name)
    const written = this.saved.find((template) => template.name === name)
    if (already === undefined && written === undefined) return
    this.selectedId = (already ?? this.#add(written ?? null, written ?? { name })).id
  }

  /** Whatever was open and not touched follows the file, which somebody else may have written. */
  followFile(saved: readonly WrittenTemplate[]): void {
    this.open = this.open.flatMap((entry) => {
      if (entry.isChanged || entry.savedName === null) return [entry]
      const written = saved.find(({ name }) => name === entry.savedName)
      if (written === undefined) return []
      if (!isSame(written, entry.draft.written)) {
        entry.draft = templateDraft(written)
        entry.kept(written)
      }
      return [entry]
    })
  }

  create(name: string): void {
    const free = freeName(name, this.#names())
    this.selectedId = this.#add(null, { name: free }).id
  }

  duplicate(entry: OpenTemplate): void {
    const name = freeName(entry.draft.name, this.#names())
    this.selectedId = this.#add(null, { ...writtenTemplate(entry.draft), name }).id
  }

  discard(entry: OpenTemplate): void {
    this.open = this.open.filter((other) => other !== entry)
    if (entry.savedName !== null) this.select(entry.savedName)
    else this.selectFirst()
  }

  selectFirst(): void {
    const [first] = this.saved
    if (first === undefined) this.selectedId = this.open[0]?.id ?? null
    else this.select(first.name)
  }

  /** @returns false when there are mistakes, which are then told at their places. @throws ProblemError when the disk refuses */
  async save(entry: OpenTemplate): Promise<boolean> {
    const present = this.#placed.find(({ written }) => written.name === entry.savedName)
    if (present !== undefined && !isSame(present.written, entry.draft.written)) {
      // Somebody else was faster: it is said, and what they added stays when the person saves all the same.
      entry.draft.written = present.written
      entry.isOvertaken = true
      return false
    }
    const written = writtenTemplate(entry.draft)
    const names = { from: entry.savedName, to: written.name }
    const mistakes = await config.save(withTemplate(present?.at ?? -1, written, names))
    entry.told = mistakes
    if (mistakes.length === 0) entry.kept(written)
    return mistakes.length === 0
  }

  /** Folders that used it go on without a template. @returns what is wrong with the configuration without it */
  async remove(entry: OpenTemplate): Promise<ConfigMistake[]> {
    const { savedName } = entry
    const at = this.#placed.find(({ written }) => written.name === savedName)?.at
    if (savedName !== null && at !== undefined) {
      const mistakes = await config.save(withTemplate(at, null, { from: savedName, to: null }))
      if (mistakes.length > 0) return mistakes
    }
    this.open = this.open.filter((other) => other !== entry)
    this.selectFirst()
    return []
  }

  /** Asks for the fields of an archive; null takes whichever is there. */
  async askFields(destination: string | null): Promise<void> {
    const name = destination ?? destinationNamesIn(config.draft)[0]
    const { from, fields } = await api().call('destinations.fields', name === undefined ? {} : { name })
    this.fields = fieldChoices(fields)
    this.fieldsFrom = from
  }

  #names(): string[] {
    return [...this.saved.map(({ name }) => name), ...this.open.map(({ draft }) => draft.name)]
  }

  #add(written: WrittenTemplate | null, shown: WrittenTemplate): OpenTemplate {
    const draft = { ...templateDraft(shown), written }
    const entry = new OpenTemplate(`template-${String(++this.#lastNew)}`, written, draft)
    this.open = [...this.open, entry]
    return entry
  }
}

function isSame(one: WrittenTemplate, other: WrittenTemplate | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

const Draft = z.custom<ConfigDraft>(isEntry)

/** The configuration with one template written at its place, or without it, and with what refers to it. */
function withTemplate(
  at: number,
  written: WrittenTemplate | null,
  names: { from: string | null; to: string | null },
): ConfigDraft {
  const root = config.draft
  const folders = foldersRenamed(root, names.from, names.to)
  const templates = listWith(root, 'templates', at, written)
  return Draft.parse({ ...root, ...(root.folders === undefined ? {} : { folders }), templates })
}

export const templates = new Templates()
