import { say } from '../phrase.ts'
import { note, type Notes } from './notes.ts'
import { type CodeTable, expandCodes } from './code-tables.ts'

/** Replaces the codes of a text and notes in words what could not be replaced. */
export function withoutCodes(
  text: string,
  tables: readonly CodeTable[],
  delimiter: string,
  notes: Notes,
): string {
  if (tables.length === 0) return text
  const expanded = expandCodes(text, tables, delimiter)
  for (const code of expanded.unknown) {
    note(notes, say`${`${delimiter}${code}${delimiter}`} is in no code table; it stays as it is.`)
  }
  if (expanded.isCut) note(notes, say`Some codes were not replaced: they stand for one another without end.`)
  return expanded.text
}
