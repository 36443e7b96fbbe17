import type { FieldRules } from './field-description.ts'
import { type Phrase, say } from '../phrase.ts'

/** What is wrong with a text that somebody wrote. */
export interface TemplateMistake {
  /** Goes on from the name of what was written: `uses {fielname}, which is no token`. */
  message: string
  said?: Phrase[]
  /** Where in the text, counted in UTF-16 units from 0. */
  at: number
}

/** The nearest of the known names, or null when none is near enough to suggest. */
export type Suggest = (name: string, known: readonly string[]) => string | null

/** Everything that a template may call by its name, apart from the language itself. */
export interface Vocabulary {
  /** Variables of path patterns. */
  variables: readonly string[]
  /** Names of code tables. */
  tables: readonly string[]
  rules: FieldRules
  /** Without it nothing is suggested. */
  suggest?: Suggest
}

/** Lists longer than this are left out of a sentence. */
const LISTED_NAMES = 12

/** Carries a mistake out of the depth of a parser; the doors of this folder turn it into a value. */
export class MistakeError extends Error {
  readonly mistake: TemplateMistake

  constructor(message: Phrase, at: number) {
    super(message.text)
    this.mistake = { message: message.text, said: [message], at }
  }
}

/** Ends a sentence on a name that nobody knows: the nearest one, else all where they are few. */
export function nearest(
  name: string,
  known: readonly string[],
  suggest: Suggest | undefined,
  written = (candidate: string) => candidate,
): Phrase | string {
  const near = suggest?.(name, known) ?? null
  if (near !== null) return say`; did you mean ${written(near)}?`
  if (known.length === 0 || known.length > LISTED_NAMES) return ''
  return say`; known here: ${known.map(written).join(', ')}`
}

/** Runs a parser and gives its mistake as a value. Other errors pass. */
export function mistakeOf<T extends object>(parse: () => T): T | { mistake: TemplateMistake } {
  try {
    return parse()
  } catch (error) {
    if (error instanceof MistakeError) return { mistake: error.mistake }
    throw error
  }
}
