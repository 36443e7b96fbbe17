import {
  catalogueRules,
  compileTemplate,
  type FieldRules,
  parsePathPattern,
  renderTemplate,
} from '../../../shared/template.ts'
import type { Expression } from '../../../shared/template/syntax.ts'
import { nearestName } from './nearest.ts'

/** Where the chosen file lies, as far as the window knows it. */
export interface PagePlace {
  /** Below the hot folder, `/` between levels. */
  path: string
  folderName: string
  variables: Readonly<Record<string, string>>
}

/** Any field that takes several values and means nothing: a list stays a list there. */
const ANY_BAG = 25

function isKnowable({ token, filters }: Expression): boolean {
  if (filters.some(({ kind }) => kind === 'map')) return false
  return (
    token.kind === 'folder' ||
    token.kind === 'variable' ||
    (token.kind === 'plain' && ['filename', 'stem', 'ext', 'path'].includes(token.name))
  )
}

/**
 * What a value gives for this file as far as its path alone tells; null when it asks for what stands in the file, or for
 * a code table: the engine knows those.
 */
export function pageRendering(
  text: string,
  place: PagePlace,
  codes: { names: readonly string[]; delimiter: string },
): string[] | null {
  if (codes.names.length > 0 && text.includes(codes.delimiter)) return null
  const rules: FieldRules = catalogueRules()
  const variables = Object.keys(place.variables)
  const field = { field: ANY_BAG, action: 'add' as const, onlyIfEmpty: false, value: text }
  const config = { name: 'page', fields: [field], codes: [], codeDelimiter: '=' }
  const result = compileTemplate(config, { variables, tables: [], rules, suggest: nearestName })
  if ('mistakes' in result) return null
  const parts = result.template.instructions.flatMap(({ values }) => values.flatMap(({ parts }) => parts))
  if (!parts.every((part) => part.kind === 'text' || isKnowable(part.expression))) return null
  const { fields } = renderTemplate(result.template, { ...UNKNOWN, ...place, rules })
  return [...(fields.get(ANY_BAG) ?? [])]
}

/** What a path alone does not tell. None of it is asked for by what is rendered here. */
const UNKNOWN = {
  modifiedMs: 0,
  nowMs: 0,
  timeZone: 'UTC',
  tags: [],
  taken: null,
  existing: new Map<number, string[]>(),
  existingElsewhere: new Set<number>(),
  sha256: null,
  counter: null,
  user: '',
  host: '',
  tables: new Map<string, never>(),
}

interface Folder {
  path: string
  pathPattern?: string | undefined
}

const levels = (path: string): string[] => path.split(/[\\/]/).filter((level) => level !== '')

/** Where a file lies, seen from the hot folder that holds it, else from its own directory. */
export function placeOf(file: string, folders: readonly Folder[]): PagePlace {
  const all = levels(file)
  const folder = folders.find(({ path }) => {
    const root = levels(path)
    return root.length > 0 && root.length < all.length && root.every((level, at) => level === all[at])
  })
  const depth = folder === undefined ? Math.max(0, all.length - 1) : levels(folder.path).length
  const path = all.slice(depth).join('/')
  const parsed = folder?.pathPattern === undefined ? null : parsePathPattern(folder.pathPattern)
  const variables = parsed !== null && 'pattern' in parsed ? parsed.pattern.match(path) : {}
  return { path, folderName: all[depth - 1] ?? '', variables }
}

/** The variables of all path patterns together. */
export function variablesOf(folders: readonly Pick<Folder, 'pathPattern'>[]): string[] {
  const names = folders.flatMap(({ pathPattern }) => {
    const parsed = pathPattern === undefined ? null : parsePathPattern(pathPattern)
    return parsed !== null && 'pattern' in parsed ? parsed.pattern.variables : []
  })
  return [...new Set(names)]
}
