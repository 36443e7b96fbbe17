import type { z } from 'zod'
import { FIELD_ACTIONS, type FieldAction } from '../../../shared/metadata.ts'
import type { TemplateConfig } from '../../../shared/config.ts'

/** A template as it is written in the file: only what somebody has set. */
export type WrittenTemplate = z.input<typeof TemplateConfig>
type WrittenStep = NonNullable<WrittenTemplate['fields']>[number]

/** One step while it is edited. */
export interface StepDraft {
  /** Tells steps apart while they are moved; never written. */
  key: number
  field: string
  action: FieldAction
  values: string[]
  onlyIfEmpty: boolean
  when: string
  /** As it stood in the file: what this window does not know of goes back there. */
  written: WrittenStep | null
}

/** One template while it is edited. */
export interface TemplateDraft {
  name: string
  steps: StepDraft[]
  codes: string[]
  codeDelimiter: string
  written: WrittenTemplate | null
}

let lastKey = 0

export function emptyStep(): StepDraft {
  return {
    key: ++lastKey,
    field: '',
    action: 'add',
    values: [''],
    onlyIfEmpty: false,
    when: '',
    written: null,
  }
}

/** A step as a draft. A file that was edited by hand may hold anything; what cannot be shown is begun anew. */
function stepDraft(written: WrittenStep): StepDraft {
  const { field, action, value, onlyIfEmpty, when } = written
  return {
    ...emptyStep(),
    field: String(field),
    action: FIELD_ACTIONS.find((known) => known === action) ?? 'add',
    values: value === undefined ? [''] : [value].flat(),
    onlyIfEmpty: onlyIfEmpty === true,
    when: when ?? '',
    written,
  }
}

export function templateDraft(written: WrittenTemplate): TemplateDraft {
  return {
    name: written.name,
    steps: (written.fields ?? []).map(stepDraft),
    codes: [...(written.codes ?? [])],
    codeDelimiter: written.codeDelimiter ?? '=',
    written,
  }
}

export function emptyTemplate(name: string): TemplateDraft {
  return { name, steps: [], codes: [], codeDelimiter: '=', written: null }
}

/** A number where somebody wrote one: names of fields are no numbers. */
function fieldOf(text: string): string | number {
  const trimmed = text.trim()
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed
}

/** Values as they are written: one as a text, several as a list; empty rows of a list are left out. */
function valueOf({ action, values, written }: StepDraft): string | string[] | undefined {
  if (action === 'erase') return undefined
  const [first = ''] = values
  if (action !== 'add') return first
  const filled = values.filter((value) => value !== '')
  if (filled.length > 1 || (filled.length === 1 && Array.isArray(written?.value))) return filled
  return filled[0] ?? first
}

function writtenStep(step: StepDraft): WrittenStep {
  const value = valueOf(step)
  const others: Partial<WrittenStep> = { ...step.written }
  delete others.action
  delete others.value
  delete others.onlyIfEmpty
  delete others.when
  const isActionSaid = step.action !== 'add' || step.written?.action !== undefined
  const isOnlySaid = step.onlyIfEmpty || step.written?.onlyIfEmpty !== undefined
  return {
    ...others,
    field: fieldOf(step.field),
    ...(isActionSaid ? { action: step.action } : {}),
    ...(value === undefined ? {} : { value }),
    ...(isOnlySaid ? { onlyIfEmpty: step.onlyIfEmpty } : {}),
    ...(step.when.trim() === '' ? {} : { when: step.when }),
  }
}

/** As it goes into the file: what has its usual value stays unwritten unless somebody wrote it. */
export function writtenTemplate(draft: TemplateDraft): WrittenTemplate {
  const others: Partial<WrittenTemplate> = { ...draft.written }
  delete others.codes
  delete others.codeDelimiter
  const areCodesSaid = draft.codes.length > 0 || draft.written?.codes !== undefined
  const isDelimiterSaid = draft.codeDelimiter !== '=' || draft.written?.codeDelimiter !== undefined
  return {
    ...others,
    name: draft.name.trim(),
    ...(areCodesSaid ? { codes: [...draft.codes] } : {}),
    ...(isDelimiterSaid ? { codeDelimiter: draft.codeDelimiter } : {}),
    fields: draft.steps.map(writtenStep),
  }
}

/** The list with one element at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const element = list[from]
  if (element === undefined || to < 0 || to >= list.length) return [...list]
  return list.toSpliced(from, 1).toSpliced(to, 0, element)
}

/** `press`, `press 2`, `press 3`: the first name that is free. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted
  let number = 2
  while (taken.includes(`${wanted} ${number}`)) number++
  return `${wanted} ${number}`
}
