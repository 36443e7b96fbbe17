import { ProblemError } from '../errors.ts'
import { type Phrase, phraseOf, say } from '../../../shared/phrase.ts'

/** Keys and indexes from the root of the configuration, for example `['folders', 0, 'path']`. */
export type ConfigPath = readonly (string | number)[]

/** One mistake before its place in the text is known. */
export interface Mistake {
  path: ConfigPath
  /** Goes on from the path: `is missing`. */
  words: Phrase | string
  /** True when the key itself is wrong, not its value. */
  isAboutKey?: boolean
}

/** One mistake with its place: line and column count from 1. */
export interface ConfigProblem {
  line: number
  column: number
  /** For example `folders[0].settleMs`; empty for the file as a whole. */
  path: string
  words: string
  said?: Phrase[] | undefined
}

export type ConfigErrorCode = 'config-missing' | 'config-unreadable' | 'config-invalid' | 'config-unwritable'

/** The configuration cannot be used. The sentence is about the first mistake; `problems` holds all of them. */
export class ConfigError extends ProblemError {
  readonly problems: readonly ConfigProblem[]

  constructor(code: ConfigErrorCode, what: Phrase, remedy: Phrase, problems: readonly ConfigProblem[] = []) {
    super({ code, what, remedy, isRetried: false })
    this.problems = problems
  }
}

/** `['folders', 0, 'path']` as people write it: `folders[0].path`. */
export function pathText(path: ConfigPath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text === '' ? part : `${text}.${part}`
  }, '')
}

/** `/etc/sluice.json:4:7: folders[0].setleMs is not known; did you mean "settleMs"?` */
export function placeText(file: string, problem: ConfigProblem): string {
  return placePhrase(file, problem).text
}

function placePhrase(file: string, { line, column, path, words, said }: ConfigProblem): Phrase {
  const place = `${file}:${line}:${column}`
  return say`${place}: ${path === '' ? say`the file` : path} ${phraseOf(words, said)}`
}

function ended(sentence: Phrase): Phrase {
  return /[.?!]$/.test(sentence.text) ? sentence : say`${sentence}.`
}

/** The error for a list of mistakes that is not empty. */
export function invalidConfig(
  file: string,
  problems: readonly [ConfigProblem, ...ConfigProblem[]],
): ConfigError {
  const more = problems.length - 1
  const remedy =
    more === 0 ? say`Correct the file and try again.` : say`"sluice config validate" lists every mistake.`
  const first = ended(placePhrase(file, problems[0]))
  const what = more === 0 ? first : say`${first} (and ${more} more)`
  return new ConfigError('config-invalid', what, remedy, problems)
}
