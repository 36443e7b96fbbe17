import type { Language } from '../phrase.ts'
import { Formats } from './formats.ts'
import { languageOf } from './languages.ts'

/** What pages of Sluice outside its window can be read in; the first where a browser asks for neither. */
const NAMES = ['en', 'de']

/** The language that a browser asks for. @param accepted its `Accept-Language`, best first as browsers write it */
export function pageLanguage(accepted: string | undefined): { name: string; language: Language } {
  const asked = (accepted ?? '').split(',').map((range) => range.trim().slice(0, 2).toLowerCase())
  const name = asked.find((tag) => NAMES.includes(tag)) ?? 'en'
  return { name, language: languageOf(name, new Formats(name)) }
}
