import { bagFieldIds } from './data/field-table.ts'
import type { FieldInstruction } from './metadata-instructions.ts'

export interface FieldValue {
  readonly value: string | readonly string[]
}

/** Field id → value, as assets carry it. */
export type MetadataSet = Record<string, FieldValue>

/** Runs the instructions in order; FotoWare Upload API, section «Metadata patch instructions». */
export function applyInstructions(
  base: MetadataSet,
  instructions: readonly FieldInstruction[],
  bagIds: ReadonlySet<number> = bagFieldIds,
): MetadataSet {
  const values = new Map<string, readonly string[]>()
  for (const id of Object.keys(base)) values.set(id, valueList(base, id))
  for (const instruction of instructions) {
    const key = String(instruction.id)
    const next = applyOne(values.get(key) ?? [], instruction, bagIds.has(instruction.id))
    if (next.length === 0) values.delete(key)
    else values.set(key, next)
  }
  return Object.fromEntries([...values].map(([id, list]) => [id, wireValue(Number(id), list, bagIds)]))
}

/** Replaces fields as PATCH does: a bag gets the whole list, an empty list removes the field. */
export function replaceFields(
  base: MetadataSet,
  changes: MetadataSet,
  bagIds: ReadonlySet<number> = bagFieldIds,
): MetadataSet {
  const merged: MetadataSet = { ...base, ...changes }
  const kept = Object.keys(merged).filter((id) => valueList(merged, id).length > 0)
  return Object.fromEntries(kept.map((id) => [id, wireValue(Number(id), valueList(merged, id), bagIds)]))
}

/** The values of a field as a list; empty when it is not there. */
export function valueList(metadata: MetadataSet, id: number | string): readonly string[] {
  const value = metadata[String(id)]?.value ?? []
  return typeof value === 'string' ? [value] : value
}

/** A field as assets carry it: bags as lists, all others as one text. */
export function wireValue(id: number, list: readonly string[], bagIds: ReadonlySet<number>): FieldValue {
  return { value: bagIds.has(id) ? list : (list[0] ?? '') }
}

function applyOne(
  existing: readonly string[],
  instruction: FieldInstruction,
  isBag: boolean,
): readonly string[] {
  const given = instruction.values
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
