import { createHash } from 'node:crypto'
import {
  builtinFieldIds,
  detailRegions,
  standardFields,
  standardViewId,
  standardViewName,
} from './data/metadata-view.ts'
import { bagIdsOf } from './metadata-settings.ts'
import type { FieldDefinition } from './metadata-settings.ts'
import type { ArchiveSettings, Settings } from './settings.ts'
import { taxonomyUrl } from './taxonomies.ts'

/** The link from a collection or an asset to its metadata view; null when the archive has none. */
export function editorLink({ metadataEditor }: ArchiveSettings): object | null {
  if (metadataEditor === null) return null
  const name = metadataEditor ?? standardViewName
  return { name, href: `/fotoweb/editors/${viewId(name)}` }
}

/** A field as the named view defines it; a field that no view knows is a text without special rules. */
export function fieldDefinition(
  settings: Settings,
  viewName: string | null | undefined,
  id: number,
): FieldDefinition {
  return {
    ...(standardFields.get(id) ?? { label: `Field ${id}`, maxSize: 256 }),
    ...settings.metadataFields[String(id)],
    ...settings.metadataViews[viewName ?? '']?.fields?.[String(id)],
  }
}

/** The metadata view at this address, or null; FotoWare API, section «Metadata views». */
export function findMetadataView(settings: Settings, href: string): object | null {
  const names = [standardViewName, ...Object.keys(settings.metadataViews)]
  const name = names.find((candidate) => href === `/fotoweb/editors/${viewId(candidate)}`)
  return name === undefined ? null : metadataView(settings, name)
}

function metadataView(settings: Settings, name: string): object {
  const view = settings.metadataViews[name]
  const bagIds = bagIdsOf(settings)
  const describe = (id: number) => describeField(settings, fieldDefinition(settings, name, id), id, bagIds)
  const shown = new Set([...detailRegions.flatMap(({ ids }) => ids), ...Object.values(builtinFieldIds)])
  const named = [...Object.keys(settings.metadataFields), ...Object.keys(view?.fields ?? {})].map(Number)
  const added = [...new Set(named)].filter((id) => !shown.has(id))
  const regions = added.length === 0 ? detailRegions : [...detailRegions, { name: 'More', ids: added }]
  return {
    id: viewId(name),
    href: `/fotoweb/editors/${viewId(name)}`,
    name,
    preserveModificationTime: view?.preserveModificationTime ?? true,
    builtinFields: Object.fromEntries(
      Object.entries(builtinFieldIds).map(([field, id]) => [field, describe(id)]),
    ),
    detailRegions: regions.map((region) => ({ name: region.name, fields: region.ids.map(describe) })),
    thumbnailFields: {
      label: describe(5),
      firstLine: describe(105),
      secondLine: null,
      additionalFields: [],
    },
  }
}

function describeField(
  settings: Settings,
  definition: FieldDefinition,
  id: number,
  bagIds: ReadonlySet<number>,
): object {
  const { label, maxSize, dataType = 'text', min = null, max = null, regexp = null } = definition
  return {
    field: {
      id,
      label,
      'data-type': dataType,
      'max-size': maxSize,
      'multi-instance': bagIds.has(id),
      multiline: definition.isMultiline === true,
      taxonomyHref: settings.taxonomies[String(id)] === undefined ? null : taxonomyUrl(settings, id),
      validation: { min, max, regexp },
    },
    isWritable: definition.isReadOnly !== true,
    required: definition.isRequired === true,
    'taxonomy-only': definition.isTaxonomyOnly === true,
  }
}

/** Ids look like GUIDs; one of a view with its own name follows from the name. */
function viewId(name: string): string {
  if (name === standardViewName) return standardViewId
  const hex = createHash('sha256').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  )
}
