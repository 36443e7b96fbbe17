import { withoutCodes } from './code-notes.ts'
import type { CodeTable } from './code-tables.ts'
import { applyFilters } from './filters.ts'
import type { Expression, ParsedValue } from './syntax.ts'
import { tokenValues, type ValueScope } from './token-values.ts'

/** Between the elements of a list inside a longer text. */
const LIST_SEPARATOR = ', '

/** The values of one pair of braces. What is missing is told by its source, unless a filter fills it in. */
export function expressionValues(expression: Expression, scope: ValueScope): string[] {
  const values = applyFilters(tokenValues(expression.token, scope), expression.filters, scope)
  if (values.length === 0) scope.missing.add(expression.source)
  return values
}

function filledIn(value: ParsedValue, scope: ValueScope): string[] {
  const [only] = value.parts
  if (value.parts.length === 1 && only?.kind === 'expression') return expressionValues(only.expression, scope)
  const text = value.parts
    .map((part) =>
      part.kind === 'text' ? part.text : expressionValues(part.expression, scope).join(LIST_SEPARATOR),
    )
    .join('')
  return [text]
}

/**
 * The values that a text of a template gives for a file: several only where it is nothing but one expression. Codes are
 * replaced last, so that a token may be part of a code: `={exif:SerialNumber}#2=`. Always in Unicode's composed form
 * (NFC): names of files from a Mac come decomposed, and archives would not find them.
 */
export function valuesOf(value: ParsedValue, tables: readonly CodeTable[], scope: ValueScope): string[] {
  return filledIn(value, scope)
    .map((text) => withoutCodes(text, tables, scope.codeDelimiter, scope.notes).normalize('NFC'))
    .filter((text) => text.trim() !== '')
}
