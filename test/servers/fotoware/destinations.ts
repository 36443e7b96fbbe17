import { archiveSlug, uploadAreaSlug } from './archive-paths.ts'
import type { AssetIndex, AssetRecord } from './asset-index.ts'
import { badRequest, ProtocolError } from './errors.ts'
import type { FolderRegistry } from './folder-registry.ts'
import type { ArchiveSettings, Settings } from './settings.ts'

export interface CollectionDestination {
  readonly kind: 'collection'
  readonly archive: ArchiveSettings
  readonly slug: string
  readonly folder: string
}

export interface AssetDestination {
  readonly kind: 'asset'
  readonly archive: ArchiveSettings
  readonly slug: string
  readonly folder: string
  readonly asset: AssetRecord
}

export interface UploadAreaDestination {
  readonly kind: 'upload-area'
  readonly slug: string
  readonly folder: ''
}

export type Destination = CollectionDestination | AssetDestination | UploadAreaDestination

interface Catalogue {
  readonly settings: Settings
  readonly folders: FolderRegistry
  readonly assets: AssetIndex
}

/**
 * Finds what a create request names as destination.
 * Throws the `destination_…` values and 403 of FotoWare Upload API, section «Errors».
 */
export function resolveDestination(catalogue: Catalogue, raw: unknown, host: string): Destination {
  if (raw === null) return uploadArea(catalogue.settings)
  const levels = pathLevels(raw, host)
  const last = levels.pop()
  const [slug, ...folders] = levels
  const archive = catalogue.settings.archives.find((candidate) => archiveSlug(candidate) === slug)
  if (archive === undefined || slug === undefined) throw notFound('there is no such archive')
  const folder = catalogue.folders.find(slug, folders.join('/'))
  if (folder === null) throw notFound('there is no such folder')
  const destination =
    last === '' ? collection(catalogue, archive, folder) : asset(catalogue, archive, folder, last)
  if (archive.canUpload === false)
    throw new ProtocolError(403, 'Forbidden', 'no permission to upload to this archive')
  return destination
}

function uploadArea(settings: Settings): Destination {
  if (settings.mode === 'saas' || !settings.hasUploadArea) throw badLocation('there is no upload area here')
  return { kind: 'upload-area', slug: uploadAreaSlug, folder: '' }
}

function collection(catalogue: Catalogue, archive: ArchiveSettings, folder: string): Destination {
  if (folder !== '' && archive.setting !== 'user-selection') {
    throw badLocation('only the archive itself can be a destination')
  }
  const needsFolder = catalogue.settings.mode === 'on-prem' && archive.showDocumentFolders === true
  if (folder === '' && archive.setting === 'user-selection' && needsFolder) {
    throw badLocation('a folder of this archive must be chosen')
  }
  return { kind: 'collection', archive, slug: archiveSlug(archive), folder }
}

function asset(
  catalogue: Catalogue,
  archive: ArchiveSettings,
  folder: string,
  last: string | undefined,
): Destination {
  const slug = archiveSlug(archive)
  // Without slash and without .info it is neither a collection nor an asset.
  if (last?.endsWith('.info') !== true) throw notFound('there is no such asset or collection')
  const record = catalogue.assets.find(slug, folder, last.slice(0, -'.info'.length))
  if (record?.assetUrl == null) throw notFound('there is no such asset')
  return { kind: 'asset', archive, slug, folder, asset: record }
}

/** Decoded path levels below /fotoweb/archives/; the last one is empty for a collection. */
function pathLevels(raw: unknown, host: string): string[] {
  if (typeof raw !== 'string') throw badUrl('destination must be a URL or null')
  const path = raw.startsWith(`http://${host}/`) ? raw.slice(`http://${host}`.length) : raw
  if (!/^\/[!-~]*$/.test(path) || path.startsWith('//')) throw badUrl('destination is no URL of this server')
  if (/[?#\\]/.test(path)) throw badUrl('destination must be the plain URL of a collection or an asset')
  if (path.startsWith('/fotoweb/data/')) throw badUrl('data URLs are for listing, not for uploading')
  const prefix = '/fotoweb/archives/'
  if (!path.startsWith(prefix)) throw notFound('destination is no archive, folder or asset')
  try {
    return path.slice(prefix.length).split('/').map(decodeURIComponent)
  } catch {
    throw badUrl('destination is wrongly percent-encoded')
  }
}

function badUrl(description: string) {
  return badRequest('destination_invalid_url', description)
}

function notFound(description: string) {
  return badRequest('destination_not_found', description)
}

function badLocation(description: string) {
  return badRequest('destination_invalid_location', description)
}
