import type { Config } from '../../shared/config.ts'
import { ProblemError } from './errors.ts'

/**
 * Templates are sent as they are written. Words in braces are not filled in by this version, and a template that asks for
 * it is refused: a caption that reads {exif:Artist} helps nobody.
 *
 * @throws ProblemError `template-tokens`
 */
export function checkTemplates(config: Config): void {
  const used = new Set(config.folders.map(({ template }) => template))
  for (const template of config.templates) {
    if (!used.has(template.name)) continue
    const values = template.fields.flatMap(({ value }) => value ?? [])
    const token = values.map((value) => /\{[^}]*\}/.exec(value)?.[0]).find((found) => found !== undefined)
    if (token === undefined) continue
    throw new ProblemError({
      code: 'template-tokens',
      what: `Template «${template.name}» uses ${token}, which this version of Sluice cannot fill in yet.`,
      remedy: 'Write the value itself, or remove the template from the folder.',
      isRetried: false,
    })
  }
}
