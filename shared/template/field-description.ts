/** One metadata field as an archive knows it: from its metadata view, or from the built-in catalogue. */
export interface FieldDescription {
  id: number
  /** The archive's own label, or FotoWare's name. */
  name: string
  /** Several values (FotoWare's `multi-instance`). */
  isBag: boolean
  /** Longest text of one value in characters; null when it is not known. */
  maxLength: number | null
  type: 'text' | 'date' | 'integer' | 'real' | 'boolean'
  /** Must not be empty once the file is there. */
  isRequired: boolean
  isWritable: boolean
  /** False for a field that this archive does not have: what files say of it can be read, but is not sent. */
  isKept: boolean
  /** Only values of the archive's own list. */
  isTaxonomyOnly: boolean
  /** Bounds of numbers, and the regular expression of texts, as the archive states them. */
  min: number | null
  max: number | null
  pattern: string | null
}

/** The fields of one archive. */
export interface FieldRules {
  /** `archive`: its own metadata view was read; `catalogue`: only what is commonly so is known. */
  source: 'archive' | 'catalogue'
  /** Null for a field that is not known here. */
  byId(id: number): FieldDescription | null
  /** By the archive's label or the catalogue's name, letter case aside. */
  byName(name: string): FieldDescription | null
  all: readonly FieldDescription[]
}
