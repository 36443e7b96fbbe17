/** The language of metadata templates: see template/TEMPLATES.md. Pure; used by the engine and by previews alike. */
export { applyInstruction } from './template/apply.ts'
export { type CodeTable, parseCodeTable } from './template/code-tables.ts'
export { type CodeCycle, findCycle } from './template/code-cycles.ts'
export { compileTemplate, type ConfigMistake } from './template/compile.ts'
export { parseCondition } from './template/conditions.ts'
export { embeddedElsewhere, fieldsFromTags } from './template/existing-fields.ts'
export {
  archiveRules,
  CATALOGUE,
  type CatalogueField,
  catalogueField,
  catalogueRules,
  partRules,
} from './template/field-catalogue.ts'
export type { FieldDescription, FieldRules } from './template/field-description.ts'
export { parseValue } from './template/grammar.ts'
export type { Suggest, TemplateMistake, Vocabulary } from './template/mistake.ts'
export { parsePathPattern, type PathPattern } from './template/path-pattern.ts'
export { renderTemplate } from './template/render.ts'
export type {
  CompiledTemplate,
  Rendered,
  RenderedStep,
  TemplateContext,
  TemplateNeeds,
} from './template/rendering.ts'
export type { ParsedValue } from './template/syntax.ts'
export { FILTER_NAMES } from './template/filters.ts'
export { TOKEN_NAMES } from './template/tokens.ts'
export {
  type FieldViolation,
  taxonomyQuestions,
  type TaxonomyQuestion,
  violations,
} from './template/violations.ts'
