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

/** Rules that know no more than the catalogue. */
function rulesWith(isKept: (entry: CatalogueField) => boolean, source: FieldRules['source']): FieldRules {
  const described = (entry: CatalogueField): FieldDescription => ({
    id: entry.id,
    name: entry.name,
    isBag: entry.isBag,
    // The catalogue's lengths are those of FotoWare.
    maxLength: source === 'catalogue' ? entry.maxLength : null,
    type: entry.type,
    isRequired: false,
    isWritable: !entry.isServerSet,
    isKept: isKept(entry),
    isTaxonomyOnly: false,
    min: null,
    max: null,
    pattern: null,
  })
  const all = CATALOGUE.map(described)
  const descriptions = new Map(all.map((description) => [description.id, description]))
  const byId = (id: number): FieldDescription | null => {
    const known = descriptions.get(id)
    if (known !== undefined) return known
    const isCustomers = Number.isSafeInteger(id) && id >= FIRST_CUSTOMER_FIELD
    return isCustomers ? described({ ...PLAIN_CUSTOMER, id, name: `Field ${id}` }) : null
  }
  return { source, byId, byName: (name) => byId(idNamed(name) ?? Number.NaN), all }
}

function idNamed(name: string): number | null {
  return BY_NAME.get(nameKey(name))?.id ?? null
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
  isFotoware: true,
}

const CATALOGUE_RULES = rulesWith(() => true, 'catalogue')
const FOTOWARE_RULES = rulesWith(({ isFotoware }) => isFotoware, 'catalogue')

/** What is commonly so, whichever archive it is. Ids from 500 are customer fields: one text without a limit. */
export function catalogueRules(): FieldRules {
  return CATALOGUE_RULES
}

/** The fields of an archive that has these of the catalogue and no others. */
export function partRules(ids: readonly number[]): FieldRules {
  return rulesWith(({ id }) => ids.includes(id), 'archive')
}

/**
 * The fields of one FotoWare archive; of one that does not tell them, null, what is commonly so. A field that it does not
 * list is still found by its id or name when the catalogue has it: a metadata view shows only a part of the fields that an
 * archive keeps.
 */
export function archiveRules(descriptions: readonly FieldDescription[] | null): FieldRules {
  if (descriptions === null) return FOTOWARE_RULES
  const all = descriptions.map((description) =>
    catalogueField(description.id)?.isServerSet === true
      ? { ...description, isWritable: false }
      : description,
  )
  const byId = new Map(all.map((description) => [description.id, description]))
  // Backwards, so that of two equal labels the first one counts.
  const byName = new Map(all.toReversed().map((description) => [nameKey(description.name), description]))
  const find = (id: number) => byId.get(id) ?? (id < FIRST_CUSTOMER_FIELD ? FOTOWARE_RULES.byId(id) : null)
  return {
    source: 'archive',
    byId: find,
    byName: (name) => {
      const labelled = byName.get(nameKey(name))
      return labelled ?? find(idNamed(name) ?? Number.NaN)
    },
    all,
  }
}
