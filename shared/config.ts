import { z } from 'zod'
import { say } from './phrase.ts'
import { DestinationConfig, Name } from './destination-config.ts'
import { FIELD_ACTIONS, type FieldAction } from './metadata.ts'
import { REJECTED_FOLDER } from './rejected-folder.ts'

export {
  type BasipConfig,
  type BioidConfig,
  DestinationConfig,
  type FotowareConfig,
  type PicapportConfig,
  type SecretRef,
} from './destination-config.ts'

/** A single backslash in JSON turns the t of "C:\\temp" into a tab. Better told here than as a folder not found. */
const FilePath = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}]*$/u, {
    error: say`holds a control character; write every backslash twice ("C:\\\\Photos")`.text,
  })

/** What becomes of the original once every destination has given its receipt. */
export const AfterConfig = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('keep') }),
  /** `to` is relative to the configuration file. */
  z.strictObject({ action: z.literal('move'), to: FilePath }),
  z.strictObject({ action: z.literal('trash') }),
  /** For good, not into the trash: for pictures that must not lie about, such as faces. */
  z.strictObject({ action: z.literal('delete') }),
])
export type AfterConfig = z.output<typeof AfterConfig>

/** What becomes of a file that a destination has refused for good. */
export const RejectedConfig = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('keep') }),
  /** With a text beside it that says why. `to` is relative to the hot folder. */
  z.strictObject({ action: z.literal('move'), to: FilePath.default(REJECTED_FOLDER) }),
])
export type RejectedConfig = z.output<typeof RejectedConfig>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const FolderConfig = z.strictObject({
  name: Name,
  /** Absolute, or relative to the configuration file; `~/` is the home directory. Always absolute once loaded. */
  path: FilePath,
  /** Names of destinations. Every file goes to all of them. */
  to: z
    .array(Name)
    .min(1)
    .refine((names) => new Set(names).size === names.length, {
      error: say`names the same destination twice`.text,
    }),
  template: Name.optional(),
  /** `mirror` keeps sub-folders at the destination, `flatten` sends their files to the collection itself, `ignore` does not take them. */
  subfolders: z.enum(['mirror', 'flatten', 'ignore']).default('mirror'),
  /** How long a file must be still before it is taken. */
  settleMs: z.number().int().min(200).max(3_600_000).default(2000),
  sidecars: z.enum(['merge', 'as-is', 'extract', 'ignore']).default('merge'),
  /** How long a still file waits for its sidecar. */
  sidecarGraceMs: z.number().int().min(0).max(86_400_000).default(10_000),
  after: AfterConfig.default({ action: 'keep' }),
  rejected: RejectedConfig.default({ action: 'keep' }),
  /** Globs relative to the folder; a leading `!` takes back, also a rule of Sluice's own. */
  ignore: z.array(z.string().min(1)).default([]),
  preserveModificationTime: z.boolean().default(true),
  duplicates: z.enum(['skip-same-content', 'send']).default('skip-same-content'),
  /** How often the whole folder is looked through when its events can be trusted. */
  scanEverySeconds: z.number().int().min(1).max(604_800).default(3600),
  /** Variables in the path below the folder, for example `{agency}/{yyyy}-{mm}-{dd} {event}/*`. */
  pathPattern: z.string().min(1).optional(),
  /** `when-needed`: only where a template or a sidecar asks for it; `always`: also for the capture time in the history. */
  readMetadata: z.enum(['when-needed', 'always']).default('when-needed'),
  /** A sidecar that changes after the delivery may make a new revision of the asset for what has no field there. */
  sidecarRevisions: z.boolean().default(false),
  /** Modification times before 1970 or in the future: sent as they are, or not at all. Never altered. */
  unlikelyTimes: z.enum(['send', 'leave-out']).default('send'),
  /** IANA name, for the tokens of templates that tell a time; the computer's own zone when it is missing. */
  timeZone: z
    .string()
    .refine(isTimeZone, { error: say`is no time zone; write for example "Europe/Berlin" or "UTC"`.text })
    .optional(),
})
export type FolderConfig = z.output<typeof FolderConfig>

const NEEDS_VALUE = {
  add: say`is missing: "add" needs it`,
  append: say`is missing: "append" needs it`,
  prepend: say`is missing: "prepend" needs it`,
}

/** FotoWare Upload API, section «Metadata instructions»: what each action takes as its value. */
function instructionMistake(action: FieldAction, value: unknown): string | null {
  if (action === 'erase')
    return value === undefined ? null : say`must be left out: "erase" takes no value`.text
  if (value === undefined) return NEEDS_VALUE[action].text
  if (action === 'append' && Array.isArray(value)) return say`must be a single text with "append"`.text
  if (action === 'prepend' && Array.isArray(value)) return say`must be a single text with "prepend"`.text
  return null
}

export const FieldInstruction = z
  .strictObject({
    /** FotoWare field id (below 256 they are IPTC-IIM record 2), or a name from the catalogue. */
    field: z.union([z.number().int().min(1), z.string().min(1)], {
      error: say`must be the number of a field or its name`.text,
    }),
    action: z.enum(FIELD_ACTIONS).default('add'),
    /** Leaves the field alone when the file brings a value of its own. */
    onlyIfEmpty: z.boolean().default(false),
    /** A condition; without it the instruction always counts. */
    when: z.string().min(1).optional(),
    /** Texts with tokens: see shared/template/TEMPLATES.md. */
    value: z
      .union([z.string(), z.array(z.string())], { error: say`must be a text or a list of texts`.text })
      .optional(),
  })
  .superRefine(({ action, value }, context) => {
    const message = instructionMistake(action, value)
    if (message !== null) context.addIssue({ code: 'custom', path: ['value'], message })
  })
export type FieldInstruction = z.output<typeof FieldInstruction>

/** One character that nobody types inside a code. */
const CodeDelimiter = z.string().regex(/^[^\s{}|\p{L}\p{N}]$/u, {
  error: say`must be one character that is no letter, digit, space or brace`.text,
})

export const TemplateConfig = z.strictObject({
  name: Name,
  fields: z.array(FieldInstruction).default([]),
  /** Code tables used by `=code=` inside values; of several the last that knows the code wins. */
  codes: z.array(Name).default([]),
  codeDelimiter: CodeDelimiter.default('='),
})
export type TemplateConfig = z.output<typeof TemplateConfig>

/** A tab-separated table in UTF-8, as Photo Mechanic reads it: the code, then what it stands for. */
export const CodeTableConfig = z.strictObject({
  name: Name,
  /** Absolute, or relative to the configuration file. */
  path: FilePath,
})
export type CodeTableConfig = z.output<typeof CodeTableConfig>

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

const ClockTime = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: say`must be a time of day such as "08:00"`.text })

export const ScheduleEntry = z
  .strictObject({
    days: z.array(z.enum(DAYS)).min(1),
    /** Local time. A span whose end lies before its start runs past midnight. */
    from: ClockTime,
    to: ClockTime,
    /** Thousands of bytes a second in this span; null is unlimited, 0 stops. */
    uploadKBps: z.number().min(0).nullable(),
  })
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: say`is the same time as "from"; a whole day is "00:00" to "24:00"`.text,
  })
export type ScheduleEntry = z.output<typeof ScheduleEntry>

export const Limits = z.strictObject({
  /** Thousands of bytes a second, all destinations together; null is unlimited. */
  uploadKBps: z.number().min(1).nullable().default(null),
  /** The first entry that fits the present time stands above `uploadKBps`. */
  schedule: z.array(ScheduleEntry).default([]),
})
export type Limits = z.output<typeof Limits>

export const LANGUAGES = ['system', 'en', 'de'] as const
export const THEMES = ['system', 'light', 'dark'] as const

/** How the desktop app and the window behave. */
export const Desktop = z.strictObject({
  language: z.enum(LANGUAGES).default('system'),
  theme: z.enum(THEMES).default('system'),
  startAtLogin: z.boolean().default(false),
  /** For what needs a person, and for a batch that is through; never for every file. */
  notifications: z.boolean().default(true),
  /** Keeps the computer awake while something is being sent. */
  keepAwake: z.boolean().default(true),
})
export type Desktop = z.output<typeof Desktop>

/** Whether the desktop app looks for newer versions of itself, where it was installed with an address to look at. */
export const UPDATES = ['auto', 'off'] as const

/** The configuration file. Unknown keys are errors, so that a slip of the pen never goes unnoticed. */
export const Config = z.strictObject({
  $schema: z.string().optional(),
  destinations: z.array(DestinationConfig).default([]),
  folders: z.array(FolderConfig).default([]),
  templates: z.array(TemplateConfig).default([]),
  codeTables: z.array(CodeTableConfig).default([]),
  limits: Limits.prefault({}),
  desktop: Desktop.prefault({}),
  updates: z.enum(UPDATES).default('auto'),
})
export type Config = z.output<typeof Config>
