import picomatch from 'picomatch'
import type { Phrase } from '../../../shared/phrase.ts'

/** One rule, ready to be asked. Later rules (a higher `rank`) overrule earlier ones. */
export interface PatternRule {
  rank: number
  /** True for a pattern that began with `!`. */
  isTakenBack: boolean
  isDirectoryOnly: boolean
  /** As it was written, and why it is there. */
  words: Phrase
}

interface GlobRule {
  rule: PatternRule
  hasPath: boolean
  matches: RegExp
}

const GLOB_CHARACTERS = /[*?[\]{}()!+@\\|]/

/** Finds the last rule that fits a name. Exact names and extensions are looked up; only the rest are tried one by one. */
export class PatternTable {
  readonly #names = new Map<string, PatternRule[]>()
  readonly #extensions = new Map<string, PatternRule[]>()
  readonly #globs: GlobRule[] = []
  #anyName: RegExp | null = null
  #anyPath: RegExp | null = null

  /** `pattern` as in `ignoreRules`, without `!` and the closing `/`. */
  add(pattern: string, rule: PatternRule): void {
    const glob = pattern.normalize('NFC').toLowerCase()
    const extension = /^\*\.([^./]+)$/.exec(glob)?.[1]
    if (!glob.includes('/') && !hasGlob(glob)) push(this.#names, glob, rule)
    else if (extension !== undefined && !hasGlob(extension)) push(this.#extensions, extension, rule)
    else this.#addGlob(glob, rule)
  }

  /** `path` is relative with `/`, `name` its last part; both in NFC and lower case. */
  find(path: string, name: string, isDirectory: boolean): PatternRule | null {
    const extension = name.slice(name.lastIndexOf('.') + 1)
    let found = last(this.#names.get(name), isDirectory, null)
    if (extension.length < name.length) found = last(this.#extensions.get(extension), isDirectory, found)
    // One test over all globs at once answers for almost every file that "none of them fits".
    if (this.#anyName?.test(name) !== true && this.#anyPath?.test(path) !== true) return found
    for (const { rule, hasPath, matches } of this.#globs) {
      if (rule.rank < (found?.rank ?? 0) || (rule.isDirectoryOnly && !isDirectory)) continue
      if (matches.test(hasPath ? path : name)) found = rule
    }
    return found
  }

  #addGlob(glob: string, rule: PatternRule): void {
    const hasPath = glob.includes('/')
    const bare = glob.startsWith('/') ? glob.slice(1) : glob
    const matches = picomatch.makeRe(bare, { dot: true, windows: false })
    this.#globs.push({ rule, hasPath, matches })
    if (hasPath) this.#anyPath = either(this.#anyPath, matches)
    else this.#anyName = either(this.#anyName, matches)
  }
}

function hasGlob(text: string): boolean {
  return GLOB_CHARACTERS.test(text)
}

function either(left: RegExp | null, right: RegExp): RegExp {
  return left === null ? right : new RegExp(`${left.source}|${right.source}`)
}

function push(map: Map<string, PatternRule[]>, key: string, rule: PatternRule): void {
  map.set(key, [...(map.get(key) ?? []), rule])
}

function last(
  rules: readonly PatternRule[] | undefined,
  isDirectory: boolean,
  found: PatternRule | null,
): PatternRule | null {
  if (rules === undefined) return found
  for (const rule of rules) {
    if (rule.isDirectoryOnly && !isDirectory) continue
    if (found === null || rule.rank > found.rank) found = rule
  }
  return found
}
