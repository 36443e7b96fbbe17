import type { Config, FolderConfig } from '../../../shared/config.ts'
import { phraseOf, say } from '../../../shared/phrase.ts'
import { catalogueRules, compileTemplate, parsePathPattern } from '../../../shared/template.ts'
import type { Mistake } from './config-error.ts'
import { nearestName } from './nearest-name.ts'

/** The variables of all path patterns together. */
export function variablesOf(folders: readonly Pick<FolderConfig, 'pathPattern'>[]): string[] {
  const names = folders.flatMap((folder) => patternVariables(folder))
  return [...new Set(names)]
}

function patternVariables({ pathPattern }: Pick<FolderConfig, 'pathPattern'>): readonly string[] {
  if (pathPattern === undefined) return []
  const parsed = parsePathPattern(pathPattern)
  return 'mistake' in parsed ? [] : parsed.pattern.variables
}

/**
 * Mistakes in templates and path patterns: unknown tokens, fields, filters and tables, and variables that the pattern of
 * the folder does not capture. Held against the catalogue; what an archive itself asks for is known when it is asked.
 */
export function templateMistakes(config: Config): Mistake[] {
  const tables = config.codeTables.map(({ name }) => name)
  const patterns = config.folders.flatMap(({ pathPattern }, index): Mistake[] => {
    const parsed = pathPattern === undefined ? null : parsePathPattern(pathPattern)
    if (parsed === null || !('mistake' in parsed)) return []
    return [
      {
        path: ['folders', index, 'pathPattern'],
        words: phraseOf(parsed.mistake.message, parsed.mistake.said),
      },
    ]
  })
  const known = { tables, rules: catalogueRules(), suggest: nearestName }
  const inTemplates = config.templates.flatMap((template, index): Mistake[] => {
    const result = compileTemplate(template, { ...known, variables: variablesOf(config.folders) })
    if (!('mistakes' in result)) return []
    return result.mistakes.map(({ path, words, said }) => ({
      path: ['templates', index, ...path],
      words: phraseOf(words, said),
    }))
  })
  return [...patterns, ...inTemplates, ...strangeVariables(config, tables)]
}

/** A folder whose template asks for variables that only other folders capture. */
function strangeVariables(config: Config, tables: readonly string[]): Mistake[] {
  return config.folders.flatMap((folder, index): Mistake[] => {
    const template = config.templates.find(({ name }) => name === folder.template)
    if (template === undefined) return []
    const rules = catalogueRules()
    const everywhere = compileTemplate(template, { tables, rules, variables: variablesOf(config.folders) })
    const here = compileTemplate(template, { tables, rules, variables: patternVariables(folder) })
    // What is wrong everywhere is told at the template itself.
    if ('mistakes' in everywhere || !('mistakes' in here)) return []
    const [token] = here.mistakes.flatMap(({ words }) => /\{[^{}]*\}/.exec(words)?.[0] ?? [])
    const name = JSON.stringify(template.name)
    return [
      {
        path: ['folders', index, 'template'],
        words: say`is ${name}, which uses ${token ?? say`a variable`}; the "pathPattern" of this folder does not have it`,
      },
    ]
  })
}
