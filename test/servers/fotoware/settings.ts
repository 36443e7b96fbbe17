import type { FieldOverride, MetadataViewSettings, TaxonomyEntry } from './metadata-settings.ts'

/** How an archive takes uploads; FotoWare archive configuration, «Copy / Move / Upload to archive». */
export type IngestionSetting = 'user-selection' | 'default' | 'file-system'

export interface ArchiveSettings {
  readonly id: string
  readonly name: string
  readonly setting: IngestionSetting
  /** Create requests with metadata or a sidecar are refused here. */
  readonly metadataNotAllowed?: boolean
  /** False: the user may see the archive, but every upload gets 403. */
  readonly canUpload?: boolean
  /** False: nobody may change the metadata of assets here, so PATCH gets 403. */
  readonly canEdit?: boolean
  /** Name of the metadata view in `metadataViews`, null for none; absent means the standard view. */
  readonly metadataEditor?: string | null
  /** On-premises only: the archive root is no destination, a folder must be chosen. */
  readonly showDocumentFolders?: boolean
  /** Folders that exist from the start, with forward slashes. */
  readonly folders?: readonly string[]
}

export interface OauthClient {
  readonly id: string
  /** Absent for a native application, which must use PKCE and must not send a secret. */
  readonly secret?: string
}

export interface AuthSettings {
  readonly clients: readonly OauthClient[]
  readonly tokenLifetimeMs?: number
  readonly redirectUris?: readonly string[]
  /** «loopback-any-port» ignores the port of a registered 127.0.0.1 address. */
  readonly redirectMatch?: 'exact' | 'loopback-any-port'
  /** False: a refresh keeps the old refresh token and returns none. */
  readonly isRotating?: boolean
}

export interface FinalisationFailure {
  readonly value: string
  readonly message: string
  /** True: only the next finalisation fails. */
  readonly isOnce?: boolean
}

/** Everything a test may change while the server runs. */
export interface Settings {
  /** Bytes of one chunk, for tasks created from now on. */
  chunkSize: number
  /** Time a finalised task spends in pending and inProgress. */
  processingMs: number
  /** A task without new data for this long is forgotten. */
  taskTtlMs: number
  collisionMode: 'rename' | 'overwrite' | 'reject'
  /** Extensions without dot which end as failed/rejected. */
  rejectedExtensions: readonly string[]
  mode: 'saas' | 'on-prem'
  auth: AuthSettings | null
  archives: readonly ArchiveSettings[]
  /** On-premises only: whether `destination: null` is accepted. */
  hasUploadArea: boolean
  /** Entries of one page in every list. */
  pageSize: number
  /** Added before each reply. */
  delayMs: number
  failWith: FinalisationFailure | null
  /** Finalised tasks stay pending while true. */
  isPaused: boolean
  /** What a second request for a chunk in flight gets: a race to the end, or 409 at once. */
  duplicateInFlight: 'first-complete' | 'conflict'
  /** False: XMP of files and sidecars is not looked at, only the instructions count. */
  readsMetadata: boolean
  /** What is different from the standard field definitions, by field id; adds unknown fields to all views. */
  metadataFields: Readonly<Record<string, FieldOverride>>
  /** Metadata views by name, besides the standard one. */
  metadataViews: Readonly<Record<string, MetadataViewSettings>>
  /** Values of the taxonomies, by field id. */
  taxonomies: Readonly<Record<string, readonly TaxonomyEntry[]>>
}

/** Settings of a plain SaaS tenant with one archive of each usual kind. */
export function defaultSettings(): Settings {
  return {
    chunkSize: 4 * 1024 * 1024,
    processingMs: 0,
    taskTtlMs: 3_600_000,
    collisionMode: 'rename',
    rejectedExtensions: [],
    mode: 'saas',
    auth: null,
    archives: [
      { id: '5000', name: 'Photos', setting: 'user-selection' },
      { id: '5001', name: 'Wire', setting: 'default' },
    ],
    hasUploadArea: true,
    pageSize: 100,
    delayMs: 0,
    failWith: null,
    isPaused: false,
    duplicateInFlight: 'first-complete',
    readsMetadata: true,
    metadataFields: {},
    metadataViews: {},
    taxonomies: {},
  }
}
