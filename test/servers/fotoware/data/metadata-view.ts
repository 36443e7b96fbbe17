/** Address of the one metadata view that all archives of the practice server use. */
export const metadataViewUrl = '/fotoweb/editors/7f3c1f5e-5f0b-4c58-9c61-2b1f6e0a4d11'

interface FieldOptions {
  readonly isBag?: boolean
  readonly isMultiline?: boolean
  readonly isRequired?: boolean
  readonly isReadOnly?: boolean
  readonly isTaxonomyOnly?: boolean
  readonly taxonomyHref?: string
  readonly dataType?: 'text' | 'date' | 'integer' | 'real' | 'boolean'
  readonly regexp?: string
}

function field(id: number, label: string, maxSize: number, options: FieldOptions = {}): object {
  return {
    field: {
      id,
      label,
      'data-type': options.dataType ?? 'text',
      'max-size': maxSize,
      'multi-instance': options.isBag ?? false,
      multiline: options.isMultiline ?? false,
      taxonomyHref: options.taxonomyHref ?? null,
      validation: { min: null, max: null, regexp: options.regexp ?? null },
    },
    isWritable: options.isReadOnly !== true,
    required: options.isRequired ?? false,
    'taxonomy-only': options.isTaxonomyOnly ?? false,
  }
}

const title = field(5, 'Title', 64)
const description = field(120, 'Description', 16000, { isMultiline: true })
const tags = field(25, 'Keywords', 64, { isBag: true })
const status = field(10, 'Status', 1, { dataType: 'integer' })
const rating = field(320, 'Rating', 1, { dataType: 'integer' })
const notes = field(230, 'Document Notes', 256, { isMultiline: true })
const uploadedBy = field(360, 'Uploaded by', 64, { isReadOnly: true })

/** A metadata view as a newspaper would set it up; FotoWare API, section «Metadata views». */
export const metadataView = {
  id: '7f3c1f5e-5f0b-4c58-9c61-2b1f6e0a4d11',
  href: metadataViewUrl,
  name: 'Practice view',
  preserveModificationTime: true,
  builtinFields: { title, description, tags, status, rating, notes },
  detailRegions: [
    {
      name: 'Content',
      fields: [
        title,
        description,
        tags,
        field(20, 'Supplemental Category', 32, { isBag: true }),
        field(55, 'Created Date', 8, { dataType: 'date' }),
        field(90, 'City', 32),
        field(100, 'Country Code', 3, { regexp: '^[A-Z]{3}$' }),
        field(105, 'Headline', 256),
      ],
    },
    {
      name: 'Rights',
      fields: [
        field(80, 'Photographer', 64, { isBag: true }),
        field(110, 'Credit', 32),
        field(115, 'Source', 32),
        field(116, 'Copyright', 256),
        field(40, 'Special Instructions', 256, { isMultiline: true }),
      ],
    },
    { name: 'System', fields: [uploadedBy] },
  ],
  thumbnailFields: {
    label: title,
    firstLine: field(105, 'Headline', 256),
    secondLine: null,
    additionalFields: [],
  },
}
