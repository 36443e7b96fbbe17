import { de } from './de.ts'
import { en, type Texts } from './en.ts'

const CATALOGUES: Record<string, Texts> = { en, de }
const state = $state({ language: 'en' })

/** The words of the present language. Changes when the language does. */
export function words(): Texts {
  return CATALOGUES[state.language] ?? en
}

/** BCP 47 of the present language, for dates and numbers. */
export function language(): string {
  return state.language
}

/** @param wanted BCP 47, from the system or from the person; unknown languages are shown in English */
export function setLanguage(wanted: string): void {
  const [base = 'en'] = wanted.toLowerCase().split('-')
  state.language = base in CATALOGUES ? base : 'en'
  document.documentElement.lang = state.language
}
