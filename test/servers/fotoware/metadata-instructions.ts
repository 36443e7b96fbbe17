import { badRequest } from './errors.ts'
import { bagFieldIds } from './data/field-table.ts'
import { isPlainObject } from './json-values.ts'

export type InstructionAction = 'add' | 'append' | 'prepend' | 'erase'

export interface FieldInstruction {
  readonly id: number
  readonly action: InstructionAction
  /** Empty for erase; exactly one value for append and prepend. */
  readonly values: readonly string[]
}

export interface MetadataRequest {
  readonly fields: readonly FieldInstruction[]
  /** File modification time as given, UTC with a Z, or null. */
  readonly mt: string | null
}

const actions: ReadonlySet<string> = new Set(['add', 'append', 'prepend', 'erase'])
const utcTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/**
 * Reads the `metadata` of a create request.
 * Throws `invalid_argument` as FotoWare Upload API, sections «Metadata patch instructions» and «Attributes».
 */
export function parseMetadata(raw: unknown, bagIds: ReadonlySet<number> = bagFieldIds): MetadataRequest {
  if (raw === null || raw === undefined) return { fields: [], mt: null }
  if (!isPlainObject(raw)) throw invalid('metadata must be an object or null')
  return {
    fields: listOf(raw['fields'], 'fields').map((field) => parseInstruction(field, bagIds)),
    mt: parseAttributes(raw['attributes']),
  }
}

function parseInstruction(raw: unknown, bagIds: ReadonlySet<number>): FieldInstruction {
  if (!isPlainObject(raw)) throw invalid('a field instruction must be an object')
  const id = raw['id']
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0)
    throw invalid('id must be a whole number')
  const action = raw['action'] ?? 'add'
  if (!isAction(action)) throw invalid(`unknown action for field ${id}`)
  return { id, action, values: parseValues(id, action, raw['value'], bagIds.has(id)) }
}

function parseValues(
  id: number,
  action: InstructionAction,
  value: unknown,
  isBag: boolean,
): readonly string[] {
  if (action === 'erase') return []
  if (typeof value === 'string') return [value]
  if (action !== 'add') throw invalid(`${action} of field ${id} needs one string`)
  if (!Array.isArray(value)) throw invalid(`add to field ${id} needs a string or a list of strings`)
  const list: readonly unknown[] = value
  if (!list.every((item) => typeof item === 'string'))
    throw invalid(`field ${id} has a value that is no string`)
  if (list.length > 1 && !isBag) throw invalid(`field ${id} holds one value only`)
  return list
}

function parseAttributes(raw: unknown): string | null {
  let modificationTime: string | null = null
  for (const attribute of listOf(raw, 'attributes')) {
    if (!isPlainObject(attribute)) throw invalid('an attribute must be an object')
    const { key, value } = attribute
    if (key !== 'mt') throw invalid('unknown attribute key')
    if (typeof value !== 'string' || !utcTime.test(value) || Number.isNaN(Date.parse(value))) {
      throw invalid('mt must be an ISO 8601 time in UTC with a Z')
    }
    modificationTime = value
  }
  return modificationTime
}

function listOf(raw: unknown, name: string): readonly unknown[] {
  if (raw === null || raw === undefined) return []
  if (!Array.isArray(raw)) throw invalid(`metadata.${name} must be a list`)
  return raw
}

function isAction(value: unknown): value is InstructionAction {
  return typeof value === 'string' && actions.has(value)
}

function invalid(description: string) {
  return badRequest('invalid_argument', description)
}
