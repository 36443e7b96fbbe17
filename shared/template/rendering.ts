import type { TemplateConfig } from '../config.ts'
import type { CaptureTime, FieldAction, Instruction, Tags } from '../metadata.ts'
import type { Phrase } from '../phrase.ts'
import type { CodeTable } from './code-tables.ts'
import type { FieldRules } from './field-description.ts'
import type { Condition, ParsedValue } from './syntax.ts'

/** What has to be known of a file before the template can be filled in. */
export interface TemplateNeeds {
  /** The tags of the file: for tokens, for the capture time, or for the values that fields have already. */
  tags: boolean
  sha256: boolean
  counter: boolean
  /** Names of the code tables that are used. */
  tables: readonly string[]
  /** The values that fields have already. */
  fields: boolean
}

export interface CompiledInstruction {
  id: number
  action: FieldAction
  onlyIfEmpty: boolean
  when: { condition: Condition; source: string } | null
  /** Empty for `erase`. */
  values: readonly ParsedValue[]
}

/** A template without mistakes. */
export interface CompiledTemplate {
  name: TemplateConfig['name']
  instructions: readonly CompiledInstruction[]
  /** Names of code tables; the later wins. */
  codes: readonly string[]
  codeDelimiter: string
  needs: TemplateNeeds
}

/** Everything that is known of one file when a template is filled in for it. */
export interface TemplateContext {
  /** Below the hot folder, with the name of the file and `/` between levels. */
  path: string
  /** The hot folder's own directory, its last level. */
  folderName: string
  /** Milliseconds since 1970, before it negative. */
  modifiedMs: number
  nowMs: number
  /** IANA name, for `{mtime}` and `{now}`. */
  timeZone: string
  /** What the folder's path pattern captured. */
  variables: Readonly<Record<string, string>>
  tags: Tags
  taken: CaptureTime | null
  /** Values that the archive would have without this template, by field id. */
  existing: ReadonlyMap<number, readonly string[]>
  /** Fields with a value that the server does not read: they count as not empty for `onlyIfEmpty`. */
  existingElsewhere: ReadonlySet<number>
  sha256: string | null
  counter: number | null
  user: string
  host: string
  tables: ReadonlyMap<string, CodeTable>
  rules: FieldRules
}

/** What became of one instruction of the template. */
export interface RenderedStep {
  id: number
  name: string
  action: FieldAction
  /** What is sent; undefined for `erase` and for what is left out before it had a value. */
  value: string | string[] | undefined
  before: string[]
  after: string[]
  /** In words, why the instruction is not sent; null when it is. */
  leftOut: string | null
  said?: Phrase[]
}

export interface Rendered {
  steps: RenderedStep[]
  /** What is sent, in order. */
  instructions: Instruction[]
  /** Values of every field that is known of, as they are in the end. Emptied fields are there with no values. */
  fields: ReadonlyMap<number, readonly string[]>
  /** Tokens that the file had no value for, as they are written in the template. */
  missing: string[]
  /** In words, what a person should know. */
  notes: string[]
  said: Phrase[]
}
