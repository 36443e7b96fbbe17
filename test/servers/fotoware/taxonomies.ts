import { standardFields } from './data/metadata-view.ts'
import type { TaxonomyEntry } from './metadata-settings.ts'
import type { Settings } from './settings.ts'

/** Address of a taxonomy: field id, dash, label with dashes for blanks. */
export function taxonomyUrl(settings: Settings, id: number): string {
  return `/fotoweb/taxonomies/${id}-${encodeURIComponent(labelOf(settings, id).replaceAll(/\s+/g, '-'))}/`
}

/** All taxonomies of the tenant without their values. */
export function taxonomyInfos(settings: Settings): object[] {
  return Object.keys(settings.taxonomies).map((id) => taxonomyInfo(settings, Number(id)))
}

/** A taxonomy without its values; FotoWare API, section «Taxonomies». */
export function taxonomyInfo(settings: Settings, id: number): object {
  const href = taxonomyUrl(settings, id)
  return {
    name: labelOf(settings, id),
    pluralName: labelOf(settings, id),
    description: '',
    field: id,
    href,
    taxonomyHref: href,
    hasChildren: (settings.taxonomies[String(id)] ?? []).length > 0,
  }
}

/** The values whose name begins with the search text, letter case aside; all without one. */
export function taxonomyItems(settings: Settings, id: number, search: string | null): object[] {
  const entries = settings.taxonomies[String(id)] ?? []
  const wanted = comparable(search ?? '')
  return entries
    .filter((entry) => comparable(nameOf(entry)).startsWith(wanted))
    .map((entry) => {
      const name = nameOf(entry)
      const isAssignable = typeof entry === 'string' || entry.isAssignable !== false
      return {
        name,
        value: typeof entry === 'string' ? name : (entry.value ?? name),
        href: `${taxonomyUrl(settings, id)}${encodeURIComponent(name)}/`,
        hasChildren: false,
        acl: isAssignable ? ['Set', 'Query', 'Navigate'] : ['Query', 'Navigate'],
        children: null,
      }
    })
}

function labelOf(settings: Settings, id: number): string {
  return settings.metadataFields[String(id)]?.label ?? standardFields.get(id)?.label ?? `Field ${id}`
}

function nameOf(entry: TaxonomyEntry): string {
  return typeof entry === 'string' ? entry : entry.name
}

function comparable(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
