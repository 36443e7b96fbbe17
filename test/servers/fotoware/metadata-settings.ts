import { bagFieldIds } from './data/field-table.ts'
import type { Settings } from './settings.ts'

export type FieldDataType = 'text' | 'date' | 'integer' | 'real' | 'boolean'

/** How one field is shown and what it may hold; FotoWare API, section «Metadata views». */
export interface FieldDefinition {
  readonly label: string
  /** Longest text in characters. */
  readonly maxSize: number
  readonly isMultiline?: boolean
  readonly isRequired?: boolean
  readonly isReadOnly?: boolean
  readonly isTaxonomyOnly?: boolean
  readonly dataType?: FieldDataType
  readonly regexp?: string | null
  readonly min?: number | null
  readonly max?: number | null
}

/** What a tenant set up differently; `isBag` makes a field hold several values everywhere. */
export interface FieldOverride extends Partial<FieldDefinition> {
  readonly isBag?: boolean
}

/** A metadata view of its own: the standard one with these differences. */
export interface MetadataViewSettings {
  readonly preserveModificationTime?: boolean
  readonly fields?: Readonly<Record<string, Partial<FieldDefinition>>>
}

/** A value of a taxonomy; headings can be looked at but not assigned. */
export type TaxonomyEntry =
  string | { readonly name: string; readonly value?: string; readonly isAssignable?: boolean }

/** The fields that hold several values on this tenant. */
export function bagIdsOf({ metadataFields }: Settings): ReadonlySet<number> {
  const changed = Object.entries(metadataFields).filter(([, field]) => field.isBag !== undefined)
  if (changed.length === 0) return bagFieldIds
  const ids = new Set(bagFieldIds)
  for (const [id, { isBag }] of changed) {
    if (isBag === true) ids.add(Number(id))
    else ids.delete(Number(id))
  }
  return ids
}
