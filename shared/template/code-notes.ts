import { type CodeTable, expandCodes } from './code-tables.ts'

/** Replaces the codes of a text and notes in words what could not be replaced. */
export function withoutCodes(
  text: string,
  tables: readonly CodeTable[],
  delimiter: string,
  notes: Set<string>,
): string {
  if (tables.length === 0) return text
  const expanded = expandCodes(text, tables, delimiter)
  for (const code of expanded.unknown) {
    notes.add(`${delimiter}${code}${delimiter} is in no code table; it stays as it is.`)
  }
  if (expanded.isCut) notes.add('Some codes were not replaced: they stand for one another without end.')
  return expanded.text
}
