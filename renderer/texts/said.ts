import { inLanguage, type Language, type Said } from '../../shared/phrase.ts'
import type { Problem } from '../../shared/problem.ts'
import { languageOf, problemIn } from '../../shared/texts/languages.ts'
import { currentFormats } from './format.ts'
import { language } from './texts.svelte.ts'

function current(): Language {
  return languageOf(language(), currentFormats())
}

/**
 * What Sluice says, in the language of the window: the one way for its sentences onto the screen.
 *
 * @param said the phrases of the row that the text is from
 */
export function said(text: string, phrases: Said): string {
  return inLanguage(current(), text, phrases)
}

/** A problem in the language of the window. */
export function saidProblem(problem: Problem): ReturnType<typeof problemIn> {
  return problemIn(current(), problem)
}
