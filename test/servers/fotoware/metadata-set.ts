import { bagFieldIds } from './data/field-table.ts'
import type { FieldInstruction } from './metadata-instructions.ts'

export interface FieldValue {
  readonly value: string | readonly string[]
}

/** Field id → value, as assets carry it. */
export type MetadataSet = Record<string, FieldValue>

/** Runs the instructions in order; FotoWare Upload API, section «Metadata patch instructions». */
export function applyInstructions(base: MetadataSet, instructions: readonly FieldInstruction[]): MetadataSet {
  const values = new Map<string, readonly string[]>()
  for (const [id, field] of Object.entries(base)) values.set(id, asList(field.value))
  for (const instruction of instructions) {
    const key = String(instruction.id)
    const next = applyOne(values.get(key) ?? [], instruction)
    if (next.length === 0) values.delete(key)
    else values.set(key, next)
  }
  return Object.fromEntries([...values].map(([id, list]) => [id, wireValue(Number(id), list)]))
}

/** Replaces fields as PATCH does: a bag gets the whole list, an empty list removes the field. */
export function replaceFields(base: MetadataSet, changes: MetadataSet): MetadataSet {
  const merged = Object.entries({ ...base, ...changes })
  const kept = merged.filter(([, field]) => asList(field.value).length > 0)
  return Object.fromEntries(kept.map(([id, field]) => [id, wireValue(Number(id), asList(field.value))]))
}

function applyOne(existing: readonly string[], instruction: FieldInstruction): readonly string[] {
  const given = instruction.values
  const isBag = bagFieldIds.has(instruction.id)
  const [first, ...rest] = existing
  switch (instruction.action) {
    case 'erase':
      return []
    case 'add':
      if (given.length === 0) return existing
      return isBag ? [...existing, ...given] : given
    case 'append':
      return first === undefined ? given : [first + (given[0] ?? ''), ...rest]
    case 'prepend':
      return first === undefined ? given : [(given[0] ?? '') + first, ...rest]
  }
}

function wireValue(id: number, list: readonly string[]): FieldValue {
  return { value: bagFieldIds.has(id) ? list : (list[0] ?? '') }
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
