import { z } from 'zod'
import { JobStateName } from '../job.ts'
import { Problem } from '../problem.ts'
import {
  ArrivalRow,
  AuditPage,
  CheckLine,
  DeliveryRow,
  EngineStatus,
  FieldRow,
  JobDetail,
  JobRow,
  TemplatePreview,
  TreeNode,
} from './rows.ts'

const JobIds = z.array(z.number().int().positive())
const Nothing = z.object({})

/** What the engine answers. */
export const engineRequests = {
  'engine.status': { input: Nothing, output: EngineStatus },
  'engine.pause': {
    input: z.object({ folder: z.string().optional(), destination: z.string().optional() }),
    output: Nothing,
  },
  'engine.resume': {
    input: z.object({ folder: z.string().optional(), destination: z.string().optional() }),
    output: Nothing,
  },
  'jobs.list': {
    input: z.object({
      state: JobStateName.optional(),
      folder: z.string().optional(),
      /** A part of the path, letter case aside. A page may then hold fewer rows than asked for, and still not be the last. */
      find: z.string().optional(),
      /** Walk on: the id of the last row that was seen. Newest first. */
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(1000),
    }),
    output: z.object({ jobs: z.array(JobRow), next: z.number().int().nullable() }),
  },
  /**
   * The ids at every so many-th place of a list, newest first, so that a window can jump into the middle of a million
   * rows: the page at place n × every begins with the n-th id.
   */
  'jobs.anchors': {
    input: z.object({
      state: JobStateName.optional(),
      folder: z.string().optional(),
      every: z.number().int().min(100).max(10_000),
    }),
    output: z.object({ ids: z.array(z.number().int()), total: z.number().int() }),
  },
  'jobs.detail': { input: z.object({ id: z.number().int().positive() }), output: JobDetail },
  /** Sends these before all others. */
  'jobs.first': { input: z.object({ ids: JobIds }), output: z.object({ count: z.number().int() }) },
  'jobs.retry': {
    input: z.object({ ids: JobIds.optional(), allFailed: z.boolean().optional() }),
    output: z.object({ count: z.number().int() }),
  },
  'jobs.cancel': { input: z.object({ ids: JobIds }), output: z.object({ count: z.number().int() }) },
  'history.search': {
    input: z.object({
      find: z.string().optional(),
      before: z.number().int().optional(),
      limit: z.number().int().min(1).max(1000),
    }),
    output: z.object({ deliveries: z.array(DeliveryRow), next: z.number().int().nullable() }),
  },
  'upload.add': {
    input: z.object({
      paths: z.array(z.string()).min(1),
      destination: z.string(),
      template: z.string().optional(),
      subfolder: z.string().optional(),
      comment: z.string().optional(),
    }),
    output: z.object({
      jobs: JobIds,
      refused: z.array(z.object({ path: z.string(), problem: Problem })),
    }),
  },
  'templates.preview': {
    input: z.object({
      template: z.string(),
      path: z.string(),
      /** Whose fields are meant; by default the first destination of the file's hot folder, else the only one. */
      destination: z.string().optional(),
      /** The hot folder whose rules count; by default the one that the file lies in. */
      folder: z.string().optional(),
    }),
    output: TemplatePreview,
  },
  /** A small picture of a queued or delivered file; null where none can be made or none may be shown. */
  'pictures.thumbnail': {
    input: z.object({ job: z.number().int().positive() }),
    output: z.object({ picture: z.object({ type: z.string(), base64: z.string() }).nullable() }),
  },
  /** Files that are not complete yet, with the reason. */
  'arrivals.list': {
    input: z.object({ limit: z.number().int().min(1).max(1000) }),
    output: z.object({ arrivals: z.array(ArrivalRow) }),
  },
  /** A person knows that the file is complete. */
  'arrivals.take': {
    input: z.object({ folder: z.string(), path: z.string() }),
    output: Nothing,
  },
  /** Bytes a second that servers have accepted, over the last ten minutes, oldest first. */
  'engine.rates': { input: Nothing, output: z.object({ everyMs: z.number(), bps: z.array(z.number()) }) },
  /** The archives and folders that may be uploaded to, one level of the server's tree; null is the root. */
  'destinations.browse': {
    input: z.object({ name: z.string(), href: z.string().nullable() }),
    output: z.object({ nodes: z.array(TreeNode) }),
  },
  /** The metadata fields of an archive, or the built-in list where it does not tell. */
  'destinations.fields': {
    input: z.object({ name: z.string().optional() }),
    output: z.object({ from: z.enum(['archive', 'catalogue']), fields: z.array(FieldRow) }),
  },
  /** Begins a sign-in in the person's browser: open the address. The destination unlocks when it has succeeded. */
  'signIn.begin': {
    input: z.object({ name: z.string() }),
    output: z.object({ url: z.string(), untilMs: z.number() }),
  },
  /** Waits for the end of a sign-in that was begun: null when it has succeeded. */
  'signIn.outcome': {
    input: z.object({ name: z.string() }),
    output: z.object({ problem: Problem.nullable() }),
  },
  'signIn.cancel': { input: z.object({ name: z.string() }), output: Nothing },
  /** Forgets who is signed in: the destination waits until somebody signs in again. */
  'signIn.signOut': { input: z.object({ name: z.string() }), output: Nothing },
  'destinations.check': {
    input: z.object({ name: z.string().optional() }),
    output: z.object({ checks: z.array(CheckLine) }),
  },
  'folders.audit': {
    input: z.object({ folder: z.string(), after: z.string().optional() }),
    output: AuditPage,
  },
  'folders.scan': { input: z.object({ folder: z.string().optional() }), output: Nothing },
  'diagnostics.collect': {
    input: Nothing,
    output: z.object({ files: z.array(z.object({ name: z.string(), text: z.string() })) }),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>
