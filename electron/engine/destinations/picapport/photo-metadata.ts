import { CATALOGUE, type CatalogueField } from '../../../../shared/template.ts'
import type { Origin, Shipment } from '../destination.ts'

/** How folders become tags and persons. */
export interface FolderRules {
  folderTags: boolean
  personFolders: string | null
}

/** A `metadata` part (PicApport Web API, «upload»); every member may be missing. */
export interface PhotoMetadata {
  title?: string
  description?: string
  rating?: number
  tags?: string[]
  persons?: string[]
  photoID: string
  doSyncCheck?: false
}

/** The fields that PicApport has a member for. */
export const PICAPPORT_FIELDS: readonly number[] = CATALOGUE.filter(
  ({ picapport }) => picapport !== null,
).map(({ id }) => id)

/** The server knows ratings from 0 to 5; XMP also has -1 for «rejected». */
const RATING_MAX = 5

/**
 * What goes along with a photo: values of templates and sidecars, the names of sub-folders as tags or persons, and the
 * person that the folder's `pathPattern` finds. Members without a value are left out, so that what stands in the file
 * stays as it is.
 */
export function metadataOf(
  { metadata, origin }: Pick<Shipment, 'metadata' | 'origin'>,
  rules: FolderRules,
): Omit<PhotoMetadata, 'photoID'> {
  const values = (member: CatalogueField['picapport'] & string): string[] =>
    CATALOGUE.filter(({ picapport }) => picapport === member).flatMap(
      ({ id }) => metadata?.fields[String(id)] ?? [],
    )
  const folders = fromFolders(origin, rules)
  const title = values('title').join(', ')
  const description = values('description').join('\n')
  const rating = ratingOf(values('rating')[0])
  const tags = unique([...values('tags'), ...folders.tags])
  const persons = unique([...values('persons'), ...folders.persons])
  return {
    ...(title === '' ? {} : { title }),
    ...(description === '' ? {} : { description }),
    ...(rating === null ? {} : { rating }),
    ...(tags.length === 0 ? {} : { tags }),
    ...(persons.length === 0 ? {} : { persons }),
  }
}

function fromFolders({ path, variables }: Origin, { folderTags, personFolders }: FolderRules) {
  const levels = path.split('/').slice(0, -1)
  const isPerson = (level: string) => personFolders !== null && level.startsWith(personFolders)
  const named = levels.filter(isPerson).map((level) => level.slice(personFolders?.length ?? 0))
  return {
    tags: folderTags ? levels.filter((level) => !isPerson(level)) : [],
    persons: [...named, variables['person'] ?? ''],
  }
}

function ratingOf(text: string | undefined): number | null {
  const rating = Math.round(Number(text?.trim() === '' ? Number.NaN : text))
  return rating >= 0 && rating <= RATING_MAX ? rating : null
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.normalize('NFC').trim()).filter((value) => value !== ''))]
}

/** JSON in pure ASCII: no page tells which charset the server takes for text without one. */
export function asciiJson(value: unknown): Buffer {
  const text = JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return Buffer.from(text, 'latin1')
}
