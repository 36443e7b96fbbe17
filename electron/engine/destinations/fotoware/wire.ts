import { z } from 'zod'
import { KeptProof } from '../kept-proof.ts'

/*
 * What the FotoWare API says, as far as Sluice listens (FotoWare Upload API of May 2025; API overview).
 * Unknown keys are passed over; a shape that does not fit is an `unexpected` answer, never a crash.
 */

/** Answer to «create upload task». */
export const CreatedTask = z.object({
  id: z.string().min(1),
  chunkSize: z.number().int().positive(),
  numChunks: z.number().int().min(0),
  hasXmp: z.boolean().nullish(),
})

const Result = z.object({
  assetUrl: z.string().nullish(),
  // OpenAPI types it as a text. Details that are not understood must not stand in the way of a delivery.
  assetDetails: z.object({ filename: z.string().nullish() }).nullish().catch(null),
})
const Failure = z.object({ value: z.string().nullish(), message: z.string().nullish() })
/** The documentation types these two as arrays and shows them as objects: both are understood. */
const oneOrFirst = <T extends z.ZodType>(schema: T) =>
  z
    .union([schema, z.array(schema)])
    .nullish()
    .transform((value) => (Array.isArray(value) ? (value[0] ?? null) : (value ?? null)))

export const UploadStatus = z.object({
  status: z.enum(['awaitingData', 'pending', 'inProgress', 'done', 'failed']),
  result: oneOrFirst(Result),
  error: oneOrFirst(Failure),
})
export type UploadStatus = z.output<typeof UploadStatus>

/** Body of 400, 403, 404 and 409: `value` is for programs, the rest for people. */
export const ApiError = z.object({
  value: z.string().nullish(),
  heading: z.string().nullish(),
  description: z.string().nullish(),
  technicalInfo: z.string().nullish(),
  message: z.string().nullish(),
})
export type ApiError = z.output<typeof ApiError>

/** Answer of the token endpoint. `expires_in` comes as a float; a lifetime that cannot be read is none. */
export const Token = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().nullable().catch(null),
  refresh_token: z.string().nullish(),
})
export type Token = z.output<typeof Token>
export const TokenError = z.object({ error: z.string(), error_description: z.string().nullish() })
export type TokenError = z.output<typeof TokenError>

export const Descriptor = z.object({
  server: z.string().nullish(),
  archives: z.string().nullish(),
  upload_to: z.string().nullish(),
  user: z.object({ fullName: z.string().nullish(), userName: z.string().nullish() }).nullish(),
})

const ViewLink = z
  .object({ href: z.string().min(1) })
  .nullish()
  .catch(null)

export const Collection = z.object({
  name: z.string().nullish(),
  href: z.string().nullish(),
  data: z.string().nullish(),
  originalURL: z.string().nullish(),
  canUploadTo: z.boolean().nullish(),
  canCreateFolders: z.boolean().nullish(),
  canIngestToChildren: z.boolean().nullish(),
  hasChildren: z.boolean().nullish(),
  isVersioningEnabled: z.boolean().nullish(),
  // The documentation names the link one way, and servers the other.
  metadataEditor: ViewLink,
  metadata: ViewLink,
})
export type Collection = z.output<typeof Collection>

const Paging = z.object({ next: z.string().nullish() }).nullish()
export const CollectionList = z.object({ data: z.array(Collection), paging: Paging })
export type CollectionList = z.output<typeof CollectionList>

export const Asset = z.object({
  href: z.string(),
  filename: z.string().nullish(),
  /** In whole KiB, and of the asset with its metadata: near the size of the file, never equal to it. */
  filesize: z.number().nullish(),
  created: z.string().nullish(),
  modified: z.string().nullish(),
  archiveHREF: z.string().nullish().catch(null),
  metadataEditor: ViewLink,
  /** Field id → value: a text, or a list of them for a bag. */
  metadata: z.record(z.string(), z.object({ value: z.unknown() }).catch({ value: null })).catch({}),
})
export type Asset = z.output<typeof Asset>
export const AssetList = z.object({ data: z.array(Asset), paging: Paging })

export const MEDIA = {
  json: 'application/json',
  descriptor: 'application/vnd.fotoware.full-api-descriptor+json',
  collectionInfo: 'application/vnd.fotoware.collectioninfo+json',
  collectionList: 'application/vnd.fotoware.collectionlist+json',
  assetList: 'application/vnd.fotoware.assetlist+json',
  asset: 'application/vnd.fotoware.asset+json',
  assetUpdate: 'application/vnd.fotoware.assetupdate+json',
  metadataView: 'application/vnd.fotoware.metadata-set+json',
  taxonomy: 'application/vnd.fotoware.taxonomy+json',
} as const

/** What Sluice remembers of an upload task between attempts. There is no way to ask the server for it. */
export const TaskMemo = z.object({
  uploadId: z.string(),
  chunkSize: z.number().int().positive(),
  numChunks: z.number().int().min(0),
  hasXmp: z.boolean(),
  /** From here on the server may have everything: nothing is sent to another task without a look at the archive. */
  mayBeComplete: z.boolean(),
  /** Digest of server and «create» request: another collection, folder or template is another upload. */
  order: z.string(),
  sizeBytes: z.number().int(),
  identity: z.string(),
  sidecarIdentity: z.string().nullable(),
  /** The name that was asked for, and when (server's clock where it tells): to find the asset if the task is forgotten. */
  filename: z.string().nullable(),
  folder: z.string().nullable(),
  createdAtMs: z.number(),
  /** The asset that this file revises, where that is not the place of the destination. */
  revisionOf: z.string().nullable().default(null),
  /** A PDF to be touched after the delivery, with the fields that went along. */
  touch: z
    .object({ fields: z.array(z.number().int()) })
    .nullable()
    .default(null),
  /** The server's word on the delivery, kept while the PDF is being touched, and since when (wall clock). */
  delivered: z.object({ proof: KeptProof, sinceMs: z.number() }).nullable().default(null),
})
export type TaskMemo = z.output<typeof TaskMemo>

/** What Sluice remembers of new values that it writes into an asset. */
export const UpdateMemo = z.object({
  update: z.object({
    assetUrl: z.string(),
    /** Field id → values; none for a field that is emptied. */
    values: z.record(z.string(), z.array(z.string())),
    /** Since when the asset is known not to show them (wall clock); null until it was looked at. */
    unseenSinceMs: z.number().nullable(),
  }),
})
export type UpdateMemo = z.output<typeof UpdateMemo>
