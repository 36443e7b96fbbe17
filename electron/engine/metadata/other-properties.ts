import type { Tag, Tags } from '../../../shared/metadata.ts'
import { CATALOGUE, type FieldRules } from '../../../shared/template.ts'

/**
 * Groups that tell of the file and of the programs it went through, and change at every save. They are no reason to send
 * a file again.
 */
const HOUSEKEEPING = new Set([
  'XMP-x',
  'XMP-xmp',
  'XMP-xmpMM',
  'XMP-tiff',
  'XMP-exif',
  'XMP-exifEX',
  'XMP-aux',
  'XMP-pdf',
  'XMP-dc:Format',
])
const FIELD_OF = new Map(CATALOGUE.map(({ tag, id }) => [tag, id]))

/** XMP properties that no field of the archive stands for, sorted: develop settings, other programs' own. */
export function otherProperties(tags: Tags, rules: FieldRules): string[] {
  const hasField = (tag: Tag): boolean => {
    const id = FIELD_OF.get(nameOf(tag))
    return id !== undefined && rules.byId(id)?.isKept !== false
  }
  return tags
    .filter((tag) => tag.family === 'xmp' && !isHousekeeping(tag) && !hasField(tag))
    .map((tag) => `${nameOf(tag)}=${tag.values.join('\u0000')}`)
    .toSorted()
}

function isHousekeeping(tag: Tag): boolean {
  return HOUSEKEEPING.has(tag.group) || HOUSEKEEPING.has(nameOf(tag))
}

function nameOf({ group, name }: Tag): string {
  return `${group}:${name}`
}
