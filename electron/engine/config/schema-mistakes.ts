import type { z } from 'zod'
import { Config } from '../../../shared/config.ts'
import { pathText, type ConfigPath, type Mistake } from './config-error.ts'
import { knownKeys, valueAt } from './known-keys.ts'
import { listed, nearestName, suggestion } from './nearest-name.ts'

type Issue = z.core.$ZodIssue

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list in [ ]',
  object: 'an object in { }',
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text
}

function choiceWords(value: unknown, known: readonly (string | number)[]): string {
  if (value === undefined) return `is missing; it must be ${listed(known)}`
  const texts = known.map(String)
  const near = typeof value === 'string' ? nearestName(value, texts) : null
  return near === null
    ? `must be ${listed(known)}, not ${shown(value)}`
    : `is ${shown(value)}; did you mean ${JSON.stringify(near)}?`
}

function boundWords(issue: Issue, value: unknown): string {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return issue.message
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const bound = `${issue.code === 'too_small' ? 'at least' : 'at most'} ${limit}`
  if (issue.origin !== 'string' && issue.origin !== 'array') return `must be ${bound}, not ${shown(value)}`
  if (issue.code === 'too_small' && limit === '1') return 'must not be empty'
  return `must have ${bound} ${issue.origin === 'string' ? 'characters' : 'entries'}`
}

function words(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_type') {
    if (value === undefined) return 'is missing'
    return `must be ${TYPES[issue.expected] ?? issue.expected}, not ${shown(value)}`
  }
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map((choice) => (typeof choice === 'number' ? choice : String(choice)))
    return choiceWords(value, choices)
  }
  if (issue.code === 'invalid_union') {
    if ('options' in issue && Array.isArray(issue.options))
      return choiceWords(value, issue.options.map(String))
    return value === undefined ? 'is missing' : issue.message
  }
  return boundWords(issue, value)
}

function mistakesOf(issue: Issue, root: unknown): Mistake[] {
  const path: ConfigPath = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code !== 'unrecognized_keys') return [{ path, words: words(issue, valueAt(root, path)) }]
  const known = knownKeys(root, path)
  return issue.keys.map((key) => ({
    path: [...path, key],
    words: `is not known; ${suggestion(key, known)}`,
    isAboutKey: true,
  }))
}

/** A misspelt key is one mistake, not two: its proper name need not be reported as missing as well. */
function withoutEchoes(mistakes: readonly Mistake[], root: unknown): Mistake[] {
  const meant = new Set(
    mistakes
      .filter((mistake) => mistake.isAboutKey === true)
      .map(({ path }) => {
        const parent = path.slice(0, -1)
        return pathText([...parent, nearestName(String(path.at(-1)), knownKeys(root, parent)) ?? ''])
      }),
  )
  return mistakes.filter((mistake) => {
    const isMissing = mistake.isAboutKey !== true && valueAt(root, mistake.path) === undefined
    return !(isMissing && meant.has(pathText(mistake.path)))
  })
}

/** Every way in which parsed JSON departs from the schema, in plain words. Empty when it is right. */
export function schemaMistakes(root: unknown): Mistake[] {
  const parsed = Config.safeParse(root)
  if (parsed.success) return []
  return withoutEchoes(
    parsed.error.issues.flatMap((issue) => mistakesOf(issue, root)),
    root,
  )
}
