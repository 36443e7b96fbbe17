import { z } from 'zod'
import type { FieldDescription, FieldRules } from '../../../../shared/template/field-description.ts'

/** A field as a metadata view describes it, and where its list of values is. */
export interface ViewField {
  description: FieldDescription
  /** Null for a field without a list. */
  taxonomyHref: string | null
}

/** What is known of fields: by the archive's own word, or else by the catalogue. */
export interface KnownFields extends Pick<FieldRules, 'byId'> {
  isInView(id: number): boolean
}

/** Views nest their fields in regions and those in lists; nothing sensible lies deeper. */
const DEPTH_MAX = 6

const text = z.string().min(1).nullable().catch(null)
const yes = z.boolean().catch(false)
/** Numbers come as numbers or as texts; an empty text is no number. */
const number = z
  .union([z.number(), z.string().regex(/\d/).transform(Number)])
  .pipe(z.number())
  .nullable()
  .catch(null)

/** Field description (API overview, «Metadata views»). Only the id must be understood. */
const WireField = z.object({
  field: z.object({
    id: z.number().int(),
    label: text,
    'data-type': z.enum(['text', 'date', 'integer', 'real', 'boolean']).catch('text'),
    'max-size': number,
    'multi-instance': yes,
    taxonomyHref: text,
    validation: z
      .object({ min: number, max: number, regexp: text })
      .catch({ min: null, max: null, regexp: null }),
  }),
  // A view that does not tell is not one that forbids.
  isWritable: z.boolean().catch(true),
  required: yes,
  'taxonomy-only': yes,
})

const WireView = z
  .object({
    detailRegions: z.unknown().optional(),
    builtinFields: z.unknown().optional(),
    thumbnailFields: z.unknown().optional(),
  })
  .catch({})

/**
 * All fields of a metadata view. Regions do not hold all that titles and thumbnails use, so the three are put together;
 * whatever is not understood is passed over.
 */
export function fieldsOfView(view: unknown): ViewField[] {
  const { detailRegions, builtinFields, thumbnailFields } = WireView.parse(view)
  const fields = new Map<number, ViewField>()
  for (const found of [detailRegions, builtinFields, thumbnailFields].flatMap((part) => fieldsIn(part))) {
    const { id, isRequired } = found.description
    const known = fields.get(id)
    if (known === undefined) fields.set(id, found)
    else if (isRequired) known.description.isRequired = true
  }
  return [...fields.values()]
}

function fieldsIn(part: unknown, depth = 0): ViewField[] {
  if (typeof part !== 'object' || part === null || depth > DEPTH_MAX) return []
  const field = WireField.safeParse(part)
  if (field.success) return [viewField(field.data)]
  return Object.values(part).flatMap((inner) => fieldsIn(inner, depth + 1))
}

function viewField(wire: z.output<typeof WireField>): ViewField {
  const { field } = wire
  const maxLength = field['max-size'] ?? 0
  return {
    taxonomyHref: field.taxonomyHref,
    description: {
      id: field.id,
      name: field.label ?? String(field.id),
      isBag: field['multi-instance'],
      maxLength: maxLength > 0 ? maxLength : null,
      type: field['data-type'],
      isRequired: wire.required,
      isWritable: wire.isWritable,
      isKept: true,
      isTaxonomyOnly: wire['taxonomy-only'],
      min: field.validation.min,
      max: field.validation.max,
      pattern: field.validation.regexp,
    },
  }
}
