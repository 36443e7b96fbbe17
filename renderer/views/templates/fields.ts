import type { FieldRow } from '../../../shared/contract.ts'
import {
  type CatalogueField,
  catalogueField,
  catalogueRules,
  type FieldRules,
} from '../../../shared/template.ts'

/** A field as the editor offers it. */
export interface FieldChoice extends FieldRow {
  /** What goes into the file: a name that every archive understands, else the number. */
  written: string
  labels: readonly string[]
}

/** Fields of the catalogue are called by its names; an archive's own label may mean nothing elsewhere. */
function writtenAs({ id, name }: Pick<FieldRow, 'id' | 'name'>, rules: FieldRules): string {
  if (rules.byName(name)?.id === id) return name
  return catalogueField(id)?.name ?? String(id)
}

/** What can be written to, by name. */
export function fieldChoices(rows: readonly FieldRow[]): FieldChoice[] {
  const rules = catalogueRules()
  return rows
    .filter(({ isWritable }) => isWritable)
    .map((row) => {
      const known: CatalogueField | null = catalogueField(row.id)
      const labels = [...(known === null ? [] : [known.name, ...known.labels])]
      return { ...row, written: writtenAs(row, rules), labels: labels.filter((label) => label !== row.name) }
    })
    .toSorted((one, other) => one.name.localeCompare(other.name))
}

/** The field that a person has written, by name, label or number. */
export function fieldNamed(choices: readonly FieldChoice[], written: string): FieldChoice | null {
  const wanted = written.trim().toLowerCase()
  const rules = catalogueRules()
  const id = /^\d+$/.test(wanted) ? Number(wanted) : (rules.byName(wanted)?.id ?? null)
  const found =
    (id === null ? undefined : choices.find((choice) => choice.id === id)) ??
    choices.find(({ name }) => name.toLowerCase() === wanted)
  if (found !== undefined) return found
  const described = id === null ? null : rules.byId(id)
  return described === null ? null : { ...described, written: writtenAs(described, rules), labels: [] }
}

/** Those whose name, number or label begins with or holds the text; what begins with it comes first. */
export function fieldsFitting(choices: readonly FieldChoice[], text: string): FieldChoice[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return [...choices]
  const names = ({ name, labels, id }: FieldChoice): string[] =>
    [name, ...labels, String(id)].map((label) => label.toLowerCase())
  const begins = choices.filter((choice) => names(choice).some((name) => name.startsWith(wanted)))
  const holds = choices.filter(
    (choice) => !begins.includes(choice) && names(choice).some((name) => name.includes(wanted)),
  )
  return [...begins, ...holds]
}
