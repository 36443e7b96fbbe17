import type { Phrase } from '../phrase.ts'

/** What a person should know of one file, each sentence once. */
export type Notes = Map<string, Phrase>

export function note(notes: Notes, phrase: Phrase): void {
  notes.set(phrase.text, phrase)
}
