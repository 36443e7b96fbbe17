import { de } from './de.ts'
import { en, type Texts } from './en.ts'

const CATALOGUES: Record<string, Texts> = { en, de }
const state = $state({ language: 'en', locale: 'en' })

/** The words of the present language. Changes when the language does. */
export function words(): Texts {
  return CATALOGUES[state.language] ?? en
}

/** The language whose words are shown. */
export function language(): string {
  return state.language
}

/** BCP 47 with the region where it is known: for dates, times and numbers. */
export function locale(): string {
  return state.locale
}

/** @param wanted BCP 47, from the system or from the person; unknown languages are shown in English */
export function setLanguage(wanted: string): void {
  const [base = 'en'] = wanted.toLowerCase().split('-')
  state.language = base in CATALOGUES ? base : 'en'
  state.locale = localeOf(wanted, state.language)
  document.documentElement.lang = state.language
}

/** A choice without a region takes the region of the browser where that speaks the same language. */
function localeOf(wanted: string, chosen: string): string {
  const [canonical = chosen] = canonicalLocales(wanted)
  if (canonical.includes('-') && canonical.startsWith(chosen)) return canonical
  return navigator.languages.find((one) => one.startsWith(`${chosen}-`)) ?? chosen
}

function canonicalLocales(wanted: string): string[] {
  try {
    return Intl.getCanonicalLocales(wanted)
  } catch {
    // «C» and «POSIX» are no languages.
    return []
  }
}
