import type { z } from 'zod'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { Config } from '../../../shared/config.ts'
import { pathText, type ConfigPath, type Mistake } from './config-error.ts'
import { knownKeys, valueAt } from './known-keys.ts'
import { listed, nearestName, suggestion } from './nearest-name.ts'

type Issue = z.core.$ZodIssue

const TYPES: Readonly<Record<string, Phrase>> = {
  string: say`a text in quotes`,
  number: say`a number`,
  int: say`a whole number`,
  boolean: say`true or false`,
  array: say`a list in [ ]`,
  object: say`an object in { }`,
}

function shown(value: unknown): Phrase | string {
  if (Array.isArray(value)) return say`a list`
  if (typeof value === 'object' && value !== null) return say`an object`
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…"` : text
}

function choiceWords(value: unknown, known: readonly (string | number)[]): Phrase {
  if (value === undefined) return say`is missing; it must be ${listed(known)}`
  const texts = known.map(String)
  const near = typeof value === 'string' ? nearestName(value, texts) : null
  return near === null
    ? say`must be ${listed(known)}, not ${shown(value)}`
    : say`is ${shown(value)}; did you mean ${JSON.stringify(near)}?`
}

function boundWords(issue: Issue, value: unknown): Phrase {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return ownWords(issue)
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum)
  const bound = issue.code === 'too_small' ? say`at least ${limit}` : say`at most ${limit}`
  if (issue.origin !== 'string' && issue.origin !== 'array') return say`must be ${bound}, not ${shown(value)}`
  if (issue.code === 'too_small' && limit === '1') return say`must not be empty`
  return issue.origin === 'string' ? say`must have ${bound} characters` : say`must have ${bound} entries`
}

function words(issue: Issue, value: unknown): Phrase {
  if (issue.code === 'invalid_type') {
    if (value === undefined) return say`is missing`
    return say`must be ${TYPES[issue.expected] ?? issue.expected}, not ${shown(value)}`
  }
  if (issue.code === 'invalid_value') {
    const choices = issue.values.map((choice) => (typeof choice === 'number' ? choice : String(choice)))
    return choiceWords(value, choices)
  }
  if (issue.code === 'invalid_union') {
    if ('options' in issue && Array.isArray(issue.options))
      return choiceWords(value, issue.options.map(String))
    return value === undefined ? say`is missing` : ownWords(issue)
  }
  return boundWords(issue, value)
}

/** What the schema itself says: a sentence without values (shared/config.ts writes them with `say`). */
function ownWords({ message }: Issue): Phrase {
  return { text: message, id: message, values: [] }
}

function mistakesOf(issue: Issue, root: unknown): Mistake[] {
  const path: ConfigPath = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
  if (issue.code !== 'unrecognized_keys') return [{ path, words: words(issue, valueAt(root, path)) }]
  const known = knownKeys(root, path)
  return issue.keys.map((key) => ({
    path: [...path, key],
    words: say`is not known; ${suggestion(key, known)}`,
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
