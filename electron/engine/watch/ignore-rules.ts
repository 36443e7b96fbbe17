import { DEFAULT_IGNORES, OWN_IGNORES } from './default-ignores.ts'
import { PatternTable } from './pattern-table.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

export interface IgnoreRules {
  /** The rule's own text and why, or null. `path` is relative with `/` and never starts with `/`. */
  reason(path: string, isDirectory: boolean): Phrase | null
}

const ALL_ASCII = /^[\x20-\x7e]*$/

/**
 * The user's patterns on top of the defaults. Patterns are globs relative to the hot folder, in any letter case:
 * one without a slash fits the base name at any depth, one that ends in a slash fits directories only, one that begins
 * with `!` takes back what an earlier or a default pattern ignored. The last pattern that fits decides. What lies in
 * an ignored directory is ignored with it and cannot be taken back, and neither can what Sluice itself puts there.
 */
export function ignoreRules(patterns: readonly string[]): IgnoreRules {
  const table = new PatternTable()
  const told = (rules: typeof DEFAULT_IGNORES) =>
    rules.map(([pattern, why]) => ({ pattern, words: say`${why} (rule ${shown(pattern)})` }))
  const users = patterns
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '' && pattern !== '!')
    .map((pattern) => ({ pattern, words: say`your rule ${pattern}` }))
  for (const [rank, { pattern, words }] of [
    ...told(DEFAULT_IGNORES),
    ...users,
    ...told(OWN_IGNORES),
  ].entries())
    addPattern(table, rank, pattern, words)
  return new CompiledRules(table)
}

class CompiledRules implements IgnoreRules {
  readonly #table: PatternTable
  // A scan asks for directory after directory, so the answer for the last one is nearly always the right one.
  #directory = ''
  #directoryReason: Phrase | null = null

  constructor(table: PatternTable) {
    this.#table = table
  }

  reason(path: string, isDirectory: boolean): Phrase | null {
    const slash = path.lastIndexOf('/')
    if (slash > 0) {
      const directory = path.slice(0, slash)
      if (directory !== this.#directory) {
        const directoryReason = this.reason(directory, true)
        this.#directory = directory
        this.#directoryReason = directoryReason
      }
      if (this.#directoryReason !== null) return this.#directoryReason
    }
    const key = (ALL_ASCII.test(path) ? path : path.normalize('NFC')).toLowerCase()
    const rule = this.#table.find(key, key.slice(key.lastIndexOf('/') + 1), isDirectory)
    return rule === null || rule.isTakenBack ? null : rule.words
  }
}

function addPattern(table: PatternTable, rank: number, pattern: string, words: Phrase): void {
  const isTakenBack = pattern.startsWith('!')
  const isDirectoryOnly = pattern.endsWith('/')
  const bare = pattern.slice(isTakenBack ? 1 : 0, isDirectoryOnly ? -1 : undefined)
  table.add(bare, { rank, isTakenBack, isDirectoryOnly, words })
}

function shown(pattern: string): string {
  return pattern.replace('\r', '\\r')
}
