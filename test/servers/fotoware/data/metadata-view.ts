import type { FieldDefinition } from '../metadata-settings.ts'

/** Id of the metadata view that archives use when they name no other. */
export const standardViewId = '7f3c1f5e-5f0b-4c58-9c61-2b1f6e0a4d11'
export const standardViewName = 'Practice view'

/** Fields as a newspaper would set them up. */
export const standardFields: ReadonlyMap<number, FieldDefinition> = new Map<number, FieldDefinition>([
  [5, { label: 'Title', maxSize: 64 }],
  [120, { label: 'Description', maxSize: 16000, isMultiline: true }],
  [25, { label: 'Keywords', maxSize: 64 }],
  [10, { label: 'Status', maxSize: 1, dataType: 'integer' }],
  [320, { label: 'Rating', maxSize: 1, dataType: 'integer' }],
  [230, { label: 'Document Notes', maxSize: 256, isMultiline: true }],
  [360, { label: 'Uploaded by', maxSize: 64, isReadOnly: true }],
  [20, { label: 'Supplemental Category', maxSize: 32 }],
  [55, { label: 'Created Date', maxSize: 8, dataType: 'date' }],
  [90, { label: 'City', maxSize: 32 }],
  [100, { label: 'Country Code', maxSize: 3, regexp: '^[A-Z]{3}$' }],
  [105, { label: 'Headline', maxSize: 256 }],
  [80, { label: 'Photographer', maxSize: 64 }],
  [110, { label: 'Credit', maxSize: 32 }],
  [115, { label: 'Source', maxSize: 32 }],
  [116, { label: 'Copyright', maxSize: 256 }],
  [40, { label: 'Special Instructions', maxSize: 256, isMultiline: true }],
])

/** The built-in fields; their ids differ from tenant to tenant only in theory. */
export const builtinFieldIds = {
  title: 5,
  description: 120,
  tags: 25,
  status: 10,
  rating: 320,
  notes: 230,
} as const

export const detailRegions: readonly { readonly name: string; readonly ids: readonly number[] }[] = [
  { name: 'Content', ids: [5, 120, 25, 20, 55, 90, 100, 105] },
  { name: 'Rights', ids: [80, 110, 115, 116, 40] },
  { name: 'System', ids: [360] },
]
