import { z } from 'zod'
import { JOB_STATES, JobStateName, Receipt } from '../job.ts'
import { CaptureTime, FIELD_ACTIONS, SIDECAR_WAYS } from '../metadata.ts'
import { Said } from '../phrase.ts'
import { Problem } from '../problem.ts'

/** What the tables of the contract speak of: rows of lists, states, events. */

/** Jobs of one hot folder, by what they mean to a person. */
export const FolderJobs = z.object({
  /** Waiting, being sent or being confirmed. */
  open: z.number().int(),
  failed: z.number().int(),
  /** Since midnight where the engine runs; null while it is being counted. */
  deliveredToday: z.number().int().nullable(),
})
export type FolderJobs = z.output<typeof FolderJobs>

export const FolderHealth = z.object({
  name: z.string(),
  path: z.string(),
  state: z.enum(['watching', 'scanning', 'paused', 'away', 'starting', 'off']),
  /** One line of truth in words: how it is watched, when it was last looked through, what holds it up. */
  words: z.string(),
  said: Said,
  problem: Problem.nullable(),
  lastScanMs: z.number().nullable(),
  lastHintMs: z.number().nullable(),
  files: z.number().int(),
  arriving: z.number().int(),
  jobs: FolderJobs,
  /** Files told about but not taken: sidecars without an owner, unreadable files. */
  attention: z.array(z.object({ path: z.string(), words: z.string(), said: Said })),
})
export type FolderHealth = z.output<typeof FolderHealth>

export const DestinationHealth = z.object({
  name: z.string(),
  kind: z.string(),
  state: z.enum(['ready', 'cooling', 'locked', 'paused']),
  words: z.string(),
  said: Said,
  untilMs: z.number().nullable(),
  problem: Problem.nullable(),
  /** Jobs that have yet to be sent there. */
  waiting: z.number().int(),
})
export type DestinationHealth = z.output<typeof DestinationHealth>

export const EngineStatus = z.object({
  isRunning: z.boolean(),
  isPaused: z.boolean(),
  counts: z.record(JobStateName, z.object({ jobs: z.number().int(), bytes: z.number() })),
  /** Files delivered since midnight where the engine runs; null while they are being counted. */
  deliveredToday: z.number().int().nullable(),
  /** Bytes a second over the last seconds, accepted by servers. */
  rateBps: z.number(),
  /** Seconds until the queue is empty at this rate; null while nothing is known. */
  etaSeconds: z.number().nullable(),
  folders: z.array(FolderHealth),
  destinations: z.array(DestinationHealth),
  secrets: z.string(),
  /** Of `secrets`. */
  said: Said,
})
export type EngineStatus = z.output<typeof EngineStatus>

export const JobRow = z.object({
  id: z.number().int(),
  state: JobStateName,
  folder: z.string().nullable(),
  path: z.string(),
  destination: z.string(),
  sizeBytes: z.number(),
  sentBytes: z.number(),
  hasSidecar: z.boolean(),
  /** Only the metadata of an asset that was delivered before is brought up to date. */
  isUpdate: z.boolean(),
  attempt: z.number().int(),
  notBeforeMs: z.number().int(),
  changedMs: z.number().int(),
  problem: Problem.nullable(),
})
export type JobRow = z.output<typeof JobRow>

/** What is known of one job, with its story. */
export const JobDetail = z.object({
  job: JobRow,
  /** Where the file lies; null when its folder is no longer configured. */
  file: z.string().nullable(),
  sidecar: z.string().nullable(),
  template: z.string().nullable(),
  story: z.array(
    z.object({
      atMs: z.number().int(),
      event: z.string(),
      state: JobStateName,
      problem: Problem.nullable(),
    }),
  ),
  receipt: Receipt.nullable(),
  after: z.string().nullable(),
  /** Of `after`. */
  said: Said,
})
export type JobDetail = z.output<typeof JobDetail>

/** A file that is seen and not complete yet. */
export const ArrivalRow = z.object({
  folder: z.string(),
  path: z.string(),
  sizeBytes: z.number(),
  /** Why it is not taken: still growing, held open, waiting for its sidecar. */
  words: z.string(),
  said: Said,
  firstSeenMs: z.number().int(),
})
export type ArrivalRow = z.output<typeof ArrivalRow>

/** An archive or folder of a server, as a person picks one. */
export const TreeNode = z.object({
  name: z.string(),
  /** What goes into `collection` of the configuration. */
  href: z.string(),
  canUpload: z.boolean(),
  hasChildren: z.boolean(),
})
export type TreeNode = z.output<typeof TreeNode>

/** A metadata field, as a template editor offers it. */
export const FieldRow = z.object({
  id: z.number().int(),
  name: z.string(),
  isBag: z.boolean(),
  maxLength: z.number().nullable(),
  isRequired: z.boolean(),
  isWritable: z.boolean(),
  isTaxonomyOnly: z.boolean(),
})
export type FieldRow = z.output<typeof FieldRow>

export const DeliveryRow = z.object({
  id: z.number().int(),
  /** `update`: only the metadata of an asset that was delivered before. */
  kind: z.enum(['upload', 'update']),
  jobId: z.number().int(),
  folder: z.string().nullable(),
  path: z.string(),
  destination: z.string(),
  deliveredMs: z.number().int(),
  receipt: Receipt,
  /** What became of the source: kept, moved to …, in the trash, or why not. */
  after: z.string(),
  /** Of `after`. */
  said: Said,
})
export type DeliveryRow = z.output<typeof DeliveryRow>

export const AUDIT_STATES = [
  'delivered',
  'duplicate',
  'ignored',
  'arriving',
  'waiting',
  'failed',
  'rejected',
  'cancelled',
  'sidecar',
  'orphan',
  'unaccounted',
] as const
export const AuditLine = z.object({
  path: z.string(),
  state: z.enum(AUDIT_STATES),
  words: z.string(),
  said: Said,
})
export type AuditLine = z.output<typeof AuditLine>
/** One page of an audit: walk on with `next` until it is null. Totals are of the lines of this page. */
export const AuditPage = z.object({ lines: z.array(AuditLine), next: z.string().nullable() })

export const CheckLine = z.object({
  destination: z.string(),
  isOk: z.boolean(),
  words: z.array(z.string()),
  said: Said,
  /** Who is signed in; null when the server does not tell. */
  account: z.string().nullable(),
  problem: Problem.nullable(),
})
export type CheckLine = z.output<typeof CheckLine>

/** What happens to one file, as `--json` prints it and the window shows it. */
export const FileEvent = z.object({
  event: z.enum(['arriving', ...JOB_STATES, 'duplicate', 'ignored', 'progress']),
  job: z.number().int().optional(),
  folder: z.string().nullable().optional(),
  path: z.string(),
  destination: z.string().optional(),
  receipt: Receipt.optional(),
  problem: Problem.optional(),
  words: z.string().optional(),
  said: Said,
  /** Only the metadata of an asset that was delivered before. */
  isUpdate: z.boolean().optional(),
  sizeBytes: z.number().optional(),
  sentBytes: z.number().optional(),
})
export type FileEvent = z.output<typeof FileEvent>

/** What a template does to one field of one file: what is there, what is done to it, what will be there. */
export const FieldPreview = z.object({
  id: z.number().int(),
  name: z.string(),
  isBag: z.boolean(),
  existing: z.array(z.string()),
  steps: z.array(
    z.object({
      action: z.enum(FIELD_ACTIONS),
      value: z.array(z.string()),
      /** In words, why the instruction is not sent; null when it is. */
      leftOut: z.string().nullable(),
      said: Said,
    }),
  ),
  final: z.array(z.string()),
  /** What the archive would not take. */
  problems: z.array(z.string()),
  /** Of `problems`. */
  said: Said,
})
export type FieldPreview = z.output<typeof FieldPreview>

export const TemplatePreview = z.object({
  template: z.string(),
  path: z.string(),
  destination: z.string().nullable(),
  /** Whose fields these are: the archive's own, or the built-in catalogue. */
  fieldsFrom: z.enum(['archive', 'catalogue']),
  sidecar: z.object({ name: z.string().nullable(), way: z.enum(SIDECAR_WAYS) }),
  taken: CaptureTime.nullable(),
  modifiedMs: z.number(),
  fields: z.array(FieldPreview),
  /** Tokens that the file has no value for. */
  missing: z.array(z.string()),
  notes: z.array(z.string()),
  /** Of `notes`. */
  said: Said,
})
export type TemplatePreview = z.output<typeof TemplatePreview>
