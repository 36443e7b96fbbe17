import { columnsOf, shortenedTo } from '../../electron/cli/columns.ts'
import { tableText } from '../../electron/cli/table.ts'
import { counted } from '../../electron/cli/words.ts'
import type { TemplatePreview } from '../../shared/contract.ts'
import { type MetadataSet, valueList } from '../servers/fotoware/metadata-set.ts'
import { hasValues, type TemplateOutcome } from './archived-metadata.ts'

/** The columns of the verdict, with the gaps between. */
const VERDICT_COLUMNS = 11
const VALUE_COLUMNS_MIN = 20

/** What the archive has now for every field that the template is about, and whether it was foretold. */
export function templateTable({ fields }: TemplatePreview, metadata: MetadataSet, columns: number): string {
  const told = fields.filter(({ steps }) => steps.length > 0)
  const titles = told.map(({ id, name }) => `${name} (${id})`)
  const valueColumns = columns - VERDICT_COLUMNS - Math.max(...titles.map(columnsOf), 0)
  const rows = told.map(({ id, final }, index) => {
    const value = valueList(metadata, id).join(' · ')
    const verdict = hasValues(metadata, id, final) ? 'equal' : 'differs'
    const shown = shortenedTo(Math.max(VALUE_COLUMNS_MIN, valueColumns), value)
    return [titles[index] ?? '', value === '' ? '–' : shown, verdict]
  })
  return tableText(['Field', 'Archive', 'Verdict'], rows)
}

/** True when the archive has for every field what was foretold. */
export function isAsForetold({ fields }: TemplatePreview, metadata: MetadataSet): boolean {
  return fields.every(({ id, steps, final }) => steps.length === 0 || hasValues(metadata, id, final))
}

/** All files in a sentence or two. */
export function templateSum({ fileCount, fieldCount, faults }: TemplateOutcome): string {
  const [first] = faults
  const asked = `${counted(fieldCount, 'field')} of ${counted(fileCount, 'file')}`
  return first === undefined
    ? `The template wrote ${asked}, and the archive has every one as its receipt says.`
    : `Of ${asked}, ${counted(faults.length, 'is', 'are')} not as the receipt says. The first: ${first}.`
}
