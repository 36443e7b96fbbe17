import { nearestName } from '../../../electron/engine/config/nearest-name.ts'
import type { FieldInstruction, TemplateConfig } from '../../../shared/config.ts'
import type { Tag } from '../../../shared/metadata.ts'
import {
  catalogueRules,
  type CompiledTemplate,
  compileTemplate,
  type Rendered,
  renderTemplate,
  type TemplateContext,
  type Vocabulary,
} from '../../../shared/template.ts'

export function tag(family: string, group: string, name: string, ...values: string[]): Tag {
  return { family, group, name, values }
}

/** A file of no particular kind. */
export function contextOf(changes: Partial<TemplateContext> = {}): TemplateContext {
  return {
    path: 'AFP/match/IMG_1.jpg',
    folderName: 'Incoming',
    modifiedMs: Date.UTC(2026, 6, 1, 12, 0, 0),
    nowMs: Date.UTC(2026, 6, 2, 12, 0, 0),
    timeZone: 'Europe/Berlin',
    variables: {},
    tags: [],
    taken: null,
    existing: new Map(),
    existingElsewhere: new Set(),
    sha256: null,
    counter: null,
    user: 'desk',
    host: 'ingest',
    tables: new Map(),
    rules: catalogueRules(),
    ...changes,
  }
}

export function vocabularyOf(changes: Partial<Vocabulary> = {}): Vocabulary {
  return { variables: [], tables: [], rules: catalogueRules(), suggest: nearestName, ...changes }
}

export function instruction(
  field: number | string,
  value?: string | string[],
  more: Partial<FieldInstruction> = {},
): FieldInstruction {
  return { field, action: 'add', onlyIfEmpty: false, ...(value === undefined ? {} : { value }), ...more }
}

export function templateOf(fields: FieldInstruction[], more: Partial<TemplateConfig> = {}): TemplateConfig {
  return { name: 'test', fields, codes: [], codeDelimiter: '=', ...more }
}

/** The template, or an error that names its mistakes. */
export function compiled(config: TemplateConfig, vocabulary = vocabularyOf()): CompiledTemplate {
  const result = compileTemplate(config, vocabulary)
  if ('template' in result) return result.template
  throw new Error(result.mistakes.map(({ path, words }) => `${path.join('.')} ${words}`).join('\n'))
}

/** Fills a template in for a file, with the variables and tables of that file known. */
export function rendered(
  fields: FieldInstruction[],
  context = contextOf(),
  more: Partial<TemplateConfig> = {},
): Rendered {
  const vocabulary = vocabularyOf({
    variables: Object.keys(context.variables),
    tables: [...context.tables.keys()],
    rules: context.rules,
  })
  return renderTemplate(compiled(templateOf(fields, more), vocabulary), context)
}
