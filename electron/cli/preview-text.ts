import path from 'node:path'
import type { FieldPreview, TemplatePreview } from '../../shared/contract.ts'
import { printable } from '../engine/node-ports.ts'
import { columnsOf, filledTo, shortenedTo, wrappedTo } from './columns.ts'
import type { Paint } from './paint.ts'
import { factLines, previewFacts, problemLines, type Fact } from './preview-facts.ts'
import { counted } from './words.ts'

export interface PreviewLook {
  columns: number
  /** Fields that the template does not touch are shown as well. */
  isAll: boolean
  paint: Paint
}

const INDENT = 11
/** On a terminal that is narrower still, lines break where they like. */
const VALUE_COLUMNS_MIN = 20

/** A preview as a page of text: each field with what is done to it, then what is known of the file. */
export function previewText(preview: TemplatePreview, look: PreviewLook): string {
  const isTouched = ({ steps, problems }: FieldPreview): boolean => steps.length > 0 || problems.length > 0
  const touched = preview.fields.filter(isTouched)
  const others = preview.fields.filter((field) => !isTouched(field))
  const blocks = [
    headingLines(preview, look),
    ...(touched.length === 0 ? [['The template does nothing to this file.']] : []),
    ...touched.map((field) => fieldLines(field, look)),
    look.isAll ? otherLines(others, look) : [],
    factLines([...previewFacts(preview), ...viewFacts(touched, others, look)], look),
    problemLines(preview, look),
  ]
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

function headingLines(preview: TemplatePreview, { columns, paint }: PreviewLook): string[] {
  const { template, path: file, destination } = preview
  const to = destination === null ? '' : ` → ${destination}`
  const words = printable(`Template «${template}» for ${path.basename(file)}${to}`).split(' ')
  return wrappedTo(columns, words).map((line) => paint('bold', line))
}

function fieldLines(field: FieldPreview, look: PreviewLook): string[] {
  const { name, id, existing, steps, final, problems } = field
  const title = printable(`${name} (${id})`)
  const isSame = final.length === existing.length && final.every((value, index) => value === existing[index])
  return [
    problems.length === 0 ? look.paint('bold', title) : look.paint('red', `✗ ${title}`),
    ...row('now', valueLines(existing, look), look),
    ...steps.flatMap((step) => stepLines(step, look)),
    ...row('then', isSame ? [look.paint('dim', 'as it is now')] : valueLines(final, look), look),
  ]
}

function stepLines({ action, value, leftOut }: FieldPreview['steps'][number], look: PreviewLook): string[] {
  const values = value.length === 0 ? [] : valueLines(quoted(value), look)
  if (leftOut === null) return row(action, values, look)
  const words = wrappedTo(valueColumns(look), printable(`left out: ${leftOut}`).split(' '))
  return row(action, [...values, ...words], look).map((line) => look.paint('dim', line))
}

function quoted(values: readonly string[]): string[] {
  return values.map((value) => `"${value}"`)
}

function row(label: string, lines: readonly string[], { paint }: PreviewLook): string[] {
  const [first = '', ...rest] = lines
  return [
    `${paint('dim', `  ${label.padEnd(INDENT - 2)}`)}${first}`.trimEnd(),
    ...rest.map((line) => `${' '.repeat(INDENT)}${line}`),
  ]
}

/** Fields that stay as they are, one below the other. */
function otherLines(fields: readonly FieldPreview[], { columns, paint }: PreviewLook): string[] {
  if (fields.length === 0) return []
  const titleColumns = Math.max(INDENT, Math.floor(columns / 2) - 4)
  const titles = fields.map(({ name, id }) => shortenedTo(titleColumns, printable(`${name} (${id})`)))
  const indent = Math.max(...titles.map(columnsOf)) + 4
  const room = Math.max(VALUE_COLUMNS_MIN, columns - indent)
  const rows = fields.flatMap(({ final }, index) => {
    const [first = '', ...rest] = wrappedTo(room, pieces(final, room))
    const head = `  ${filledTo(indent - 2, titles[index] ?? '')}`
    return [`${head}${first}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)]
  })
  return ['Left as they are', ...rows].map((line) => paint('dim', line))
}

function valueColumns({ columns }: PreviewLook): number {
  return Math.max(VALUE_COLUMNS_MIN, columns - INDENT)
}

/** Every value whole or shortened to a line; several of them with dots between. */
function valueLines(values: readonly string[], look: PreviewLook): string[] {
  if (values.length === 0) return [look.paint('dim', '(nothing)')]
  return wrappedTo(valueColumns(look), pieces(values, valueColumns(look)))
}

function pieces(values: readonly string[], columns: number): string[] {
  const last = values.length - 1
  return values.map((value, index) =>
    index === last ? shortenedTo(columns, oneLine(value)) : `${shortenedTo(columns - 2, oneLine(value))} ·`,
  )
}

function oneLine(value: string): string {
  return printable(value.replaceAll(/\s*\r?\n\s*/g, ' ↵ '))
}

/** What this page does not show. */
function viewFacts(
  touched: readonly FieldPreview[],
  others: readonly FieldPreview[],
  look: PreviewLook,
): Fact[] {
  const shown = look.isAll ? [...touched, ...others] : touched
  const hidden = look.isAll ? 0 : others.length
  return [
    ...(hidden === 0
      ? []
      : [['Untouched', `${counted(hidden, 'more field')} with a value; shown with --all`] as const]),
    ...(shown.some((field) => isShortened(field, look))
      ? [['Shortened', 'long values; --json prints them whole'] as const]
      : []),
  ]
}

function isShortened({ existing, final, steps }: FieldPreview, look: PreviewLook): boolean {
  const columns = valueColumns(look)
  return [existing, final, ...steps.map(({ value }) => quoted(value))].some(
    (values) => pieces(values, columns).join(' ') !== values.map(oneLine).join(' · '),
  )
}
