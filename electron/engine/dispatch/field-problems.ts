import type { FieldRules } from '../../../shared/template.ts'
import { UploadError } from '../errors.ts'
import type { ComposedMetadata } from '../metadata/compose-metadata.ts'

/** The archive has not told its own rules. */
const NOMINAL = ' If the archive takes more than archives commonly do, set "checkFields": false for it.'

/** More would not be read. */
const SHOWN = 5

/** What the archive would not take, before anything is sent: field, value and rule by name. */
export function violationError(
  file: string,
  { violations }: ComposedMetadata,
  template: string | null,
  source: FieldRules['source'],
): UploadError {
  const shown = violations.slice(0, SHOWN).map(({ words }) => words)
  const more = violations.length > SHOWN ? [`and ${String(violations.length - SHOWN)} more`] : []
  const where =
    template === null ? 'the metadata of the file' : `the template «${template}» or the file's metadata`
  return new UploadError('refused', {
    code: 'metadata-refused',
    what: `The metadata of ${file} does not keep the rules of the archive: ${[...shown, ...more].join('; ')}.`,
    means: 'Nothing was sent, so that no asset with wrong metadata comes to be.',
    remedy: `Change ${where}, then retry the job. «sluice template preview» shows what would be sent.${source === 'archive' ? '' : NOMINAL}`,
    isRetried: false,
  })
}
