import type { FieldRules } from '../../../shared/template.ts'
import { UploadError } from '../errors.ts'
import type { ComposedMetadata } from '../metadata/compose-metadata.ts'
import { joined, phraseOf, say } from '../../../shared/phrase.ts'

/** The archive has not told its own rules. */
const NOMINAL = say`If the archive takes more than archives commonly do, set "checkFields": false for it.`

/** More would not be read. */
const SHOWN = 5

/** What the archive would not take, before anything is sent: field, value and rule by name. */
export function violationError(
  file: string,
  { violations }: ComposedMetadata,
  template: string | null,
  source: FieldRules['source'],
): UploadError {
  const shown = violations.slice(0, SHOWN).map(({ words, said }) => phraseOf(words, said))
  const more = violations.length > SHOWN ? [say`and ${violations.length - SHOWN} more`] : []
  const where =
    template === null ? say`the metadata of the file` : say`the template «${template}» or the file's metadata`
  const change = say`Change ${where}, then retry the job. «sluice template preview» shows what would be sent.`
  return new UploadError('refused', {
    code: 'metadata-refused',
    what: say`The metadata of ${file} does not keep the rules of the archive: ${joined([...shown, ...more], '; ')}.`,
    means: say`Nothing was sent, so that no asset with wrong metadata comes to be.`,
    remedy: source === 'archive' ? change : joined([change, NOMINAL]),
    isRetried: false,
  })
}
