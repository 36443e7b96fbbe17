import type { Instruction } from '../metadata.ts'

/**
 * The values of a field after an instruction (FotoWare Upload API, «Metadata instructions»): `add` replaces the value of a
 * single field and adds to a bag; an empty list changes nothing; `append` and `prepend` join on to the first value without
 * a separator and are like `add` on an empty field; `erase` empties the field.
 * @throws RangeError for an instruction that the server refuses: several values for a single field, a list with `append`
 * or `prepend`, no value
 */
export function applyInstruction(
  existing: readonly string[],
  instruction: Instruction,
  isBag: boolean,
): string[] {
  const { action, value } = instruction
  if (action === 'erase') return []
  if (value === undefined) throw new RangeError(`"${action}" needs a value`)
  if (action === 'add') return added(existing, typeof value === 'string' ? [value] : value, isBag)
  if (typeof value !== 'string') throw new RangeError(`"${action}" takes a single text`)
  const [first, ...others] = existing
  if (first === undefined) return [value]
  return [action === 'append' ? first + value : value + first, ...others]
}

function added(existing: readonly string[], values: readonly string[], isBag: boolean): string[] {
  if (isBag) return [...existing, ...values]
  if (values.length > 1) throw new RangeError('a single field takes one value')
  return values.length === 0 ? [...existing] : [...values]
}
