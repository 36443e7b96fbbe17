import { z } from 'zod'
import { Said } from './phrase.ts'

/** One piece of metadata as it was read from a file or a sidecar. */
export interface Tag {
  /** Where it stands: `exif`, `iptc`, `xmp`, `quicktime`, `pdf` or another family, in lower case. */
  family: string
  /** The group inside the family, as ExifTool names it: `XMP-dc`, `IFD0`, `IPTC`. */
  group: string
  /** ExifTool's name: `Subject`, `Model`. */
  name: string
  /** One element for a plain value, several for a list. */
  values: readonly string[]
}
export type Tags = readonly Tag[]

/** When a picture was taken, as its camera wrote it down. */
export const CaptureTime = z.object({
  /** Local time at the camera, ISO 8601 without zone: `2026-05-01T12:00:00`, with a fraction where one was written. */
  local: z.string(),
  /** `+02:00` or `Z`; null when nobody wrote one down. */
  zone: z.string().nullable(),
  /** The tag that gave the time, `EXIF:DateTimeOriginal`. */
  tag: z.string(),
  /** The tag that gave the zone, or words on why it is known (`QuickTime times are UTC`); null without a zone. */
  zoneFrom: z.string().nullable(),
})
export type CaptureTime = z.output<typeof CaptureTime>

export const FIELD_ACTIONS = ['add', 'append', 'prepend', 'erase'] as const
export type FieldAction = (typeof FIELD_ACTIONS)[number]

/** A metadata instruction with everything filled in, as a destination gets it (FotoWare Upload API, «Metadata instructions»). */
export const Instruction = z.object({
  id: z.number().int(),
  action: z.enum(FIELD_ACTIONS),
  /** Missing for `erase`; a list only for `add`. */
  value: z.union([z.string(), z.array(z.string())]).optional(),
})
export type Instruction = z.output<typeof Instruction>

/** What was done with the sidecar: nothing to send, sent as it was, merged with the embedded metadata, made from it. */
export const SIDECAR_WAYS = ['none', 'as-is', 'merged', 'extracted'] as const

/** What is known of the metadata that went along with a delivery. Part of the receipt, kept with the history. */
export const SentMetadata = z.object({
  template: z.string().nullable(),
  sidecar: z.enum(SIDECAR_WAYS),
  /** The instructions that were sent, in order. */
  instructions: z.array(Instruction),
  /** Field id → values as the archive should now have them; only fields that are known of. */
  fields: z.record(z.string(), z.array(z.string())),
  /** What fields had before the template wrote them; fields that it left alone are not here. */
  before: z.record(z.string(), z.array(z.string())).default({}),
  /** Tells this state of the template from any other; null without one. */
  templateDigest: z.string().nullable().default(null),
  /** Digest of what has no field in archives, such as the settings of a RAW developer; null when there is no such thing. */
  otherDigest: z.string().nullable(),
  /** Tokens that the file had no value for. */
  missing: z.array(z.string()),
  taken: CaptureTime.nullable(),
  /** In words, what a person should know: what ExifTool complained of, what was left out. */
  notes: z.array(z.string()),
  said: Said,
})
export type SentMetadata = z.output<typeof SentMetadata>
