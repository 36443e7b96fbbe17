import type { FieldPreview, TemplatePreview } from '../../../shared/contract.ts'
import type { SentMetadata } from '../../../shared/metadata.ts'

export const TAKEN = {
  local: '2024-06-22T12:15:30',
  zone: '+02:00',
  tag: 'EXIF:DateTimeOriginal',
  zoneFrom: 'EXIF:OffsetTimeOriginal',
}

/** A field that nothing is done to. */
export function field(changes: Partial<FieldPreview>): FieldPreview {
  return {
    id: 105,
    name: 'Headline',
    isBag: false,
    existing: [],
    steps: [],
    final: [],
    problems: [],
    ...changes,
  }
}

export function preview(fields: FieldPreview[], changes: Partial<TemplatePreview> = {}): TemplatePreview {
  return {
    template: 'press',
    path: '/hot/IMG_1.jpg',
    destination: 'archive',
    fieldsFrom: 'archive',
    sidecar: { name: null, way: 'none' },
    taken: TAKEN,
    modifiedMs: 1_700_000_000_000,
    fields,
    missing: [],
    notes: [],
    ...changes,
  }
}

export function sentMetadata(changes: Partial<SentMetadata> = {}): SentMetadata {
  return {
    template: 'press',
    sidecar: 'merged',
    instructions: [],
    fields: {},
    before: {},
    templateDigest: null,
    otherDigest: null,
    missing: [],
    taken: TAKEN,
    notes: [],
    ...changes,
  }
}
