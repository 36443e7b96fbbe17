import type { Tag, Tags } from '../metadata.ts'
import { CATALOGUE, type CatalogueField } from './catalogue-fields.ts'

const CREATED_DATE = 55
const CREATED_TIME = 60

/** ExifTool writes XMP dates as `2026:05:01 12:00:00+02:00`, its libraries as ISO 8601; parts may be missing. */
const XMP_DATE =
  /^(\d{4})(?:[-:](\d{2})(?:[-:](\d{2}))?)?(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/

/** Dates as IPTC-IIM 4.2 writes them; what is not known is `00`. */
function iimDate(text: string): string | null {
  const found = XMP_DATE.exec(text)
  if (found === null) return null
  const [, year = '', month = '00', day = '00'] = found
  return year + month + day
}

function iimTime(text: string): string | null {
  const found = XMP_DATE.exec(text)
  if (found?.[4] === undefined) return null
  const [, , , , hour, minute = '00', second = '00', zone = ''] = found
  return hour + minute + second + (zone === 'Z' ? '+0000' : zone.replace(':', ''))
}

/** ExifTool says `5 (normal urgency)` where the file says 5. */
function leadingNumber(text: string): string | null {
  return /^-?\d+/.exec(text.trim())?.[0] ?? null
}

function fieldValue(field: CatalogueField, value: string): string | null {
  if (field.id === CREATED_DATE) return iimDate(value.trim())
  if (field.id === CREATED_TIME) return iimTime(value.trim())
  if (field.type === 'integer') return leadingNumber(value)
  return value
}

function fieldValues(field: CatalogueField, tag: Tag): string[] {
  const values = tag.values
    .filter((value) => value.trim() !== '')
    .map((value) => fieldValue(field, value))
    .filter((value) => value !== null)
  return field.isBag ? values : values.slice(0, 1)
}

function key(group: string, name: string): string {
  return `${group}:${name}`.toLowerCase()
}

/** The tags of one family by group and name; of several the first with a value. */
function byName(tags: Tags, family: string, keyOf: (tag: Tag) => string): Map<string, Tag> {
  const found = new Map<string, Tag>()
  for (const tag of tags) {
    const isFilled = tag.values.some((value) => value.trim() !== '')
    if (tag.family.toLowerCase() === family && isFilled && !found.has(keyOf(tag))) found.set(keyOf(tag), tag)
  }
  return found
}

/**
 * The field values that an archive reads from a file: FotoWare takes the XMP, embedded or from the sidecar, and nothing
 * else (Upload API, «Metadata»).
 */
export function fieldsFromTags(tags: Tags): Map<number, string[]> {
  const xmp = byName(tags, 'xmp', ({ group, name }) => key(group, name))
  const fields = new Map<number, string[]>()
  for (const field of CATALOGUE) {
    const tag = field.tag === null ? undefined : xmp.get(field.tag.toLowerCase())
    const values = tag === undefined ? [] : fieldValues(field, tag)
    if (values.length > 0) fields.set(field.id, values)
  }
  return fields
}

/** Ids of fields with a value in IPTC-IIM only, which the archive does not read. */
export function embeddedElsewhere(tags: Tags): Set<number> {
  const fields = fieldsFromTags(tags)
  const iim = byName(tags, 'iptc', ({ name }) => name.toLowerCase())
  const ids = CATALOGUE.filter(
    ({ id, iim: name }) => name !== null && !fields.has(id) && iim.has(name.toLowerCase()),
  ).map(({ id }) => id)
  return new Set(ids)
}
