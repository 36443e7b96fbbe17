import { CATALOGUE, type CatalogueField } from './catalogue-fields.ts'
import type { FieldDescription, FieldRules } from './field-description.ts'

export { CATALOGUE, type CatalogueField } from './catalogue-fields.ts'

/** Customer fields begin here (FotoWare metadata configuration). */
export const FIRST_CUSTOMER_FIELD = 500

const BY_ID: ReadonlyMap<number, CatalogueField> = new Map(CATALOGUE.map((entry) => [entry.id, entry]))

/** Names are found whatever their letter case and Unicode form. */
function nameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase()
}

/** Names stand before labels, so that no label hides a name. */
const BY_NAME: ReadonlyMap<string, CatalogueField> = new Map(
  [
    ...CATALOGUE.flatMap((entry) => entry.labels.map((label): [string, CatalogueField] => [label, entry])),
    ...CATALOGUE.map((entry): [string, CatalogueField] => [entry.name, entry]),
  ].map(([name, entry]) => [nameKey(name), entry]),
)

/** The field of the catalogue with this id, or null. */
export function catalogueField(id: number): CatalogueField | null {
  return BY_ID.get(id) ?? null
}

function described(entry: CatalogueField): FieldDescription {
  return {
    id: entry.id,
    name: entry.name,
    isBag: entry.isBag,
    maxLength: entry.maxLength,
    type: entry.type,
    isRequired: false,
    isWritable: !entry.isServerSet,
    isTaxonomyOnly: false,
    min: null,
    max: null,
    pattern: null,
  }
}

function customerField(id: number): FieldDescription {
  return { ...described({ ...PLAIN_CUSTOMER, id }), name: `Field ${id}` }
}

const PLAIN_CUSTOMER: CatalogueField = {
  id: FIRST_CUSTOMER_FIELD,
  name: '',
  labels: [],
  isBag: false,
  maxLength: null,
  type: 'text',
  isMultiline: false,
  isServerSet: false,
  xmp: null,
  tag: null,
  iim: null,
  picapport: null,
}

const DESCRIBED: readonly FieldDescription[] = CATALOGUE.map(described)
const DESCRIBED_BY_ID: ReadonlyMap<number, FieldDescription> = new Map(
  DESCRIBED.map((description) => [description.id, description]),
)

function inCatalogue(id: number): FieldDescription | null {
  return DESCRIBED_BY_ID.get(id) ?? null
}

function namedInCatalogue(name: string): FieldDescription | null {
  const entry = BY_NAME.get(nameKey(name))
  return entry === undefined ? null : inCatalogue(entry.id)
}

const CATALOGUE_RULES: FieldRules = {
  source: 'catalogue',
  byId: (id) =>
    inCatalogue(id) ?? (Number.isSafeInteger(id) && id >= FIRST_CUSTOMER_FIELD ? customerField(id) : null),
  byName: namedInCatalogue,
  all: DESCRIBED,
}

/** What is commonly so, for archives that do not tell. Ids from 500 are customer fields: one text without a limit. */
export function catalogueRules(): FieldRules {
  return CATALOGUE_RULES
}

/**
 * The fields of one archive. A field that it does not list is still found by its id or name when the catalogue has it:
 * a metadata view shows only a part of the fields that an archive keeps.
 */
export function archiveRules(descriptions: readonly FieldDescription[]): FieldRules {
  const all = descriptions.map((description) =>
    catalogueField(description.id)?.isServerSet === true
      ? { ...description, isWritable: false }
      : description,
  )
  const byId = new Map(all.map((description) => [description.id, description]))
  // Backwards, so that of two equal labels the first one counts.
  const byName = new Map(all.toReversed().map((description) => [nameKey(description.name), description]))
  const find = (id: number) => byId.get(id) ?? inCatalogue(id)
  return {
    source: 'archive',
    byId: find,
    byName: (name) => {
      const labelled = byName.get(nameKey(name))
      if (labelled !== undefined) return labelled
      const known = namedInCatalogue(name)
      return known === null ? null : find(known.id)
    },
    all,
  }
}
