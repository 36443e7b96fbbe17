import { inLanguage, type Language, type Said } from '../phrase.ts'
import type { Problem } from '../problem.ts'
import { de } from './de.ts'
import type { Formats } from './formats.ts'

/** @param name of a language, `de`; others are told in English */
export function languageOf(name: string, formats: Formats): Language {
  return {
    sentences: name === 'de' ? de : null,
    number: (value) => formats.number(value),
    bytes: (value) => formats.bytes(value),
    span: (ms) => formats.span(ms),
    moment: (atMs) => formats.moment(atMs),
  }
}

/** What a problem says, in a language. Its code and detail are for support and stay as they are. */
export function problemIn(
  language: Language,
  { what, means, remedy, said }: Problem,
): { what: string; means: string | undefined; remedy: string } {
  const told = (text: string): string => inLanguage(language, text, said)
  return {
    what: told(what),
    means: means === undefined || means === '' ? undefined : told(means),
    remedy: told(remedy),
  }
}

/** All that a problem says, in one line. */
export function sentenceIn(language: Language, problem: Problem): string {
  const { what, means, remedy } = problemIn(language, problem)
  return [what, means, remedy].filter((part) => part !== undefined && part !== '').join(' ')
}

/** Several sentences of one row. */
export function allIn(language: Language, texts: readonly string[], said: Said): string[] {
  return texts.map((text) => inLanguage(language, text, said))
}
