import type { Tags } from '../metadata.ts'
import type { TagQuery } from './syntax.ts'

/** Namespaces whose names ExifTool shortens (Image::ExifTool::XMP, `%stdXlatNS`), in lower case. */
const SHORTENED: ReadonlyMap<string, string> = new Map([
  ['iptc4xmpcore', 'iptccore'],
  ['iptc4xmpext', 'iptcext'],
  ['photomechanic', 'photomech'],
  ['microsoftphoto', 'microsoft'],
])

/** The small picture inside a file has tags of its own; nobody means them first. */
const THUMBNAIL_GROUP = 'ifd1'

/** Where a tag is looked for. `written` is what stands after `exif:`, `xmp:` or `tag:`; null when it names none. */
export function tagQuery(family: string | null, written: string): TagQuery | null {
  const names = written.split(':').map((name) => name.trim().toLowerCase())
  if (names.some((name) => name === '')) return null
  const [first = '', second, third] = names
  if (names.length === 1) return { family, group: null, name: first }
  if (names.length === 2 && second !== undefined) return { family, group: first, name: second }
  if (family === null && third !== undefined && names.length === 3) {
    return { family: first, group: second ?? null, name: third }
  }
  return null
}

function isGroup(group: string, wanted: string, family: string): boolean {
  const lowered = group.toLowerCase()
  if (lowered === wanted || family === wanted) return true
  return lowered === `xmp-${SHORTENED.get(wanted) ?? wanted}`
}

/** The values of the first tag that fits and has any, in the order in which the tags were read. */
export function tagValues(tags: Tags, query: TagQuery): readonly string[] {
  const fitting = tags.filter((tag) => {
    const family = tag.family.toLowerCase()
    if (tag.name.toLowerCase() !== query.name) return false
    if (query.family !== null && family !== query.family) return false
    return query.group === null || isGroup(tag.group, query.group, family)
  })
  const filled = fitting.filter(({ values }) => values.some((value) => value.trim() !== ''))
  const found = filled.find(({ group }) => group.toLowerCase() !== THUMBNAIL_GROUP) ?? filled[0]
  return found?.values ?? []
}
