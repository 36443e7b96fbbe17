import { archiveSlug, collectionUrl, levelsOf } from './archive-paths.ts'
import type { ServerContext } from './context.ts'
import { dataUrl } from './data-links.ts'
import { editorLink } from './metadata-views.ts'
import { taxonomyInfos } from './taxonomies.ts'
import type { ArchiveSettings } from './settings.ts'

/** An archive or a folder in it. */
export interface CollectionNode {
  readonly archive: ArchiveSettings
  readonly slug: string
  readonly folder: string
}

/** The top of an archive. */
export function archiveNode(archive: ArchiveSettings): CollectionNode {
  return { archive, slug: archiveSlug(archive), folder: '' }
}

/** Direct sub-folders; custom input folders show none. */
export function childNodes(context: ServerContext, node: CollectionNode): CollectionNode[] {
  if (node.archive.setting === 'file-system') return []
  return context.folders.childrenOf(node.slug, node.folder).map((folder) => ({ ...node, folder }))
}

/** What a user may do with a collection; FotoWare API, section «Collection representation». */
export function collectionFlags(context: ServerContext, { archive, folder }: CollectionNode) {
  const mayUpload = archive.canUpload !== false
  const takesFolders = mayUpload && archive.setting === 'user-selection'
  const needsFolder = context.settings.mode === 'on-prem' && archive.showDocumentFolders === true
  const isRefusedRoot = folder === '' && takesFolders && needsFolder
  return {
    canUploadTo: folder === '' ? mayUpload && !isRefusedRoot : takesFolders,
    canCreateFolders: takesFolders && !isRefusedRoot,
    canIngestToChildren: takesFolders,
  }
}

/** The attributes of a collection (collectioninfo); lists and full collections hold them too. */
export function collectionInfo(context: ServerContext, node: CollectionNode): Record<string, unknown> {
  const { archive, slug, folder } = node
  const href = collectionUrl(slug, folder)
  const flags = collectionFlags(context, node)
  const children = childNodes(context, node)
  return {
    id: folder === '' ? archive.id : `${archive.id}.${folder}`,
    name: folder === '' ? archive.name : (levelsOf(folder).at(-1) ?? ''),
    description: '',
    type: folder === '' ? 'archive' : 'folder',
    href,
    data: dataUrl(archive.id, folder),
    dataTemplate: `${dataUrl(archive.id, folder)}{?q}`,
    originalURL: href,
    uploadHref: '',
    searchURL: `${href}{?q}`,
    created: '2020-01-01T00:00:00Z',
    modified: '2020-01-01T00:00:00Z',
    archived: null,
    deleted: null,
    metadataEditor: editorLink(archive),
    permissions: [
      ...['View', 'Download'],
      ...(archive.canEdit === false ? [] : ['EditText']),
      ...(flags.canUploadTo ? ['UploadFile'] : []),
    ],
    taxonomies: folder === '' ? taxonomyInfos(context.settings) : [],
    propertyValidations: [],
    ...flags,
    canCopyTo: flags.canUploadTo,
    canMoveTo: flags.canUploadTo,
    canHaveChildren: archive.setting === 'user-selection',
    hasChildren: children.length > 0,
    canBeDeleted: false,
    canBeArchived: false,
    canSelect: true,
    isSearchable: true,
    isSelectable: true,
    isLinkCollection: false,
    // False on live archives which do allow folders, so clients must not rely on it.
    isFolderNavigationEnabled: false,
    isSmartFolderNavigationEnabled: false,
    isVersioningEnabled: true,
    isConsentManagementEnabled: false,
    childCount: children.length,
    ancestors: ancestorsOf(node),
    props: {},
    posterImages: [],
    color: '#666666',
    iconCharacter: null,
  }
}

function ancestorsOf({ archive, slug, folder }: CollectionNode): object[] {
  const levels = levelsOf(folder)
  return levels.map((_, depth) => {
    const path = levels.slice(0, depth).join('/')
    const name = depth === 0 ? archive.name : (levels[depth - 1] ?? '')
    return { name, href: collectionUrl(slug, path), data: dataUrl(archive.id, path) }
  })
}
