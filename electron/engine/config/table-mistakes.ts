import type { Config } from '../../../shared/config.ts'
import { whatOf } from '../../../shared/problem.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { UploadError } from '../errors.ts'
import { CodeTableFiles, type CodeUse } from './code-table-files.ts'
import type { Mistake } from './config-error.ts'

/** Code tables that are not there, are no tables, or run in a circle. Paths are absolute. */
export async function tableMistakes(config: Config): Promise<Mistake[]> {
  const mistakes: Mistake[] = []
  for (const [index, table] of config.codeTables.entries()) {
    const words = await trouble(new CodeTableFiles([table]), [table.name], { codes: [], codeDelimiter: '=' })
    if (words !== null) mistakes.push({ path: ['codeTables', index, 'path'], words })
  }
  if (mistakes.length > 0) return mistakes
  const files = new CodeTableFiles(config.codeTables)
  for (const [index, template] of config.templates.entries()) {
    const words = await trouble(files, template.codes, template)
    if (words !== null) mistakes.push({ path: ['templates', index, 'codes'], words })
  }
  return mistakes
}

async function trouble(
  files: CodeTableFiles,
  used: readonly string[],
  template: CodeUse,
): Promise<Phrase | null> {
  try {
    await files.load(used, template)
    return null
  } catch (error) {
    if (error instanceof UploadError) return say`cannot be used: ${whatOf(error.problem)}`
    throw error
  }
}
