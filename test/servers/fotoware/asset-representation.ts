import { archiveSlug, collectionUrl, levelsOf } from './archive-paths.ts'
import type { AssetRecord } from './asset-index.ts'
import { documentType } from './document-types.ts'
import { editorLink, fieldDefinition } from './metadata-views.ts'
import type { Settings } from './settings.ts'

const builtinFields = [
  ['title', 5],
  ['description', 120],
  ['tags', 25],
  ['status', 10],
  ['rating', 320],
  ['notes', 230],
] as const

/** An asset as FotoWare shows it. Needs a record with an asset URL; others have no representation. */
export function assetRepresentation(settings: Settings, record: AssetRecord): object {
  const archive = settings.archives.find((candidate) => archiveSlug(candidate) === record.archive)
  const href = record.assetUrl ?? ''
  return {
    href,
    linkstance: href,
    archiveHREF: collectionUrl(record.archive, ''),
    archiveId: archiveIdOf(record.archive),
    filename: record.filename,
    // Real servers tell whole KiB, so nobody may compare sizes exactly.
    filesize: Math.ceil(record.sizeBytes / 1024) * 1024,
    doctype: documentType(record.filename),
    created: wholeSeconds(record.createdAt),
    modified: wholeSeconds(record.modifiedAt),
    createdBy: record.createdBy,
    modifiedBy: record.createdBy,
    uniqueid: '',
    physicalFileId: [record.archive, ...levelsOf(record.folder), record.filename].join('/'),
    metadata: record.metadata,
    builtinFields: builtinFields.map(([field, id]) => ({
      field,
      required:
        archive !== undefined && fieldDefinition(settings, archive.metadataEditor, id).isRequired === true,
      value: record.metadata[String(id)]?.value ?? (field === 'tags' ? [] : ''),
    })),
    attributes: {},
    permissions: [
      ...['View', 'Preview', 'Download', 'UploadFile', 'Rename', 'Delete'],
      ...(archive?.canEdit === false ? [] : ['EditText']),
    ],
    previews: [],
    renditions: [],
    revisions: { href: `${href}/revisions/` },
    revisioncount: record.revision - 1,
    metadataEditor: archive === undefined ? null : editorLink(archive),
    ancestors: ancestorsOf(record),
    thumbnailFields: { label: { value: record.filename } },
  }
}

function ancestorsOf(record: AssetRecord): object[] {
  const levels = levelsOf(record.folder)
  const paths = ['', ...levels.map((_, depth) => levels.slice(0, depth + 1).join('/'))]
  return paths.map((folder) => ({
    name: folder === '' ? record.archive : (folder.split('/').at(-1) ?? ''),
    href: collectionUrl(record.archive, folder),
  }))
}

function archiveIdOf(slug: string): string {
  return slug.slice(0, slug.indexOf('-'))
}

function wholeSeconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z')
}
